"""Words to a customer are read before they are noted: remarks once, in the form, nothing lost."""

from typing import Any

import pytest

from bot.commands import RecordArtefact
from bot.customer_commands import TellCustomers
from bot.settings import CoachMode, LanguageSettings, Settings
from handlers.ids import Meta
from tests.handlers.office import PRIYA, TEAM, TOM, Office, blocks_of, everything
from tests.phrases import WHOLE

HALF = "We are sorry for any inconvenience."
NOTE_IT, AS_IT_IS = "Note it", "Note it as it is"


async def tell(office: Office, words: str, **more: Any) -> None:
    """Priya fills in *Update the customer* and sends it."""
    await office.press(PRIYA, "card", "incident.tell")
    await office.fill(PRIYA, words=words, **more)
    await office.submit(PRIYA)


def button(office: Office, user: str = PRIYA) -> str:
    """What the open form's button says; empty without a form."""
    form = office.form(user)
    return str(form.view["submit"]["text"]) if form else ""


def seen(office: Office, user: str = PRIYA) -> str:
    """All words of the open form."""
    form = office.form(user)
    return everything(form.view["blocks"]) if form else ""


async def test_remarks_come_first_and_nothing_is_noted_or_lost(office: Office) -> None:
    await office.opened()
    await office.press(PRIYA, "card", "incident.add_details")
    await office.fill(PRIYA, customers="ACME\nBolt & Sons")
    await office.submit(PRIYA)
    await office.press(PRIYA, "card", "incident.tell")
    assert blocks_of(office.form(PRIYA))[0] == "customers"
    form = office.form(PRIYA)
    assert form
    options = next(b for b in form.view["blocks"] if b["block_id"] == "customers")["element"]
    bolt = options["options"][1]["value"]
    next_word = int(office.clock.now.timestamp()) + 7200
    filled = {"words": HALF, "way": "email", "next_update_at": next_word, "customers": [bolt]}
    await office.fill(PRIYA, **filled)
    await office.submit(PRIYA)
    form = office.form(PRIYA)
    assert form and button(office) == AS_IT_IS
    assert not [each for each in office.desk.commands if isinstance(each, TellCustomers)]
    for part in ("Five thoughts", "“sorry for any inconvenience”", "Whose mistake was it?"):
        assert part in seen(office)
    assert "by Monday at" in seen(office)  # the next word promised, as an example
    values = form.values
    assert values["words"]["value"]["value"] == HALF
    assert values["way"]["value"]["selected_option"]["value"] == "email"
    assert values["next_update_at"]["value"]["selected_date_time"] == next_word
    assert [o["value"] for o in values["customers"]["value"]["selected_options"]] == [bolt]
    await office.submit(PRIYA)
    assert office.form(PRIYA) is None
    told = office.desk.commands[-1]
    assert isinstance(told, TellCustomers)
    assert (told.words, told.way, told.customers) == (HALF, "email", ("Bolt & Sons",))


async def test_whole_words_are_noted_at_once(office: Office) -> None:
    await office.opened()
    await tell(office, WHOLE)
    assert office.form(PRIYA) is None
    assert isinstance(office.desk.commands[-1], TellCustomers)


async def test_words_that_were_mended_are_noted_at_once(office: Office) -> None:
    await office.opened()
    await tell(office, HALF)
    await office.fill(PRIYA, words=WHOLE)
    await office.submit(PRIYA)
    assert office.form(PRIYA) is None
    noted = office.desk.commands[-1]
    assert isinstance(noted, TellCustomers) and noted.words == WHOLE


async def test_each_remark_is_shown_once_and_a_new_one_is_shown(office: Office) -> None:
    await office.opened()
    await tell(office, "We made a mistake, and I am sorry.")
    assert "sorry for any" not in seen(office)
    await office.fill(PRIYA, words=f"We made a mistake. {HALF}")
    await office.submit(PRIYA)
    assert "sorry for any" in seen(office)
    await office.fill(PRIYA, words=f"We made a mistake! {HALF}")
    await office.submit(PRIYA)
    assert office.form(PRIYA) is None


async def test_a_fault_comes_before_the_remarks(office: Office) -> None:
    await office.opened()
    past = int(office.clock.now.timestamp()) - 60
    await tell(office, HALF, next_update_at=past)
    assert list(office.errors(PRIYA)) == ["next_update_at"]
    assert button(office) == NOTE_IT


@pytest.mark.parametrize(("mode", "reads"), [(CoachMode.DRAFTS, True), (CoachMode.OFF, False)])
async def test_a_team_decides_whether_drafts_are_read(
    office: Office, mode: CoachMode, reads: bool
) -> None:
    office.directory.kept = Settings(language=LanguageSettings(coach=mode))
    await office.opened()
    await tell(office, HALF)
    assert (office.form(PRIYA) is not None) is reads


