"""Customers told in any order: whoever waits for a word is chased, and nobody is lost."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot import rhythm
from bot.chasing import UPDATE
from bot.customer_commands import CorrectContact
from bot.incident import Incident, Severity
from tests.bot.story import ANA, Story

NAMES = ("ACME", "Bolt", "Crane")
some = st.lists(st.sampled_from(NAMES), max_size=3, unique=True).map(tuple)
hours = st.sampled_from((None, 0.5, 1, 3, 30))
gestures = st.lists(
    st.one_of(
        st.tuples(st.just("tell"), some, hours),
        st.tuples(st.just("new"), some, hours),
        st.tuples(st.just("correct"), some, hours),
        st.tuples(st.just("details"), some, hours),
        st.tuples(st.just("settle"), some, hours),
        st.tuples(st.just("severity"), some, hours),
    ),
    max_size=12,
)


def does(story: Story, what: str, names: tuple[str, ...], away: float | None) -> None:
    """One gesture, a quarter of an hour after the last one."""
    story.at_time(story.now + timedelta(minutes=15))
    due = story.now + timedelta(hours=away) if away else None
    known = tuple(each.name for each in story.incident.customers)
    match what:
        case "tell":
            there = tuple(each for each in names if each in known)
            story.tell("On it.", customers=there, next_update_at=due)
        case "new":
            story.tell("On it.", new=names, next_update_at=due)
        case "correct":
            for name in names:
                told = story.now if away else None
                story.does(CorrectContact(ANA, name, name, ANA, told, next_at=due))
        case "details":
            story.add_details(customers=names)
        case "settle":
            story.skip("show_the_evidence", "Nothing to show")
        case _:
            story.add_details(severity=Severity.HIGH if away else Severity.LOW)


def check(incident: Incident) -> None:
    """What always holds."""
    names = [each.name for each in incident.customers]
    assert len(set(names)) == len(names)
    dues = {rhythm.next_to(incident, each) for each in incident.customers}
    if incident.customers:
        assert min((due for due in dues if due), default=None) == incident.next_update_at
    assert rhythm.apart(incident) is (len(dues) > 1)
    assert (incident.update_since is None) is (incident.next_update_at is None)
    chase = incident.chases.get(UPDATE)
    assert (chase.due if chase else None) == incident.next_update_at
    if incident.customers and incident.next_update_at:
        assert rhythm.next_in_turn(incident)


@given(gestures)
def test_whoever_waits_for_a_word_is_chased(
    order: list[tuple[str, tuple[str, ...], float]],
) -> None:
    story = Story(Severity.HIGH, customers=NAMES[:2])
    for what, names, away in order:
        does(story, what, names, away)
        check(story.incident)
