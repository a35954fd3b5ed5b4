"""**Track this promise?**, offered to whoever marks words to a customer with 📣."""

import pytest

from bot.commands import MarkMessage
from tests.handlers.office import MARIA, MISTAKES, PRIYA, TOM, Office, everything
from tests.handlers.test_promises import only, promised


async def marked(office: Office, said: str, by: str = MARIA) -> None:
    """Tom says that in the thread, and somebody marks it an hour later."""
    incident = await office.opened()
    gestures = office.sandbox.gestures
    ts = await gestures.say(TOM, MISTAKES, said, incident.home.thread_ts)
    await office.settle()
    office.clock.pass_by(hours=1)
    await gestures.react(by, MISTAKES, ts, "mega")
    await office.settle()
    assert isinstance(office.desk.commands[-1], MarkMessage)


def offers(office: Office, user: str) -> list[str]:
    said = [everything(answer.blocks) for answer in office.private(user)]
    return [each for each in said if "Track this promise?" in each]


async def test_a_promise_in_marked_words_is_offered_to_whoever_marked_them(
    office: Office,
) -> None:
    await marked(office, "Told them: I’m sorry. I’ll call you by Friday noon. Thanks <@U0PRIYA00>")
    assert offers(office, TOM) == offers(office, PRIYA) == []
    assert "I’ll call you by Friday noon." in offers(office, MARIA)[0]
    offer = next(each for each in office.private(MARIA) if "Track" in everything(each.blocks))
    await office.sandbox.gestures.press(MARIA, MISTAKES, offer.ts, "promise.form")
    await office.settle()
    assert office.title(MARIA) == "Promise"
    await office.submit(MARIA)
    promise = only(office)
    assert (promise.words, promise.owner) == ("I’ll call you by Friday noon.", TOM)
    assert (promise.made_by, promise.owner) == (TOM, TOM)
    assert f"{promise.due:%a %H:%M}" == "Fri 12:00"  # noon in London


async def test_each_promise_of_one_message_is_offered_with_its_own_time(office: Office) -> None:
    said = "We will refund you on 30 February, and I will call you on Thursday at 14:00"
    await marked(office, said)
    assert len(offers(office, MARIA)) == 2
    for words, due in (("We will refund", None), ("I will call", "Thu 14:00")):
        offer = next(each for each in office.private(MARIA) if words in everything(each.blocks))
        await office.sandbox.gestures.press(MARIA, MISTAKES, offer.ts, "promise.form")
        await office.settle()
        await office.submit(MARIA)
        if due is None:
            assert "a day that does not exist" in office.errors(MARIA)["due"]
        else:
            assert f"{only(office).due:%a %H:%M}" == due


@pytest.mark.parametrize(
    "said", ["I am sorry.", "I will call you soon.", "I will call in a minute"]
)
async def test_without_a_time_to_come_nothing_is_offered(office: Office, said: str) -> None:
    await marked(office, said)
    assert offers(office, MARIA) == []


async def test_what_is_tracked_already_is_not_offered(office: Office) -> None:
    await promised(office, "I’ll call you by Friday noon")
    await marked(office, "I’ll call you by Friday noon")
    incident = office.incident(2)
    office.desk.incidents[2] = incident
    assert len(offers(office, MARIA)) == 1  # of another incident
