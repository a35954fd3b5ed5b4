"""Opening with one line, opening with everything, and adding details later."""

from datetime import timedelta
from typing import Any

import pytest

from bot.chasing import UPDATE
from bot.commands import OpenIncident
from bot.context import Context
from bot.effects import CARD, STORY, prompt_slot
from bot.incident import Customer, Home, NoticedBy, Severity, may_see, participants
from bot.opening import TITLE_LENGTH, open_incident
from bot.settings import Settings
from bot.wording import answers
from tests.bot.story import ANA, BEN, CHANNEL, LEA, MONDAY, Story, people

OWN_IT = prompt_slot("own_it")
LONG = "We sent ACME the wrong invoice, and " * 100


@pytest.mark.principle("P01")
def test_one_line_is_enough() -> None:
    story = Story().expect_shown(CARD, OWN_IT).expect_entry("Opened")
    story.expect_answer(answers.opened(12)).expect_current("own_it")
    story.expect_owed(UPDATE, "step:own_it")
    incident = story.incident
    assert (incident.owner, incident.reporter, incident.home) == (ANA, ANA, Home(CHANNEL))
    assert (incident.title, incident.story) == ("Wrong invoice", "")
    assert incident.severity is Severity.MEDIUM
    assert participants(incident) == {ANA}


@pytest.mark.parametrize("text", ["", " \n ", "😱😱", ":scream:", "?!", "\u200b"])
def test_without_words_nothing_is_opened(text: str) -> None:
    outcome = open_incident(
        OpenIncident(ANA, text), Context(MONDAY), incident_id=1, team="T", number=1
    )
    assert outcome.incident is None
    assert not outcome.changed
    assert not outcome.effects
    assert outcome.answer == answers.what_happened_needed()


@pytest.mark.parametrize("text", [LONG, "Two\nlines"])
def test_what_does_not_fit_the_title_is_told_whole_in_the_thread(text: str) -> None:
    story = Story(text=text).expect_shown(CARD, STORY, OWN_IT)
    assert len(story.incident.title) <= TITLE_LENGTH
    assert "\n" not in story.incident.title
    assert story.incident.story == text.strip()


def test_everything_that_was_filled_in_is_kept() -> None:
    asked: dict[str, Any] = {
        "severity": Severity.HIGH,
        "noticed_by": NoticedBy.CUSTOMER,
        "customers": ("ACME", " ACME ", "", "Globex"),
        "owner": BEN,
        "happened_at": MONDAY - timedelta(days=1),
        "expected": " The right invoice ",
        "source_link": "https://example.slack.com/archives/C1/p1",
        "playbook": "full",
    }
    story = Story(**asked).expect_answer(answers.opened_for(12, BEN))
    incident = story.incident
    assert incident.customers == (Customer("ACME"), Customer("Globex"))
    assert incident.expected == "The right invoice"
    assert (incident.owner, incident.reporter) == (BEN, ANA)
    assert incident.noticed_by is NoticedBy.CUSTOMER
    assert incident.source_link == asked["source_link"]
    assert story.incident.next_update_at == MONDAY + timedelta(hours=2)


def test_a_playbook_that_does_not_exist_is_not_taken() -> None:
    assert Story(playbook="unheard_of").incident.playbook_key == "full"


@pytest.mark.parametrize(
    "known", [people(gone=[BEN]), people(bots=[BEN])], ids=["deactivated", "not a person"]
)
def test_whoever_cannot_lead_is_not_made_to(known: dict[str, Any]) -> None:
    story = Story(owner=BEN, known=known)
    assert story.incident.owner == ANA
    story.expect_answer(answers.opened(12))


WHERE = {
    "in the channel it was typed in": ({}, Settings(), CHANNEL, answers.opened(12)),
    "in the incident channel": (
        {},
        Settings(incident_channel="C_INC"),
        "C_INC",
        answers.opened_elsewhere(12, "<#C_INC>"),
    ),
    "in the incident channel, typed there": (
        {"channel": "C_INC"},
        Settings(incident_channel="C_INC"),
        "C_INC",
        answers.opened(12),
    ),
    "from nowhere: in a direct message": (
        {"channel": None},
        Settings(),
        ANA,
        answers.opened(12),
    ),
    "private: never in the incident channel": (
        {"private": True},
        Settings(incident_channel="C_INC"),
        ANA,
        answers.opened_privately(12, ()),
    ),
    "private: with those who lead it": (
        {"private": True, "owner": BEN},
        Settings(lead=LEA),
        f"{ANA},{BEN},{LEA}",
        answers.opened_privately(12, (BEN, LEA)),
    ),
    "private: nobody twice": (
        {"private": True, "owner": LEA},
        Settings(lead=LEA),
        f"{ANA},{LEA}",
        answers.opened_privately(12, (LEA,)),
    ),
    "private, in a private channel": (
        {"private": True, "in_private_channel": True},
        Settings(incident_channel="C_INC"),
        CHANNEL,
        answers.opened(12),
    ),
    "private, in a private channel nobody named": (
        {"private": True, "in_private_channel": True, "channel": None},
        Settings(),
        ANA,
        answers.opened_privately(12, ()),
    ),
}


