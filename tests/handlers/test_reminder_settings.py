"""How long a step may lie untouched, and a debrief take: the team decides it."""

from datetime import timedelta

from bot.calendar import Span
from bot.incident import Severity
from bot.people import Person
from bot.settings import STEP_SPANS, Say, Settings
from handlers import ids_reminders
from handlers.ids import Meta
from handlers.views import forms
from handlers.views.form_reminders import reminders
from tests.handlers.limits import check_view, texts
from tests.handlers.office import MARIA, TOM, Office

OWN = Settings(step_spans={each: Span(hours=5) for each in Severity}, debrief_span=Span(hours=2))


async def opened(office: Office, settings: Settings) -> None:
    office.directory.kept = settings
    office.directory.known[TOM] = Person(TOM, known_at=office.clock.now)
    await office.type(TOM, "settings")
    await office.sandbox.gestures.press_in_view(TOM, ids_reminders.SETTINGS_REMINDERS)
    await office.settle()
    assert office.title(TOM) == "Reminders"


async def test_what_was_chosen_holds_for_what_is_opened_next(office: Office) -> None:
    await opened(office, Settings(lead=TOM))
    await office.fill(TOM, untouched__high="1h", untouched__low="5d", debrief_wait="1d")
    await office.submit(TOM)
    kept = office.directory.kept
    assert kept.step_spans == {
        Severity.HIGH: Span(hours=1),
        Severity.MEDIUM: STEP_SPANS[Severity.MEDIUM],
        Severity.LOW: Span(working_days=5),
    }
    assert kept.debrief_span == Span(working_days=1)
    assert "Saved." in office.said(TOM)
    incident = await office.opened(TOM)
    assert incident.chases["step:own_it"].interval == timedelta(days=1)


async def test_times_of_a_teams_own_are_kept(office: Office) -> None:
    await opened(office, Settings(TOM, step_spans=OWN.step_spans, debrief_span=OWN.debrief_span))
    await office.fill(TOM, untouched__high="8h")
    await office.submit(TOM)
    kept = office.directory.kept
    assert kept.step_spans == {**OWN.step_spans, Severity.HIGH: Span(hours=8)}
    assert kept.debrief_span == OWN.debrief_span


async def test_who_may_not_decide_it_changes_nothing(office: Office) -> None:
    await opened(office, Settings(lead=TOM))
    office.directory.kept = Settings(lead=MARIA)
    office.directory.known[MARIA] = Person(MARIA, known_at=office.clock.now)
    await office.fill(TOM, debrief_wait="5d")
    await office.submit(TOM)
    assert office.directory.kept == Settings(lead=MARIA)
    assert "Only admins" in str(office.errors(TOM))


def test_everyone_may_read_it_in_a_form_that_slack_takes() -> None:
    for settings, shown in ((Settings(), "Within 4 hours"), (OWN, "A time of its own")):
        check_view(reminders(Meta(), settings))
        view = forms.settings(Meta(), settings, Say.NONE)
        check_view(view)
        assert f"*A step nobody moves, high severity*\n{shown}" in texts(view["blocks"])
