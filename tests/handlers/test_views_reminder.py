"""Reminders are looked at again when they are sent, and fold when there is nothing left to do."""

from dataclasses import replace

import pytest

from bot.commands import MessageRef
from bot.incident import Chase, ChaseState, Customer, Incident, Rung
from bot.ports import ChaseItem, Parcel, ParcelKind, Scene
from handlers.views.render import render
from handlers.views.shapes import Message
from tests.handlers.cases import (
    HOUR,
    MARIA,
    NOW,
    PRIYA,
    SOFIA,
    TOM,
    a_chase,
    a_parcel,
    a_scene,
    an_incident,
    an_item,
    line_of,
    settled,
)
from tests.handlers.limits import check_message, choices, labels, texts

POSTED = MessageRef("D0PRIYA00", "1700000100.000100")
BUTTONS = ["Done", "Snooze", "Hand over", "Stop chasing"]


def to(user: str, *, posted: bool = False) -> Parcel:
    return a_parcel(ParcelKind.REMINDER, target=user, posted=POSTED if posted else None)


def rendered(parcel: Parcel, scene: Scene) -> Message | None:
    message = render(parcel, scene, command="/mistake")
    return check_message(message) if message else None


def about(
    key: str = "update", rung: Rung = Rung.OWNER, chase: Chase | None = None
) -> tuple[Incident, ChaseItem, Chase | None]:
    return (an_incident(), an_item(key, rung), chase)


@pytest.mark.parametrize("key", ["update", "step:own_it", "debrief", "check_back"])
@pytest.mark.parametrize("rung", [Rung.HEADS_UP, Rung.OWNER])
def test_whoever_has_it_hears_why_when_and_what_next(key: str, rung: Rung) -> None:
    message = rendered(to(PRIYA), a_scene(about(key, rung, a_chase(key))))
    assert message
    seen = texts(message[1])
    assert "#12 We sent ACME the wrong invoice" in seen
    assert "*Done*" in seen
    assert "lead’s" not in seen
    assert labels(message[1]) == BUTTONS


def test_the_title_leads_to_the_thread_but_not_in_a_notification() -> None:
    scene = a_scene(about(chase=a_chase()))
    message = render(
        to(PRIYA), scene, command="/mistake", workspace_url="https://harbour.slack.com/"
    )
    assert message
    words, blocks = check_message(message)
    address = "https://harbour.slack.com/archives/C0MISTAKE/p1700000000000100"
    assert f"*<{address}|#12 We sent ACME the wrong invoice>*" in texts(blocks)
    assert words == "Next word to the customer: #12 We sent ACME the wrong invoice"


def test_closing_is_asked_for_where_nothing_else_is_left() -> None:
    for rung, reader in ((Rung.HEADS_UP, PRIYA), (Rung.OWNER, PRIYA), (Rung.LEAD, MARIA)):
        scene = a_scene(about("close", rung, a_chase("close", rung=Rung.OVER)))
        message = rendered(to(reader), scene)
        assert message
        assert "press *Close…*" in texts(message[1])
        assert labels(message[1]) == ["Close…", *BUTTONS[1:]]
        assert "*Before that:* These steps are open: *Own it*" in texts(message[1])
    done = settled(replace(an_incident(), next_update_at=None), *line_of(an_incident()))
    owed = (done, an_item("close", Rung.THREAD), a_chase("close", rung=Rung.OVER))
    message = rendered(a_parcel(ParcelKind.THREAD_REMINDER), a_scene(owed))
    assert message
    assert "Before that" not in texts(message[1])
    assert labels(message[1]) == ["Close…"]


def test_snooze_has_three_lengths_and_stopping_asks_again() -> None:
    message = rendered(to(PRIYA), a_scene(about("debrief", chase=a_chase("debrief"))))
    assert message
    assert choices(message[1]) == {
        "in 1 hour": "1h|12:debrief",
        "tomorrow morning": "tomorrow|12:debrief",
        "next working day": "working_day|12:debrief",
    }
    stop = message[1][1]["elements"][3]
    assert stop["style"] == "danger"
    assert stop["confirm"]["deny"]["text"] == "Keep them"


@pytest.mark.parametrize("key", ["update", "step:own_it", "debrief", "check_back"])
def test_the_lead_hears_who_has_it_and_why_they_are_told(key: str) -> None:
    chase = a_chase(key, rung=Rung.THREAD)
    message = rendered(to(MARIA), a_scene(about(key, Rung.LEAD, chase)))
    assert message
    seen = texts(message[1])
    assert f"<@{PRIYA}>" in seen
    assert "the team’s lead" in seen


