"""A form over the settings that was left open takes nothing back that was saved meanwhile."""

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import pytest

from bot.calendar import Span
from bot.coachbook import PhraseException
from bot.digest_settings import DigestSettings
from bot.incident import Severity
from bot.language import Category
from bot.own_playbooks import read
from bot.people import Person
from bot.settings import STEP_SPANS, CoachMode, LanguageSettings, Settings
from tests.handlers.office import TOM, Office

BLAME, DENIAL = Category.PERSON_BLAME.value, Category.DENIAL_MINIMISING.value
OURS = "At the counter\nListen\nPut it right"


@dataclass(frozen=True)
class Case:
    """`path` are the buttons that lead to the form, and `sent` is its one field that is changed.
    `same` is what a colleague saves in that field meanwhile, which then says `now`; `elsewhere` is
    what they save in the field `other`."""

    path: tuple[str, ...]
    sent: dict[str, Any]
    elsewhere: dict[str, Any]
    other: str
    same: dict[str, Any]
    now: str


def spoken(**changed: Any) -> dict[str, Any]:
    return {"language": LanguageSettings(**changed)}


LONG_STEPS = {"step_spans": {**STEP_SPANS, Severity.HIGH: Span(hours=8)}}

CASES = {
    "reminders": Case(
        path=("settings.reminders",),
        sent={"debrief_wait": "1d"},
        elsewhere=LONG_STEPS,
        other="untouched.high",
        same={"debrief_span": Span(working_days=5)},
        now="5 working days",
    ),
    "digest": Case(
        path=("settings.digest",),
        sent={"digest_hour": "15"},
        elsewhere={"digest": DigestSettings(day=3)},
        other="digest_day",
        same={"digest": DigestSettings(hour=11)},
        now="11",
    ),
    "playbooks": Case(
        path=("settings.playbooks",),
        sent={"own_playbook__own_1": OURS},
        elsewhere={"playbook": "ownership"},
        other="playbook",
        same={"own_playbooks": (read("own_1", "On the phone\nListen\nCall back"),)},
        now="On the phone",
    ),
    "make-ups": Case(
        path=("settings.make_ups",),
        sent={"currency": "EUR"},
        elsewhere={"own_ideas": ("A coffee on us",)},
        other="ideas",
        same={"currency": "USD"},
        now="USD",
    ),
    "language": Case(
        path=("settings.language",),
        sent={"vendors": "ShipIt"},
        elsewhere=spoken(coach=CoachMode.OFF),
        other="coach",
        same=spoken(vendors=("Parcels Ltd",)),
        now="Parcels Ltd",
    ),
    "phrases": Case(
        path=("settings.language", "settings.phrases"),
        sent={f"phrases__{BLAME}": "who broke it"},
        elsewhere=spoken(phrases={DENIAL: ("not a big deal",)}),
        other="phrases.denial_minimising",
        same=spoken(phrases={BLAME: ("your fault",)}),
        now="your fault",
    ),
}
each_case = pytest.mark.parametrize("case", CASES.values(), ids=CASES)


async def opened(office: Office, case: Case) -> None:
    office.directory.kept = Settings(lead=TOM)
    office.directory.known[TOM] = Person(TOM, known_at=office.clock.now)
    await office.type(TOM, "settings")
    for button in case.path:
        await office.sandbox.gestures.press_in_view(TOM, button)
        await office.settle()


async def left_open(office: Office, case: Case, meanwhile: Settings) -> None:
    """Open the form, and send it after a colleague has saved something."""
    await opened(office, case)
    office.directory.kept = meanwhile
    await office.fill(TOM, **case.sent)
    await office.submit(TOM)


@each_case
async def test_what_a_colleague_saved_is_not_taken_back(office: Office, case: Case) -> None:
    theirs = Settings(lead=TOM, **case.elsewhere)
    await left_open(office, case, theirs)
    [(block, said)] = office.errors(TOM).items()
    assert block == case.other
    assert said.startswith("Somebody has changed this meanwhile")
    assert office.directory.kept == theirs


@each_case
async def test_nor_what_they_saved_on_another_replica_a_moment_ago(
    office: Office, case: Case
) -> None:
    """This one has not heard of it when the form is sent."""
    theirs = Settings(lead=TOM, **case.elsewhere)
    await opened(office, case)
    office.directory.kept, office.directory.remembered = theirs, office.directory.kept
    await office.fill(TOM, **case.sent)
    await office.submit(TOM)
    assert list(office.errors(TOM)) == [case.other]
    assert office.directory.kept == theirs


async def test_what_was_saved_in_other_fields_of_the_settings_is_kept_too(office: Office) -> None:
    office.directory.kept = Settings(lead=TOM)
    office.directory.known[TOM] = Person(TOM, known_at=office.clock.now)
    await office.type(TOM, "settings")
    theirs = Settings(lead=TOM, high_breaks_quiet=False)
    office.directory.kept, office.directory.remembered = theirs, office.directory.kept
    await office.fill(TOM, check_back="7")
    await office.submit(TOM)
    assert not office.errors(TOM)
    assert office.directory.kept == replace(theirs, check_back_after=timedelta(days=7))


@each_case
async def test_both_changed_one_field(office: Office, case: Case) -> None:
    theirs = Settings(lead=TOM, **case.same)
    await left_open(office, case, theirs)
    [(block, said)] = office.errors(TOM).items()
    [field] = case.sent
    assert block == field.replace("__", ".")
    assert said.startswith("Somebody has changed this meanwhile (it says “")
    assert case.now in said
    assert office.directory.kept == theirs


@each_case
async def test_a_form_that_is_sent_once_more_has_nothing_to_say(office: Office, case: Case) -> None:
    await opened(office, case)
    await office.fill(TOM, **case.sent)
    await office.submit(TOM)
    kept = office.directory.kept
    assert kept != Settings(lead=TOM)
    await office.sandbox.gestures.close_view(TOM, everything=True)
    await left_open(office, case, kept)
    assert not office.errors(TOM)
    assert office.directory.kept == kept


async def test_an_amount_is_not_taken_for_one_in_another_currency(office: Office) -> None:
    await opened(office, CASES["make-ups"])
    theirs = Settings(lead=TOM, currency="EUR")
    office.directory.kept = theirs
    await office.fill(TOM, limit="5000")
    await office.submit(TOM)
    assert list(office.errors(TOM)) == ["currency"]
    assert office.directory.kept == theirs


async def test_a_playbook_that_a_colleague_took_off_is_not_put_back(office: Office) -> None:
    office.directory.kept = Settings(lead=TOM, own_playbooks=(read("own_1", OURS),))
    office.directory.known[TOM] = Person(TOM, known_at=office.clock.now)
    await office.type(TOM, "settings")
    await office.sandbox.gestures.press_in_view(TOM, "settings.playbooks")
    await office.settle()
    office.directory.kept = Settings(lead=TOM)
    await office.fill(TOM, own_playbook__own_1=f"{OURS}\nCall back")
    await office.submit(TOM)
    assert list(office.errors(TOM)) == ["own_playbook.own_1"]
    assert office.directory.kept == Settings(lead=TOM)


async def test_of_many_exceptions_none_is_lost_where_a_new_one_comes(office: Office) -> None:
    many = [PhraseException(f"said {n}", BLAME) for n in range(60)]
    office.coachbook.kept = list(many)
    await opened(office, CASES["language"])
    office.coachbook.kept.insert(0, PhraseException("said meanwhile", BLAME))
    await office.fill(TOM, vendors="ShipIt")
    await office.submit(TOM)
    assert not office.errors(TOM)
    assert len(office.coachbook.kept) == 61
