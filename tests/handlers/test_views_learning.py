"""What was found, what is like it, the debrief and how it went: as people read it, and within
Slack's limits whatever they wrote."""

from dataclasses import replace

import pytest
from hypothesis import given, settings

from bot.commands import MessageRef
from bot.effects import LEARNINGS, EntryKind
from bot.find import Found, query
from bot.incident import Home, Incident, NoticedBy, Status
from bot.learned import Asked, Learned, Said
from bot.ledger import Action
from bot.playbook import FULL, Step, StepStatus
from bot.ports import Entry, ParcelKind
from bot.scorecard import scorecard
from bot.similarity import Similar
from bot.wording.similar import in_hand
from handlers import ids_learning
from handlers.addresses import thread_address
from handlers.ids import Meta
from handlers.views import debrief, find, form_recorded, similar
from handlers.views import scorecard as scorecard_view
from handlers.views.render import render
from handlers.views.shapes import MESSAGE_LIMIT
from tests.handlers.cases import (
    NASTY,
    NOW,
    PRIYA,
    a_parcel,
    a_scene,
    an_incident,
    nasty,
    recorded,
    settled,
    texts,
)
from tests.handlers.limits import check_message, check_view, labels
from tests.handlers.limits import texts as shown

HOME = "https://harbour.slack.com/"
META = Meta(12, channel="C0MISTAKE")


def the_debrief() -> Step:
    step = FULL.step("debrief")
    assert step
    return step


def debriefed(incident: Incident, words: str, **noted: str) -> Incident:
    artefact = {**recorded("debrief", words), "recurrence": "systemic", **noted}
    return settled(incident, "debrief", artefact=artefact)


def alike(incident: Incident, words: str) -> Similar:
    many = (words[:300],) * 20
    past = debriefed(replace(incident, id=2, number=7), words)
    return Similar(past, 1.0, many, many, many, "A situation nobody had foreseen", True)


def around(words: str, *found: Similar) -> debrief.Around:
    entries = [
        Entry(number, kind, NOW, PRIYA, words) for number, kind in enumerate([*EntryKind] * 20)
    ]
    return debrief.Around(entries, Learned((Said(words, words),) * 9, found), "Europe/Berlin", HOME)


def check_everything(words: str) -> None:
    incident, typed = nasty(words), words[:500] or "x"
    past = alike(incident, words)
    for whole in (True, False):
        found = Found((past.incident, incident) * 10, 400, 20, whole)
        check_message(find.found(found, query(f"{typed} line word"), typed, "/mistake", HOME))
    check_message(find.nothing(typed, "/mistake"))
    check_message(find.no_words("/mistake"))
    check_message(similar.opening(incident, [past] * 3, HOME))
    check_message(similar.repeat(incident, [past] * 3, posted=False, workspace_url=HOME))
    learned = around(words, past, past, past).learned
    check_message(debrief.learnings(debriefed(incident, words), learned))
    check_message(debrief.question(incident, learned, posted=False))
    check_view(debrief.answer(META, incident))
    for each in (incident, debriefed(incident, words)):
        form = debrief.form(META, each, the_debrief(), around(words, past, past), me=PRIYA, now=NOW)
        check_view(form)
        check_view(form_recorded.recorded(META, each, the_debrief()))
    check_view(
        scorecard_view.scorecard(META, incident, scorecard(replace(incident, customers=()), NOW))
    )


@pytest.mark.parametrize("words", NASTY, ids=range(len(NASTY)))
def test_the_worst_words_fit_everywhere(words: str) -> None:
    check_everything(words)


@settings(max_examples=15)
@given(texts)
def test_any_words_fit_everywhere(words: str) -> None:
    check_everything(words)


def test_the_debrief_asks_for_two_actions_and_does_not_list_its_own_again() -> None:
    own = {"action_1": "Print labels last", "action_2": "Two scanners"}
    incident = debriefed(an_incident(), "Labels", **own)
    made = {
        str(number): Action(str(number), what, PRIYA, NOW.date(), PRIYA, NOW, NOW)
        for number, what in enumerate((*own.values(), "Scan twice"), 1)
    }
    incident = replace(incident, actions=made)
    view = debrief.form(META, incident, the_debrief(), around("x"), me=PRIYA, now=NOW)
    check_view(view)
    asked = [block.get("block_id") for block in view["blocks"]]
    place = asked.index("field.action_2")
    assert asked[place : place + 3] == ["field.action_2", "field.owner_2", "field.date_2"]
    said = shown([block for block in view["blocks"] if block["type"] == "section"])
    assert "Scan twice" in said and "Two scanners" not in said