async def test_after_the_apology_an_update_need_not_apologise_again(office: Office) -> None:
    await office.opened()
    await office.settle_up_to("apologise")
    sorry = {"words": WHOLE, "way": "email"}
    await office.desk.perform(
        TEAM, 1, RecordArtefact(PRIYA, "apologise", sorry), now=office.clock.now
    )
    await tell(office, "Good morning.")
    assert "Two thoughts" in seen(office)
    assert "Whose mistake" not in seen(office)
    await office.fill(PRIYA, words="We are packing it now, and I will call you on Friday at 15:00.")
    await office.submit(PRIYA)
    assert office.form(PRIYA) is None


async def test_the_words_of_a_step_are_read_too(office: Office) -> None:
    await office.opened()
    await office.settle_up_to("apologise")
    await office.press(TOM, "prompt:apologise", "step.done")
    await office.fill(TOM, field__words=HALF, field__way="phone")
    await office.submit(TOM)
    assert (button(office, TOM), office.title(TOM)) == (AS_IT_IS, "Apologise")
    assert "“sorry for any inconvenience”" in seen(office, TOM)
    assert office.incident().state("apologise").artefact == {}
    await office.submit(TOM)
    assert office.form(TOM) is None
    assert office.incident().state("apologise").artefact["words"] == HALF


async def test_what_was_noted_once_is_not_read_again(office: Office) -> None:
    await office.opened()
    await office.settle_up_to("apologise")
    said = RecordArtefact(PRIYA, "apologise", {"words": HALF, "way": "email"})
    await office.desk.perform(TEAM, 1, said, now=office.clock.now)
    await office.deliver()
    await office.press(TOM, "prompt:apologise", "step.more", selected="record|1:apologise")
    await office.fill(TOM, field__way="phone")
    await office.submit(TOM)
    assert office.form(TOM) is None
    assert office.incident().state("apologise").artefact["way"] == "phone"


async def test_of_the_first_word_only_what_may_hurt_is_spoken_of(office: Office) -> None:
    await office.opened()
    await office.press(TOM, "prompt:own_it", "step.done")
    await office.fill(TOM, field__told_by=PRIYA, field__way="phone", field__words=HALF)
    await office.submit(TOM)
    assert "One thought" in seen(office, TOM)
    await office.fill(TOM, field__words="It was us, and we are sorry.")
    await office.submit(TOM)
    assert office.form(TOM) is None


async def test_a_form_remembers_what_it_showed_within_slacks_limit(office: Office) -> None:
    await office.opened()
    await office.press(PRIYA, "card", "incident.tell")
    form = office.form(PRIYA)
    assert form
    full = Meta(number=1, shown="0" * 800, source_link="x" * 1000).dump()
    form.view["private_metadata"] = full
    await office.fill(PRIYA, words=HALF)
    await office.submit(PRIYA)
    form = office.form(PRIYA)
    assert form and len(form.view["private_metadata"]) == len(full)


VAGUE = "We will try to refund you as soon as possible"


async def test_the_words_of_a_make_up_are_read_beside_what_is_at_stake(office: Office) -> None:
    await office.opened()
    await office.settle_up_to("make_it_up")
    await office.press(TOM, "prompt:make_it_up", "step.done")
    blaming = "Dinner for the team, because our driver Dave messed up"
    await office.fill(TOM, field__offer=blaming, field__worth="80 euros", field__valued="300 euros")
    await office.submit(TOM)
    assert button(office, TOM) == AS_IT_IS
    assert "One thought" in seen(office, TOM) and "⚖️" in seen(office, TOM)
    assert not office.incident().making_up.offers
    await office.fill(TOM, field__offer="Dinner for the team")
    await office.submit(TOM)
    assert office.form(TOM) is None
    assert office.incident().settled("make_it_up")


async def test_the_words_of_a_promise_are_read(office: Office) -> None:
    await office.opened()
    await office.press(PRIYA, "card", "incident.more", selected="promise|1:")
    due = int(office.clock.now.timestamp()) + 7200
    await office.fill(PRIYA, words=VAGUE, due=due)
    await office.submit(PRIYA)
    assert button(office) == AS_IT_IS
    assert "will try to refund" in seen(office)
    assert not office.incident().promises
    await office.submit(PRIYA)
    assert office.incident().promises["1"].words == VAGUE
    # Only its time is changed: its words were read.
    await office.deliver()
    await office.press(PRIYA, "promise:1", "promise.change")
    await office.fill(PRIYA, due=due + 60)
    await office.submit(PRIYA)
    assert office.form(PRIYA) is None


async def test_the_words_of_a_typed_promise_are_read_once_it_is_kept(office: Office) -> None:
    await office.opened()
    await office.type(PRIYA, "promise 1 refund by 27 November at 12:00")
    await office.type(PRIYA, "promise 1 refund by 27 November at 12:00")
    assert "otherwise" not in office.said(PRIYA)
    await office.type(PRIYA, "promise 1 Our driver Dave messed up. Refund by 27 November at 12:00")
    assert len(office.incident().promises) == 2
    assert "press *Change…* if you would say it otherwise" in office.said(PRIYA)
