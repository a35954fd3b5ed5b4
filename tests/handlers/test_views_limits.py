"""Whatever people write, Slack takes every view, and nobody is pinged by it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given

from bot.calendar import Span, WorkingTime
from bot.coachbook import SHAPE_LIMIT
from bot.commands import MessageRef
from bot.effects import EntryKind
from bot.incident import Incident, Rung, Severity, Status
from bot.language import Category, Finding, Lack, Remark
from bot.playbook import FULL, StepStatus
from bot.ports import Entry, Mine, Owed, Page, ParcelKind
from bot.settings import Say, Settings
from bot.wording import notes
from bot.wording.answers import Answer, Offer
from bot.wording.similar import in_hand
from bot.wording.terms import fit
from handlers.ids import About, Meta
from handlers.views import answers, card, coach, forms, lists, prompt, render
from handlers.views.form_tell import Telling
from handlers.views.home import BLOCKS, HomeScene, home
from handlers.views.review import Reviewed
from handlers.views.shapes import Message, View, chunks
from sandbox import blocks as local_slack
from tests.handlers.cases import (
    NASTY,
    NOW,
    PRIYA,
    TOM,
    WORST,
    a_chase,
    a_parcel,
    a_scene,
    an_item,
    nasty,
    recorded,
    settled,
    texts,
)
from tests.handlers.limits import check_message, check_view
from tests.handlers.limits import texts as texts_of

HOME = "https://harbour.slack.com/"
META = Meta(12, "own_it", "C0MISTAKE", "1700000000.000100", "1700000000.000200")


def closed(incident: Incident, reason: str) -> Incident:
    return replace(
        incident, status=Status.CLOSED, closed_at=NOW, closed_by=TOM, close_reason=reason
    )


def every_message(incident: Incident, words: str) -> Iterator[Message | None]:
    """Every message of ours, in these words."""
    yield card.card(incident)
    yield card.card(closed(incident, words))
    yield card.card(closed(incident, ""))
    yield lists.show(incident, "https://harbour.slack.com/archives/C0MISTAKE/p1")
    yield card.story(incident)
    for step in incident.playbook.steps:
        yield prompt.prompt(incident, step)
        yield prompt.prompt(closed(incident, words), step)
        yield prompt.prompt(settled(incident, step.id), step)
        skipped = settled(incident, step.id, status=StepStatus.SKIPPED, reason=words)
        yield prompt.prompt(skipped, step)
    page = Page(tuple([incident] * lists.LIST_LIMIT), 200, 20)
    yield lists.open_list(page, "/mistake", now=NOW, workspace_url=HOME)
    owed = tuple([Owed(incident, a_chase())] * 30)
    yield lists.mine(
        Mine(owed, tuple([incident] * 30)), PRIYA, "/mistake", now=NOW, workspace_url=HOME
    )
    yield from every_reminder(incident)
    for error in (
        "",
        "not_in_channel",
        "is_archived",
        "is_ext_shared",
        "restricted_action",
        "odd_`code`",
    ):
        home = replace(incident.home, trouble=error)
        scene = replace(a_scene(), incident=replace(incident, home=home))
        told = a_parcel(ParcelKind.TROUBLE, posted=MessageRef("D1", "1.1"))
        yield render.render(told, scene, command="/mistake", workspace_url=HOME)


def every_reminder(incident: Incident) -> Iterator[Message | None]:
    """Every rung of every ladder, to whoever is told on it, and far too many at once."""
    posted = MessageRef("D1", "1.1")
    for key in ("update", "step:own_it", "debrief", "close", "check_back"):
        chase = a_chase(key, rung=Rung.OVER)
        for rung, reader in (
            (Rung.HEADS_UP, PRIYA),
            (Rung.OWNER, PRIYA),
            (Rung.LEAD, TOM),
            (Rung.THREAD, PRIYA),
        ):
            scene = a_scene((incident, an_item(key, rung), chase), lead=TOM)
            yield render.render(
                a_parcel(ParcelKind.REMINDER, target=reader),
                scene,
                command="/mistake",
                workspace_url=HOME,
            )
            yield render.render(
                a_parcel(ParcelKind.THREAD_REMINDER), scene, command="/mistake", workspace_url=HOME
            )
    owed = (incident, an_item(), a_chase(rung=Rung.OVER))
    over = (incident, an_item(), None)
    parcel = a_parcel(ParcelKind.REMINDER, target=PRIYA, posted=posted)
    yield render.render(
        parcel, a_scene(*[owed] * 30, *[over] * 30), command="/mistake", workspace_url=HOME
    )


def every_answer(words: str) -> Iterator[Message]:
    typed = words[:2000].strip() or "x"
    about = About(12, "person_blame", typed[:SHAPE_LIMIT])
    yield coach.nudge(about, typed, f"w{typed}", typed)
    yield coach.nudge(about, typed, "Why", "")
    yield coach.teaching(about)
    yield coach.muted(about)
    yield answers.help_message("/mistake", typed)
    yield answers.number_wanted("/mistake", "show", typed)
    yield answers.gesture(Answer("Say why.", Offer.SAY_WHY, "Say why", "own_it"), 12)


def worst(words: str) -> Reviewed:
    """Remarks as long as they can be, on all of these words."""
    found = Finding(Category.PERSON_BLAME, 0, len(words), f"w{words}", "P07", words, "r", words)
    remarks = (Remark(found, None), *(Remark(None, lack) for lack in Lack))
    return Reviewed(words, remarks, "Wednesday 30 September at 23:30")


def every_form(incident: Incident, words: str) -> Iterator[View]:
    begun = in_hand(incident, "https://harbour.slack.com/archives/C0MISTAKES/p1", PRIYA)
    yield forms.opening(META, me=PRIYA, prefill=words, ask_channel=True, in_hand=begun)
    yield forms.details(META, incident)
    yield forms.tell(
        META, incident, Telling(words, at=NOW, next_update_at=NOW), reviewed=worst(words)
    )
    yield forms.hand_over(META, incident)
    yield forms.close(
        META, incident, missing=("*Own it* is open.",) * 10, may_close_anyway=True, lead=TOM
    )
    for step in FULL.steps:
        skipped = settled(incident, step.id, status=StepStatus.SKIPPED, reason=words)
        yield forms.skip_reason(META, skipped, step, already=True)
        if step.artefact:
            yield forms.artefact(META, incident, step, me=PRIYA, now=NOW, draft=words)
            done = settled(incident, step.id, artefact=recorded(step.artefact, words))
            yield forms.artefact(META, done, step, me=PRIYA, now=NOW, draft=None)
            said = {"words": words, "way": "phone"}
            yield forms.artefact(
                META,
                incident,
                step,
                me=PRIYA,
                now=NOW,
                draft=None,
                given=said,
                reviewed=worst(words),
            )
    entries = [
        Entry(number, kind, NOW + timedelta(minutes=number), by, words)
        for number, (kind, by) in enumerate([(EntryKind.WORDS, TOM), (EntryKind.STATE, "")] * 40)
    ]
    yield forms.timeline(META, incident, entries, offset=20)
    yield forms.entry(META, entries[0])


@pytest.mark.parametrize("words", WORST)
def test_every_message_and_form_is_valid_for_the_worst(words: str) -> None:
    incident = nasty(words)
    for message in every_message(incident, words):
        check_message(message)
    for message in every_answer(words):
        check_message(message)
    for view in every_form(incident, words):
        check_view(view)


@pytest.mark.parametrize("words", ["&", "<!here>", "*@channel _", "`"])
def test_every_message_and_form_is_valid_for_a_playbook_of_such_words(words: str) -> None:
    """At their longest, as `bot.own_playbooks` lets them through."""
    name, done = (words * 60)[:60].strip(), (words * 400)[:400].strip()
    steps = tuple(replace(step, name=name, done_when=done) for step in FULL.steps)
    own = replace(FULL, key="own_1", name=name, steps=steps)
    incident = replace(nasty(words), playbook_key="own_1", own_playbook=own)
    for message in every_message(incident, words):
        check_message(message)
    for step in steps:
        check_message(prompt.prompt(incident, step))
    for view in every_form(incident, words):
        check_view(view)
    for step in filter(lambda each: each.artefact, steps):
        check_view(forms.artefact(META, incident, step, me=PRIYA, now=NOW, draft=words))


@given(texts)
def test_card_story_and_prompt_are_valid_for_any_text(words: str) -> None:
    incident = nasty(words)
    check_message(card.card(incident))
    check_message(card.story(incident))
    check_message(card.card(closed(incident, f"x{words}")))
    skipped = settled(incident, "own_it", status=StepStatus.SKIPPED, reason=f"x{words}")
    check_message(prompt.prompt(skipped, FULL.steps[0]))


@given(texts)
def test_forms_are_valid_for_any_text(words: str) -> None:
    incident = nasty(words)
    check_view(forms.details(META, incident))
    check_view(forms.tell(META, incident, Telling(words), reviewed=worst(words)))


@given(texts)
def test_a_finished_note_is_kept_whole_and_cut_nowhere_it_hurts(words: str) -> None:
    text = notes.told(TOM, fit(words, 300), f"x{words}", "by phone", NOW)
    parcel = a_parcel(ParcelKind.NOTE, payload={"text": text})
    check_message(render.render(parcel, a_scene(), command="/mistake", workspace_url=HOME))
    kept = "".join("".join(chunks(text, 500)).split())
    assert kept == "".join(text.split())


def test_settings_are_valid_for_every_choice() -> None:
    odd = Settings(
        lead=TOM,
        incident_channel="C0MISTAKE",
        update_spans={severity: Span(hours=7) for severity in Severity},
        work=WorkingTime(days=frozenset(), weekend_quiet=False),
        high_breaks_quiet=False,
    )
    for settings in (Settings(), odd):
        for say in Say:
            check_view(forms.settings(META, settings, say))


@pytest.mark.parametrize("text", NASTY)
def test_slack_takes_home_however_much_there_is(text: str) -> None:
    incident = settled(nasty(text), "debrief", artefact=recorded("debrief", text))
    owed = Owed(incident, a_chase("step:own_it"))
    scene = HomeScene(
        Mine((owed,) * 60, tuple(replace(incident, id=100 + each) for each in range(60))),
        Page((incident,) * 15, 10_000, 0),
        (incident,) * 9,
        NOW,
        "/mistake",
        "https://harbour.slack.com/",
    )
    view = home(scene)
    assert len(view["blocks"]) <= BLOCKS
    local_slack.check_view(view, ("home",))
    said = texts_of(view["blocks"])
    assert "95 more are not shown here" in said and "9985 more are not shown here" in said