@pytest.mark.parametrize(
    ("reader", "has_it"), [("U0TOM", f"<@{PRIYA}> has it"), (PRIYA, "You have it")]
)
@pytest.mark.parametrize("private", [False, True])
def test_what_is_open_for_a_message_is_named_with_the_way_there_and_who_has_it(
    reader: str, has_it: str, private: bool
) -> None:
    home = Home("C0MISTAKE", "1.000100")
    incident = replace(an_incident(), number=12, title="A & B", home=home, owner=PRIYA)
    incident = replace(incident, private=private)
    said = in_hand(incident, thread_address(HOME, incident), reader)
    assert "<https://harbour.slack.com/archives/C0MISTAKE/p1000100|#12 A &amp; B>" in said
    assert has_it in said
    assert ("private" in said) is private


@pytest.mark.principle("P03")
@pytest.mark.parametrize("known", list(NoticedBy))
def test_the_debrief_asks_who_noticed_first_and_shows_what_is_known(known: NoticedBy) -> None:
    incident = replace(an_incident(), noticed_by=known)
    view = debrief.form(META, incident, the_debrief(), around("x"), me=PRIYA, now=NOW)
    check_view(view)
    places = [block.get("block_id") for block in view["blocks"]]
    block = view["blocks"][places.index("field.found_out") + 1]
    assert (block["block_id"], block["label"]["text"]) == (f"noticed.{known}", "Who noticed first?")
    assert block["optional"]
    chosen = block["element"].get("initial_option", {}).get("value")
    assert chosen == (None if known is NoticedBy.UNKNOWN else known)


def test_a_page_of_what_was_found() -> None:
    incident = an_incident()
    found = Found((incident,) * 20, 45, 20, True)
    _, blocks = check_message(find.found(found, query("invoice"), "invoice", "/mistake", HOME))
    assert "*45 mistakes* with “invoice”, newest first: 21 to 40" in shown(blocks)
    assert "We sent ACME the wrong *invoice*" in shown(blocks)
    assert labels(blocks) == ["Show"] * 20 + ["Previous ones", "More"]
    values = [ids_learning.page(0, "invoice"), ids_learning.page(40, "invoice")]
    assert [block["elements"][0]["value"] for block in blocks[-2:]] == values
    first = Found((incident,), 1, 0, True)
    _, blocks = check_message(find.found(first, query("invoice"), "invoice", "/mistake", ""))
    assert labels(blocks) == ["Show"]


def test_too_many_words_are_said_to_be_too_many() -> None:
    typed = " ".join(f"invoice{number}x" for number in range(20))
    found = Found((an_incident(),), 1, 0, False)
    _, blocks = check_message(find.found(found, query(typed), typed, "/mistake", HOME))
    assert "first 12 words" in shown(blocks)


