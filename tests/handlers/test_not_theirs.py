"""Who may not change it hears so before a form opens; who is second gets the words back."""

from dataclasses import replace

from bot.commands import MoveStep
from bot.playbook import Gesture
from bot.wording import promises as words
from tests.handlers.office import MARIA, PRIYA, TEAM, TOM, Office

SLOT, PROMPT = "promise:1", "prompt:own_it"


async def promised(office: Office) -> None:
    """An incident of Priya's with a promise of hers in the thread."""
    await office.opened()
    await office.type(PRIYA, "promise 1 refund by Friday noon")
    await office.deliver()


async def ask(office: Office, user: str, what: str) -> None:
    """Press *Change…* or *No longer needed…* on the promise."""
    if what == "change":
        await office.press(user, SLOT, "promise.change")
    else:
        await office.press(user, SLOT, "promise.more", selected="release|1:1")


async def test_no_form_opens_for_who_may_not_use_it(office: Office) -> None:
    await promised(office)
    refusal = words.not_yours(office.incident().promises["1"], PRIYA).text
    for what in ("change", "release"):
        before = len(office.private(MARIA))
        await ask(office, MARIA, what)
        assert office.form(MARIA) is None
        assert len(office.private(MARIA)) == before + 1
        assert refusal in office.said(MARIA)
    office.directory.kept = replace(office.directory.kept, lead=MARIA)
    await ask(office, MARIA, "change")
    assert office.title(MARIA) == "Promise"


async def test_whose_right_ended_meanwhile_gets_the_words_back(office: Office) -> None:
    await promised(office)
    lead = office.directory.kept = replace(office.directory.kept, lead=MARIA)
    for what, field, typed in (("change", "words", "Refund"), ("release", "reason", "They wrote")):
        await ask(office, MARIA, what)
        await office.fill(MARIA, **{field: typed})
        office.directory.kept = replace(lead, lead=None)
        await office.submit(MARIA)
        office.directory.kept = lead
        assert words.not_yours(office.incident().promises["1"], PRIYA).text in office.said(MARIA)
        assert f"What you wrote was not kept: “{typed}”" in office.said(MARIA)
    assert office.incident().promises["1"].is_open
    assert office.incident().promises["1"].words == "refund by Friday noon"


async def skip(office: Office, user: str, gesture: Gesture, reason: str) -> None:
    """Somebody settles the step by other means."""
    command = MoveStep(user, "own_it", gesture, reason, by_reaction=not reason)
    await office.desk.perform(TEAM, 1, command, now=office.clock.now)


async def second(office: Office, gesture: Gesture, reason: str, *, first: str = TOM) -> str:
    """What Priya hears who has *Skip…* open while `first` settles the step."""
    await office.opened()
    await office.press(PRIYA, PROMPT, "step.skip")
    await office.fill(PRIYA, reason="They know")
    await skip(office, first, gesture, reason)
    await office.submit(PRIYA)
    return office.said(PRIYA)


async def test_whoever_skips_second_gets_the_reason_back(office: Office) -> None:
    said = await second(office, Gesture.SKIP, "Settled by phone")
    assert f"<@{TOM}> skipped *Own it*" in said
    assert "What you wrote was not kept: “They know”" in said
    assert office.incident().state("own_it").reason == "Settled by phone"


async def test_a_reason_that_is_still_wanted_is_kept(office: Office) -> None:
    await second(office, Gesture.SKIP, "")
    assert office.incident().state("own_it").reason == "They know"


async def test_a_reason_for_what_is_open_again_is_given_back(office: Office) -> None:
    await office.opened()
    await skip(office, PRIYA, Gesture.SKIP, "")
    await office.deliver()
    await office.press(PRIYA, PROMPT, "step.more", selected="reason|1:own_it")
    await office.fill(PRIYA, reason="They know")
    await skip(office, TOM, Gesture.REOPEN, "x")
    await office.submit(PRIYA)
    assert not office.incident().state("own_it").reason
    assert "What you wrote was not kept" in office.said(PRIYA)


async def test_whoever_says_why_second_gets_the_words_back(office: Office) -> None:
    await office.opened()
    await skip(office, PRIYA, Gesture.SKIP, "")
    await office.deliver()
    for user, reason in ((PRIYA, "They know"), (TOM, "Settled by phone")):
        await office.press(user, PROMPT, "step.more", selected="reason|1:own_it")
        await office.fill(user, reason=reason)
    await office.submit(TOM)
    await office.submit(PRIYA)
    assert office.incident().state("own_it").reason == "Settled by phone"
    assert "What you wrote was not kept: “They know”" in office.said(PRIYA)
