"""A form over the settings that was left open takes nothing back that was saved meanwhile."""

from dataclasses import dataclass
from typing import Any

import pytest

from bot.calendar import Span
from bot.digest_settings import DigestSettings
from bot.incident import Severity
from bot.language import Category
from bot.own_playbooks import read
from bot.people import Person
from bot.settings import CoachMode, LanguageSettings, Settings
from tests.handlers.office import TOM, Office

BLAME, DENIAL = Category.PERSON_BLAME.value, Category.DENIAL_MINIMISING.value
OURS = "At the counter\nListen\nPut it right"


@dataclass(frozen=True)
class Case:
    """`path` are the buttons that lead to the form, and `sent` is its one field that is changed.
    `elsewhere` is what a colleague saves meanwhile, and `both` what is then kept; `same` is what
    they save in the same field, which then says `now`."""

    path: tuple[str, ...]
    sent: dict[str, Any]
    elsewhere: dict[str, Any]
    both: dict[str, Any]
    same: dict[str, Any]
    now: str


def spoken(**changed: Any) -> dict[str, Any]:
    return {"language": LanguageSettings(**changed)}


LONG_STEPS = {"step_spans": dict.fromkeys(Severity, Span(hours=8))}

CASES = {
    "reminders": Case(
        path=("settings.reminders",),
        sent={"debrief_wait": "1d"},
        elsewhere=LONG_STEPS,
        both={**LONG_STEPS, "debrief_span": Span(working_days=1)},
        same={"debrief_span": Span(working_days=5)},
        now="5 working days",
    ),
    "digest": Case(
        path=("settings.digest",),
        sent={"digest_hour": "15"},
        elsewhere={"digest": DigestSettings(day=3)},
        both={"digest": DigestSettings(day=3, hour=15, zone="UTC")},
        same={"digest": DigestSettings(hour=11)},
        now="11",
    ),
    "playbooks": Case(
        path=("settings.playbooks",),
        sent={"own_playbook__own_1": OURS},
        elsewhere={"playbook": "ownership"},
        both={"playbook": "ownership", "own_playbooks": (read("own_1", OURS),)},
        same={"own_playbooks": (read("own_1", "On the phone\nListen\nCall back"),)},
        now="On the phone",
    ),
    "make-ups": Case(
        path=("settings.make_ups",),
        sent={"currency": "EUR"},
        elsewhere={"own_ideas": ("A coffee on us",)},
        both={"own_ideas": ("A coffee on us",), "currency": "EUR"},
        same={"currency": "USD"},
        now="USD",
    ),
    "language": Case(
        path=("settings.language",),
        sent={"vendors": "ShipIt"},
        elsewhere=spoken(coach=CoachMode.OFF),
        both=spoken(coach=CoachMode.OFF, vendors=("ShipIt",)),
        same=spoken(vendors=("Parcels Ltd",)),
        now="Parcels Ltd",
    ),
    "phrases": Case(
        path=("settings.language", "settings.phrases"),
        sent={f"phrases__{BLAME}": "who broke it"},
        elsewhere=spoken(phrases={DENIAL: ("not a big deal",)}),
        both=spoken(phrases={BLAME: ("who broke it",), DENIAL: ("not a big deal",)}),
        same=spoken(phrases={BLAME: ("your fault",)}),
        now="your fault",
    ),
}
each_case = pytest.mark.parametrize("case", CASES.values(), ids=CASES)


async def left_open(office: Office, case: Case, meanwhile: dict[str, Any]) -> None:
    """Open the form, and send it after a colleague has saved something."""
    office.directory.kept = Settings(lead=TOM)
    office.directory.known[TOM] = Person(TOM, known_at=office.clock.now)
    await office.type(TOM, "settings")
    for button in case.path:
        await office.sandbox.gestures.press_in_view(TOM, button)
        await office.settle()
    office.directory.kept = Settings(lead=TOM, **meanwhile)
    await office.fill(TOM, **case.sent)
    await office.submit(TOM)


@each_case
async def test_what_a_colleague_saved_stays(office: Office, case: Case) -> None:
    await left_open(office, case, case.elsewhere)
    assert not office.errors(TOM)
    assert office.directory.kept == Settings(lead=TOM, **case.both)


@each_case
async def test_both_changed_one_field(office: Office, case: Case) -> None:
    await left_open(office, case, case.same)
    [(block, said)] = office.errors(TOM).items()
    [field] = case.sent
    assert block == field.replace("__", ".")
    assert said.startswith("Somebody has changed this meanwhile (it says “")
    assert case.now in said
    assert office.directory.kept == Settings(lead=TOM, **case.same)