@pytest.mark.parametrize(
    ("key", "said"),
    [
        ("update", "ACME should have heard from us by now (due: <!date^"),
        ("step:own_it", "*Own it* for ACME is still open (due: <!date^"),
    ],
)
def test_the_lead_stands_in_for_someone_who_left(key: str, said: str) -> None:
    incident = an_incident(customers=(Customer("ACME"),))
    owed = (incident, an_item(key, Rung.LEAD), a_chase(key, rung=Rung.THREAD))
    message = rendered(to(MARIA), a_scene(owed, gone=PRIYA))
    assert message
    assert "no longer active" in texts(message[1])
    assert said in texts(message[1])
    assert "has been reminded" not in texts(message[1])
    assert labels(message[1]) == BUTTONS


def test_the_lead_stands_in_for_someone_who_cannot_be_written_to() -> None:
    chase = a_chase(rung=Rung.THREAD, state=ChaseState.UNREACHED)
    message = rendered(to(MARIA), a_scene(about("update", Rung.LEAD, chase)))
    assert message
    assert "can’t reach by direct message" in texts(message[1])
    assert "has been reminded" not in texts(message[1])


@pytest.mark.parametrize("key", ["update", "step:own_it", "debrief", "check_back"])
def test_the_thread_is_asked_for_help(key: str) -> None:
    scene = a_scene(about(key, Rung.THREAD, a_chase(key, rung=Rung.OVER)))
    message = rendered(a_parcel(ParcelKind.THREAD_REMINDER), scene)
    assert message
    assert f"<@{PRIYA}>" in texts(message[1])
    assert labels(message[1]) == ["Update the customer" if key == "update" else "Done"]


@pytest.mark.parametrize("key", ["update", "step:own_it", "close"])
def test_the_thread_hears_that_whoever_has_it_left(key: str) -> None:
    scene = a_scene(about(key, Rung.THREAD, a_chase(key, rung=Rung.OVER)), gone=PRIYA)
    message = rendered(a_parcel(ParcelKind.THREAD_REMINDER), scene)
    assert message
    assert f"The account of <@{PRIYA}> is no longer active: press *Hand over*" in texts(message[1])
    assert labels(message[1])[1:] == ["Hand over"]


def test_the_thread_hears_nothing_of_what_is_done_and_folds_what_it_heard() -> None:
    scene = a_scene(about(rung=Rung.THREAD))
    assert rendered(a_parcel(ParcelKind.THREAD_REMINDER), scene) is None
    message = rendered(a_parcel(ParcelKind.THREAD_REMINDER, posted=POSTED), scene)
    assert message
    assert texts(message[1]).startswith("✓ Done: Next word to the customer")


SETTLED = [
    (None, "✓ Done: Own it"),
    (a_chase("step:own_it", since=NOW + HOUR), f"→ With <@{PRIYA}> now: Own it"),  # she took it
    (a_chase("step:own_it", state=ChaseState.SNOOZED), "💤 Snoozed until: <!date^"),
    (
        a_chase("step:own_it", state=ChaseState.STOPPED, next_at=None),
        "🔕 No more reminders: Own it",
    ),
    (a_chase("step:own_it", who=TOM), f"→ With <@{TOM}> now: Own it"),
    (a_chase("step:own_it", rung=Rung.OWNER), f"→ With <@{PRIYA}> now: Own it"),
]


@pytest.mark.parametrize(("chase", "line"), SETTLED)
def test_what_was_settled_meanwhile_is_not_said(chase: Chase | None, line: str) -> None:
    scene = a_scene(about("step:own_it", chase=chase))
    assert rendered(to(PRIYA), scene) is None


@pytest.mark.parametrize(("chase", "line"), SETTLED)
def test_what_was_said_before_folds_into_a_line(chase: Chase | None, line: str) -> None:
    message = rendered(to(PRIYA, posted=True), a_scene(about("step:own_it", chase=chase)))
    assert message
    assert line in texts(message[1])
    assert labels(message[1]) == []
    assert message[0] == "Nothing more to do here"


def test_a_snooze_without_an_end_is_done() -> None:
    """Never made by the core; read all the same."""
    chase = a_chase(state=ChaseState.SNOOZED, next_at=None)
    message = rendered(to(PRIYA, posted=True), a_scene(about(chase=chase)))
    assert message
    assert "✓ Done" in texts(message[1])


