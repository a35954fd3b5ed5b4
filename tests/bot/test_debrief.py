"""The debrief: who is asked and when, what its form begins with, and what is made of it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.artefacts import faults
from bot.debrief import ENTRY_LENGTH, MOST_ENTRIES, TEXT_LIMIT, ask_at, begun_with, step_of
from bot.effects import LEARNINGS, AskThoseInvolved, EntryKind, Show, TellRepeat
from bot.forms import DEBRIEF
from bot.incident import Incident, NoticedBy, Severity
from bot.learned import Said
from bot.ledger import Action
from bot.ledger_commands import FinishAction
from bot.ports import Entry
from bot.wording import debrief as words
from bot.wording import faults as fault_words
from tests.bot.learned_story import LINE, at_the_debrief, debriefed, numbered
from tests.bot.story import ANA, BEN, FORMS, LEA, MONDAY, Story, people

SAID = (Said("A late <label>", "The driver called"), Said("", "They laughed"), Said("Haste", ""))


def told(story: Story) -> list[object]:
    kinds = (AskThoseInvolved, TellRepeat)
    return [e for e in story.outcome.effects if isinstance(e, kinds) or e == Show(LEARNINGS)]


@pytest.mark.principle("P17")
def test_those_involved_are_asked_when_its_turn_comes() -> None:
    story = Story().settle(*LINE[:-1])
    assert told(story) == []
    assert told(story.settle("show_the_evidence")) == [AskThoseInvolved()]
    assert told(story.fill_in("debrief")) == [Show(LEARNINGS), repeat(MONDAY)]
    assert told(story.close()) == []


def repeat(at: datetime) -> TellRepeat:
    return TellRepeat(LEA, at + timedelta(minutes=1))


def test_they_are_asked_again_where_it_is_opened_again() -> None:
    story = at_the_debrief().fill_in("debrief").at(hours=1).reopen_step("debrief")
    assert told(story) == [AskThoseInvolved()]


@pytest.mark.principle("P19")
def test_the_lead_hears_of_a_repeat_at_the_opening_and_after_the_debrief() -> None:
    assert told(Story()) == [repeat(MONDAY)]
    assert told(Story(known=people(gone=[LEA]))) == []
    story = at_the_debrief().changed(lead=None)
    assert told(story.fill_in("debrief")) == [Show(LEARNINGS)]


def test_practice_is_learned_from_by_nobody() -> None:
    story = Story()
    story.incident = replace(story.incident, drill=True)
    assert told(at_the_debrief(story).fill_in("debrief")) == []


def test_what_was_published_follows_the_actions() -> None:
    story = at_the_debrief().fill_in("debrief")
    assert told(story.does(FinishAction(BEN, "1"))) == [Show(LEARNINGS)]
    skipped = at_the_debrief().skip("debrief", "No time")
    assert told(skipped.does(FinishAction(BEN, "1"))) == []


def test_a_playbook_without_a_debrief_asks_nobody() -> None:
    story = Story(playbook="ownership")
    assert step_of(story.incident) is None
    assert told(story.fill_in("own_it")) == []


@pytest.mark.parametrize(
    ("severity", "hour", "asked"),
    [
        (Severity.MEDIUM, 10, 10),
        (Severity.MEDIUM, 3, 8),  # not at night …
        (Severity.HIGH, 3, 3),  # … unless it hurts that much
    ],
)
def test_nobody_is_asked_at_night(severity: Severity, hour: int, asked: int) -> None:
    sunday = datetime(2026, 11, 22, hour, tzinfo=UTC)  # they are at it on a Sunday
    story = Story(severity, start=sunday)
    assert ask_at(ANA, story.incident, story.context) == sunday.replace(hour=asked)


@pytest.mark.principle("P18")
@pytest.mark.parametrize("missing", ["what", "why", "cause", "recurrence", "learned"])
def test_it_is_done_only_with_these(missing: str) -> None:
    story = at_the_debrief()
    without = {key: value for key, value in FORMS["debrief"].items() if key != missing}
    found = faults(DEBRIEF, without, by=ANA, context=story.context)
    assert found == {missing: fault_words.needed()}
    assert not story.fill_in("debrief", **{missing: ""}).outcome.changed
    assert not story.incident.settled("debrief")


def test_signs_alone_are_no_lesson() -> None:
    given = {**FORMS["debrief"], "learned": "🙃 …"}
    found = faults(DEBRIEF, given, by=ANA, context=Story().context)
    assert found == {"learned": fault_words.words_needed()}


@pytest.mark.principle("P15")
def test_what_is_agreed_in_it_becomes_an_action() -> None:
    story = at_the_debrief()
    action = {"action_1": "Print labels last", "owner_1": BEN, "date_1": "2027-01-15"}
    story.fill_in("debrief", **action)
    assert [each.what for each in story.incident.actions.values()] == [
        "Scan twice",
        "Print labels last",
    ]
    story.fill_in("debrief", **(action | {"action_1": "Print labels at the door"}))
    assert [each.what for each in story.incident.actions.values()][1] == "Print labels at the door"
    found = faults(DEBRIEF, {**FORMS["debrief"], "action_1": "X y"}, by=ANA, context=story.context)
    assert found.keys() == {"owner_1", "date_1"}


@pytest.mark.principle("P15")
def test_two_things_may_be_agreed_in_it() -> None:
    story = at_the_debrief()
    first = {"action_1": "Print labels last", "owner_1": BEN, "date_1": "2027-01-15"}
    second = {"action_2": "A second scanner", "owner_2": ANA, "date_2": "2027-02-01"}
    story.fill_in("debrief", **first, **second)
    known = [(each.what, each.owner) for each in story.incident.actions.values()]
    assert known[1:] == [("Print labels last", BEN), ("A second scanner", ANA)]
    story.fill_in("debrief", **first, **(second | {"action_2": "Two scanners"}))
    assert [each.what for each in story.incident.actions.values()][2:] == ["Two scanners"]
    lacking = {**FORMS["debrief"], "action_2": "X y"}
    found = faults(DEBRIEF, lacking, by=ANA, context=story.context)
    assert found.keys() == {"owner_2", "date_2"}


def entry(number: int, text: str, kind: EntryKind = EntryKind.STATE) -> Entry:
    return Entry(number, kind, MONDAY + timedelta(minutes=number), ANA, text)


def begun(incident: Incident, entries: Sequence[Entry] = (), said: Sequence[Said] = ()) -> object:
    return begun_with(incident, entries, said, "Europe/Berlin")


def test_it_begins_with_the_timeline_on_the_readers_clock() -> None:
    incident = replace(Story().incident, noticed_by=NoticedBy.CUSTOMER)
    entries = [entry(5, "“Own it” done"), entry(3, "The label\nwas old", EntryKind.PINNED)]
    assert begun(incident, entries, SAID) == {
        "what": "Wrong invoice\nTimes by the clock of Europe/Berlin:\n"
        "23 Nov 11:03: The label was old\n23 Nov 11:05 · “Own it” done",
        "found_out": words.THEY_NOTICED,
        "better": "The driver called\nThey laughed",
    }
    us = replace(incident, noticed_by=NoticedBy.US)
    assert begun_with(us, (), (), "UTC")["found_out"] == words.WE_NOTICED
    assert begun(Story().incident) == {"what": "Wrong invoice"}


def test_a_long_timeline_is_cut_to_what_a_form_can_hold() -> None:
    ours = [entry(number, f"Ours {number}") for number in range(30)]
    theirs = [entry(40, "x" * 500, EntryKind.PINNED)]
    what = begun_with(Story().incident, [*ours, *theirs], (), "UTC")["what"]
    assert what.count("\n") == 1 + MOST_ENTRIES
    assert "x" * (ENTRY_LENGTH - 1) + "…" in what
    said = [entry(number, f"Theirs {number}", EntryKind.WORDS) for number in range(3)]
    assert "Ours" not in begun_with(Story().incident, [*ours, *said], (), "UTC")["what"]
    story = replace(Story().incident, story="word " * 590)
    assert len(begun_with(story, [*theirs, *ours], (), "UTC")["what"]) <= TEXT_LIMIT
    story = replace(Story().incident, story="word " * 900)
    assert len(begun_with(story, (), (), "UTC")["what"]) <= TEXT_LIMIT


@pytest.mark.principle("P20")
@pytest.mark.principle("P21")
def test_what_those_involved_say_stands_there_without_names() -> None:
    said = words.those_involved(SAID)
    assert "• A late &lt;label&gt;\n• Haste" in said
    assert "• The driver called\n• They laughed" in said
    assert words.those_involved(()) == ""
    assert "went better" not in words.those_involved(SAID[2:])
    assert "• and 5 more" in words.those_involved((Said("Haste"),) * 25)
    assert len(words.those_involved((Said("long " * 500),), 100)) < 200


def test_what_is_published() -> None:
    incident = debriefed(
        better="They laughed", found_out="A call", actions="More of it", in_process="no"
    )
    noted = dict(incident.state("debrief").artefact)
    text = "\n".join(words.learnings(incident, noted, SAID, ()))
    for part in (
        "Scan twice",
        "A call",
        "nobody had foreseen",
        "Systemic",
        "They laughed",
        "Haste",
    ):
        assert part in text
    assert "*Is it in our process or checklist?* No, it is missing" in text
    assert "More of it" in text
    few = words.learnings(numbered(1, "Wrong"), {"learned": "x", "cause": "?"}, (), ())
    assert len(few) == 2


def test_what_is_published_may_be_shortened_and_says_where_all_of_it_is() -> None:
    incident = debriefed(better="They laughed", found_out="A call " * 40, learned="Look " * 600)
    noted = dict(incident.state("debrief").artefact)
    whole = words.learnings(incident, noted, (), (), words.ALL)
    assert whole == words.learnings(incident, noted, (), ())
    assert len(noted["learned"].strip()) < len(whole[1])
    parts = words.learnings(incident, noted, (), (), 200)
    assert all(len(part) < 300 for part in parts)
    assert [part.split("\n")[0] for part in parts] == [part.split("\n")[0] for part in whole]
    said = (Said("long " * 500),)
    few, every = (
        max(map(len, words.learnings(incident, {"learned": "x"}, said, (), most)))
        for most in (words.PART, words.ALL)
    )
    assert few < 1200 < every
    last = words.shortened(incident)
    assert "`/mistake export 12`" in last and "See or correct what was recorded" in last


def test_of_very_many_actions_the_first_are_published() -> None:
    incident, day = debriefed(), MONDAY.date()
    many = {str(key): Action(str(key), "Scan", ANA, day, ANA, MONDAY, MONDAY) for key in range(23)}
    text = "\n".join(words.learnings(replace(incident, actions=many), {"learned": "x"}, (), ()))
    assert "• and 3 more" in text and text.count("“") == 20


def test_the_question_and_its_answers() -> None:
    incident = Story().incident
    assert words.POSSIBLE in words.question(incident)
    assert words.BETTER in words.question(incident)
    assert "not kept" in words.without_names()
    assert "published together" in words.without_names()
    assert "guess" in words.few_are_asked()
    for said in (words.thanks(incident), words.no_longer_asked(incident)):
        assert "#12" in said
    assert words.question_fallback(incident)
    assert words.learnings_fallback(incident)
    assert words.answered_already()
    assert words.not_asked()
    assert words.nobody_yet()
    assert words.systemic_wants_change()