@pytest.mark.parametrize("raw", ["", "x", "[]", '["a", 1]', "[-1, 'a']", '[99999999, "a"]', "{}"])
def test_a_value_that_is_not_ours_is_no_page(raw: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        ids_learning.read_page(raw)


def test_the_debrief_as_it_was_recorded_is_not_begun_anew() -> None:
    incident = debriefed(an_incident(), "Once", actions="")
    view = debrief.form(META, incident, the_debrief(), around("x"), me=PRIYA, now=NOW)
    blocks = {block.get("block_id"): block for block in view["blocks"]}
    assert blocks["field.what"]["element"]["initial_value"] == "Once"
    assert "field.actions" not in blocks
    older = debriefed(an_incident(), "Once", actions="As noted by an older version")
    view = debrief.form(META, older, the_debrief(), around("x"), me=PRIYA, now=NOW)
    assert "field.actions" in {block.get("block_id") for block in view["blocks"]}


def rendered(
    kind: ParcelKind,
    incident: Incident | None,
    learned: Learned | None,
    *,
    posted: bool = False,
    slot: str = "",
) -> str | None:
    scene = replace(a_scene(), incident=incident, learned=learned)
    at = MessageRef("D1", "1.1") if posted else None
    row = a_parcel(kind, slot, target=PRIYA, posted=at)
    message = render(row, scene, command="/mistake", workspace_url=HOME)
    return shown(check_message(message)[1]) if message else None


def test_the_question_goes_away_once_it_is_answered_or_nobody_asks_any_more() -> None:
    kind, incident = ParcelKind.QUESTION, an_incident()
    waiting, answered = Learned(asked=Asked.WAITING), Learned(asked=Asked.ANSWERED)
    assert "What made this possible?" in (rendered(kind, incident, waiting) or "")
    assert "may guess" not in (rendered(kind, incident, waiting) or "")
    few = Learned(asked=Asked.WAITING, few=True)
    assert "others may guess which answer is yours" in (rendered(kind, incident, few) or "")
    assert "without your name" in (rendered(kind, incident, answered, posted=True) or "")
    skipped = settled(incident, "debrief", status=StepStatus.SKIPPED, reason="x")
    assert rendered(kind, skipped, waiting) is None
    assert "no debrief" in (rendered(kind, skipped, waiting, posted=True) or "")
    assert rendered(kind, None, waiting) is None
    ownership = replace(incident, playbook_key="ownership")
    assert rendered(kind, ownership, waiting) is None


@pytest.mark.principle("P19")
def test_the_lead_is_told_of_a_repeat_and_of_nothing_else() -> None:
    kind, incident = ParcelKind.REPEAT, an_incident()
    again = Learned(similar=(alike(incident, "Wrong label"),))
    assert "systemic has happened again" in (rendered(kind, incident, again) or "")
    assert rendered(kind, incident, Learned()) is None
    assert rendered(kind, incident, None) is None
    assert "no systemic repeat" in (rendered(kind, incident, Learned(), posted=True) or "")


def test_what_was_learned_is_published_once_something_is() -> None:
    incident = an_incident()
    slot = ParcelKind.SLOT
    assert rendered(slot, incident, None, slot=LEARNINGS) is None
    noted = debriefed(incident, "Read labels")
    text = rendered(slot, noted, Learned((Said("Haste", ""),)), slot=LEARNINGS) or ""
    for part in ("Read labels", "Haste", "nothing is agreed yet", "Add an action…"):
        assert part in text
    one_off = debriefed(incident, "Read labels", recurrence="one_off")
    assert "nothing is agreed" not in (rendered(slot, one_off, Learned(), slot=LEARNINGS) or "")


def test_the_fullest_debrief_is_published_shortened_and_says_where_all_of_it_is() -> None:
    """As full as its form can be: 13,000 characters, of which Slack takes no message."""
    words = {
        key: f"{key} {'and on ' * 500}"[:3000].strip()
        for key in ("learned", "what", "why", "better", "found_out")
    }
    noted = debriefed(an_incident(), "Short", **words)
    text = rendered(ParcelKind.SLOT, noted, Learned(), slot=LEARNINGS) or ""
    assert len(text) > MESSAGE_LIMIT * 0.9
    lines = text.splitlines()
    shortened = [line for line in lines if line.endswith("…") and len(line) > 100]
    assert [line.split()[0] for line in shortened] == [
        "learned",
        "what",
        "why",
        "found_out",
        "better",
    ]
    assert max(map(len, shortened)) - min(map(len, shortened)) < 10, "evenly"
    assert "`/mistake export 12`, or *See or correct what was recorded*" in text
    assert "nothing is agreed yet" in text


@pytest.mark.principle("P24")
def test_how_it_went_tells_all_four() -> None:
    closed = replace(an_incident(), status=Status.CLOSED, closed_at=NOW, closed_by=PRIYA)
    view = scorecard_view.scorecard(META, closed, scorecard(closed, NOW))
    for part in ("Speed", "Attitude", "Tone", "Actions", "not about anyone"):
        assert part in shown(view["blocks"])
    assert "submit" not in view
