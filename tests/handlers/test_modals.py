"""Forms about a whole incident, and the workspace's settings."""

from dataclasses import replace
from datetime import timedelta

from bot.incident import Home, Severity
from bot.settings import Settings
from sandbox.faults import ApiFault
from tests.handlers.office import MARIA, MISTAKES, PRIYA, TOM, Office, everything
from tests.phrases import WHOLE


async def test_details(office: Office) -> None:
    await office.opened()
    await office.press(PRIYA, "card", "incident.add_details")
    await office.fill(PRIYA, what="🤔", customers="ACME")
    await office.submit(PRIYA)
    assert list(office.errors(PRIYA)) == ["what"]
    await office.fill(PRIYA, what="We billed ACME twice", severity="high", expected="One bill")
    await office.submit(PRIYA)
    incident = office.incident()
    assert (incident.title, incident.severity) == ("We billed ACME twice", "high")
    assert incident.customers[0].name == "ACME"


async def test_details_too_long_for_a_field_are_kept(office: Office) -> None:
    story = "The invoice for the oak table was wrong. " * 85
    await office.opened(text=story)
    await office.press(PRIYA, "card", "incident.add_details")
    await office.fill(PRIYA, more_words="It was paid already.", severity="low")
    await office.submit(PRIYA)
    assert office.incident().story == f"{story.strip()}\nIt was paid already."


async def test_too_many_customers(office: Office) -> None:
    await office.opened()
    await office.press(PRIYA, "card", "incident.add_details")
    await office.fill(PRIYA, customers="\n".join(f"Customer {n}" for n in range(201)))
    await office.submit(PRIYA)
    assert list(office.errors(PRIYA)) == ["customers"]


async def test_a_word_to_some_of_the_customers(office: Office) -> None:
    await office.opened()
    await office.press(PRIYA, "card", "incident.add_details")
    await office.fill(PRIYA, customers="ACME\nBolt & Sons")
    await office.submit(PRIYA)
    await office.press(PRIYA, "card", "incident.tell")
    form = office.form(PRIYA)
    block = (
        next(each for each in form.view["blocks"] if each["block_id"] == "customers")
        if form
        else {}
    )
    bolt = block["element"]["options"][1]["value"]
    await office.fill(PRIYA, words=WHOLE, way="email", customers=[bolt])
    await office.submit(PRIYA)
    acme, told = office.incident().customers
    assert (acme.told_at, told.words) == (None, WHOLE)


async def test_the_next_word_cannot_be_in_the_past(office: Office) -> None:
    await office.opened()
    await office.press(PRIYA, "card", "incident.tell")
    past = int((office.clock.now - timedelta(days=1)).timestamp())
    await office.fill(PRIYA, words="We are on it", next_update_at=past)
    await office.submit(PRIYA)
    assert list(office.errors(PRIYA)) == ["next_update_at"]


async def test_hand_over(office: Office) -> None:
    await office.opened()
    await office.press(PRIYA, "card", "incident.hand_over")
    await office.fill(PRIYA, to=TOM)
    await office.submit(PRIYA)
    assert office.incident().owner == TOM
    assert TOM in office.said(PRIYA)


async def test_close_lists_what_is_missing_and_who_may_close_anyway(office: Office) -> None:
    await office.opened()
    await office.press(TOM, "card", "incident.close")
    theirs = office.form(TOM)
    assert theirs and not theirs.view.get("submit")
    assert PRIYA in everything(theirs.view["blocks"])
    await office.close_anyway()
    incident = office.incident()
    assert (incident.is_open, incident.close_reason) == (False, "Settled by phone")
    await office.deliver()
    await office.press(TOM, "card", "incident.reopen")
    assert office.incident().is_open


async def test_a_clean_close(office: Office) -> None:
    await office.opened()
    await office.settle_up_to("check_back")
    await office.press(TOM, "card", "incident.close")
    await office.submit(TOM)
    assert not office.incident().is_open


async def test_closing_while_something_came_up_says_so(office: Office) -> None:
    await office.opened()
    await office.settle_up_to("check_back")
    await office.press(TOM, "card", "incident.close")
    await office.press(MARIA, "card", "incident.close")
    await office.submit(MARIA)
    await office.submit(TOM)
    form = office.form(TOM)
    assert form and MARIA in everything(form.view["blocks"])


async def test_a_form_for_an_incident_that_is_gone_keeps_the_words(office: Office) -> None:
    await office.opened()
    await office.press(TOM, "card", "incident.tell")
    await office.fill(TOM, words="We are on it")
    office.desk.incidents[1] = replace(office.incident(), private=True, home=Home("C0LEADERS"))
    await office.submit(TOM)
    assert "#1" in office.errors(TOM)["words"]


async def test_where_slack_says_nothing_about_anyone_somebody_names_the_lead(
    office: Office,
) -> None:
    office.sandbox.faults.waiting.append(ApiFault("users.info", "500", count=99))
    await office.type(TOM, "settings")
    form = office.form(TOM)
    assert form and "does not tell me" in everything(form.view["blocks"])
    await office.fill(TOM, lead=PRIYA)
    await office.submit(TOM)
    assert office.directory.kept.lead == PRIYA
    assert TOM in "".join(office.told_directly(PRIYA))
    await office.type(TOM, "settings")
    read_only = office.form(TOM)
    assert read_only and not read_only.view.get("submit")


async def test_whoever_begins_must_name_the_lead(office: Office) -> None:
    await office.type(MARIA, "settings")
    office.directory.known.clear()  # Slack has taken back what it said of her
    await office.submit(MARIA)
    assert "Name the lead" in office.errors(MARIA)["lead"]
    assert office.directory.kept == Settings()


async def test_the_lead_may_save_settings_and_others_may_not(office: Office) -> None:
    office.directory.kept = Settings(lead=TOM)
    await office.type(TOM, "settings")
    await office.fill(TOM, lead=MARIA, incident_channel=MISTAKES, updates__high="30min")
    await office.fill(TOM, working_days=[], quiet_from="21:30")
    await office.submit(TOM)
    assert list(office.errors(TOM)) == ["working_days"]
    await office.fill(TOM, working_days=["0", "6"], quiet_rules=[])
    office.directory.kept = Settings(lead=PRIYA)
    await office.submit(TOM)
    assert "lead" in next(iter(office.errors(TOM).values()))
    office.directory.kept = Settings(lead=TOM)
    await office.submit(TOM)
    kept = office.directory.kept
    assert (kept.lead, kept.incident_channel) == (MARIA, MISTAKES)
    assert kept.work.days == {0, 6}
    assert (kept.high_breaks_quiet, kept.work.weekend_quiet) == (False, False)
    assert kept.update_spans[Severity.HIGH].hours == 0.5