@pytest.mark.parametrize(("asked", "settings", "home", "answer"), WHERE.values(), ids=WHERE)
def test_where_the_card_goes(
    asked: dict[str, Any], settings: Settings, home: str, answer: answers.Answer
) -> None:
    story = Story(settings=settings, **asked).expect_answer(answer)
    assert story.incident.home == Home(home)


def test_a_lead_whose_account_is_gone_is_not_asked_into_the_conversation() -> None:
    story = Story(private=True, owner=BEN, known=people(gone=[LEA]))
    assert story.incident.home.channel == f"{ANA},{BEN}"


def test_who_may_see_a_private_one() -> None:
    story = Story(private=True, owner=BEN).by("U_CLEO").take("own_it")
    seen_by = {user for user in (ANA, BEN, LEA, "U_CLEO", "U_DAN") if _sees(story, user)}
    assert seen_by == {ANA, BEN, LEA, "U_CLEO"}
    assert may_see(Story().incident, "U_DAN", LEA)


def _sees(story: Story, user: str) -> bool:
    return may_see(story.incident, user, story.settings.lead)


# Details


def test_details_replace_what_was_there() -> None:
    story = Story(customers=("ACME", "Globex")).at(hours=1).tell(customers=("ACME",))
    story.add_details(
        text="The wrong invoice went out",
        customers=("ACME", "Initech"),
        noticed_by=NoticedBy.US,
        expected="The right one",
    )
    said = "Details added, and no longer on the card: Globex"
    story.expect_shown(CARD).expect_entry(said).expect_answer(answers.details_kept())
    incident = story.incident
    assert [customer.name for customer in incident.customers] == ["ACME", "Initech"]
    assert incident.customers[0].told_by == ANA
    assert incident.title == "The wrong invoice went out"
    assert incident.expected == "The right one"


@pytest.mark.parametrize("text", ["", "😱"])
def test_details_need_words_too(text: str) -> None:
    Story().add_details(text=text).expect_refusal(answers.what_happened_needed())


def test_details_of_a_closed_one_change_nothing() -> None:
    story = Story().close(anyway="Enough")
    story.add_details(text="More").expect_refusal(answers.incident_closed(12))


def test_a_story_comes_and_is_kept_true() -> None:
    story = Story().add_details(text=LONG).expect_shown(CARD, STORY)
    story.add_details(text=LONG).expect_shown(CARD)
    story.add_details(text="It was short").expect_shown(CARD, STORY)
    assert story.incident.story == "It was short"  # not the long one any more


def test_another_severity_is_seen_on_every_prompt_that_speaks_of_a_time() -> None:
    story = Story(Severity.LOW).settle("own_it").at(hours=1).add_details(severity=Severity.HIGH)
    story.expect_shown(CARD, "prompt:keep_them_posted", "prompt:apologise")
    assert story.incident.next_update_at == MONDAY + timedelta(hours=3)


def test_another_severity_starts_no_rhythm_that_has_ended() -> None:
    story = Story(Severity.LOW).settle("own_it").done("keep_them_posted")
    story.add_details(severity=Severity.HIGH)
    assert story.incident.next_update_at is None


def test_whoever_reads_it_where_it_lives_may_help() -> None:
    story = Story(private=True, channel="C_CARE", in_private_channel=True)
    where = story.incident.home.channel
    assert where == "C_CARE"
    assert may_see(story.incident, "U_DAN", None, at=where)
    assert not may_see(story.incident, "U_DAN", None, at="C_ELSEWHERE")
    assert not may_see(story.incident, "U_DAN", None)


def test_a_line_typed_in_a_private_channel_stays_there() -> None:
    assert Story(channel="C_CARE", in_private_channel=True).incident.private
    named = Settings(incident_channel="C_ALL")
    assert not Story(channel="C_CARE", in_private_channel=True, settings=named).incident.private