def test_someone_else_is_not_reminded_of_it() -> None:
    scene = a_scene(about(chase=a_chase()))
    assert rendered(to(SOFIA), scene) is None
    assert rendered(to(MARIA), scene) is None, "the lead is told on the lead's rung"
    led = a_scene(about(rung=Rung.LEAD, chase=a_chase(who=MARIA, rung=Rung.THREAD)))
    assert rendered(to(MARIA), led) is None, "the lead has it now: the ladder began again"


def test_several_things_make_one_message_that_folds_bit_by_bit() -> None:
    second = replace(an_incident("The sofa is scratched"), number=13)
    owed = (second, replace(an_item("debrief"), incident_id=2), a_chase("debrief"))
    scene = a_scene(about(chase=a_chase()), owed)
    message = rendered(to(PRIYA), scene)
    assert message
    assert message[0] == "2 things are waiting for you"
    assert labels(message[1]) == BUTTONS * 2
    folded = rendered(to(PRIYA, posted=True), a_scene(about(), owed))
    assert folded
    assert labels(folded[1]) == BUTTONS
    assert "✓ Done" in texts(folded[1])


def test_too_many_at_once_are_counted() -> None:
    for count, said in ((20, "One more thing is waiting."), (30, "11 more things are waiting.")):
        message = rendered(to(PRIYA), a_scene(*[about(chase=a_chase())] * count))
        assert message
        assert said in texts(message[1])


def test_what_belongs_to_nothing_says_nothing() -> None:
    scene = replace(a_scene(), incident=None)
    for parcel in (
        a_parcel(ParcelKind.SLOT, "card"),
        a_parcel(ParcelKind.TROUBLE),
        a_parcel(ParcelKind.FETCH_WORDS),
        a_parcel(ParcelKind.NOTE, payload={"text": " "}),
    ):
        assert rendered(parcel, scene) is None
    for slot in ("story", "prompt:no_such_step", "something"):
        assert rendered(a_parcel(ParcelKind.SLOT, slot), a_scene()) is None


def test_each_slot_is_rendered_from_the_incident() -> None:
    long = replace(a_scene(), incident=an_incident("word " * 100))
    for slot in ("card", "story", "prompt:own_it"):
        assert rendered(a_parcel(ParcelKind.SLOT, slot), long)
    hello = rendered(a_parcel(ParcelKind.WELCOME), long)
    assert hello
    assert "`/mistake We sent ACME" in texts(hello[1])


@pytest.mark.parametrize(
    ("error", "said"),
    [
        ("not_in_channel", "`/invite @Amends`"),
        ("is_archived", "is archived"),
        ("is_ext_shared", "shared with another company"),
        ("restricted_action", "not allowed to write"),
        ("msg_too_odd", "`msg_too_odd`"),
    ],
)
def test_trouble_says_what_to_do(error: str, said: str) -> None:
    incident = an_incident()
    home = replace(incident.home, trouble=error)
    scene = replace(a_scene(), incident=replace(incident, home=home))
    message = rendered(a_parcel(ParcelKind.TROUBLE), scene)
    assert message
    assert said in texts(message[1])
    assert "Nothing is lost" in texts(message[1])
    assert sorted(labels(message[1])) == ["Carry on in a direct message", "Try again"]


def test_trouble_in_a_group_message_and_after_it() -> None:
    incident = an_incident()
    home = replace(incident.home, channel=f"{PRIYA},{TOM}", trouble="user_disabled")
    scene = replace(a_scene(), incident=replace(incident, home=home))
    message = rendered(a_parcel(ParcelKind.TROUBLE), scene)
    assert message
    assert "that conversation" in texts(message[1])
    after = replace(a_scene(), incident=incident)
    assert rendered(a_parcel(ParcelKind.TROUBLE), after) is None  # over before it was told
    over = rendered(a_parcel(ParcelKind.TROUBLE, posted=POSTED), after)
    assert over
    assert labels(over[1]) == []


@pytest.mark.parametrize(("lead", "why"), [(MARIA, "the team’s lead"), (None, "you opened it")])
def test_a_new_owner_is_asked_for(lead: str | None, why: str) -> None:
    chase = a_chase("owner", who=MARIA, rung=Rung.OVER, next_at=None)
    owed = (an_incident(), an_item("owner", Rung.HEADS_UP), chase)
    scene = a_scene(owed, gone=PRIYA)
    message = rendered(to(MARIA), replace(scene, settings=replace(scene.settings, lead=lead)))
    assert message
    assert message[0] == "A new owner: #12 We sent ACME the wrong invoice"
    assert f"needs a new owner: the account of <@{PRIYA}>" in texts(message[1])
    assert why in texts(message[1])
    assert labels(message[1]) == ["Hand over", "Snooze", "Stop chasing"]
