"""What waits in vain, as an operator sees it, and has it tried again beside a bot that runs."""

from datetime import timedelta

import pytest

from bot.commands import MessageRef
from bot.effects import CARD
from bot.ports import Parcel
from storage import console
from storage.problems import NotDone
from storage.store import Storage
from tests.storage.moves import NOON, PROMPT, TEAM, Postman, opened

LATER = NOON + timedelta(hours=1)


async def claimed(storage: Storage, slot: str) -> Parcel:
    """The one of that slot that may be sent."""
    found = await storage.outbox.claim(now=NOON, limit=9)
    [parcel] = [each for each in found if each.slot == slot]
    return parcel


async def refused(storage: Storage) -> dict[str, str]:
    """Two cards and a prompt that were refused for good, or long: slot and number -> id."""
    found = dict[str, str]()
    for number, text in enumerate(("Tea", "Milk"), 1):
        await opened(storage, text)
        card = await claimed(storage, CARD)
        found[f"#{number} {card.slot}"] = card.id
        await storage.outbox.give_up(card, now=NOON, error="is_archived", barred=True)
    await opened(storage, "Honey")
    card = await claimed(storage, CARD)
    await storage.outbox.sent(card, MessageRef(card.target, "1.1"), now=NOON)
    prompt = await claimed(storage, PROMPT)
    found[f"#3 {prompt.slot}"] = prompt.id
    await storage.outbox.give_up(prompt, now=NOON, error="msg_too_long", barred=False)
    return found


def said(url: str, *ids: str, retry: bool = False) -> str:
    return console.outbox(url, retry=retry, ids=ids, now=LATER)


async def test_each_is_listed_with_where_and_why(storage: Storage, ready_url: str) -> None:
    assert said(ready_url) == "0 messages did not get through; 0 due now."
    found = await refused(storage)
    lines = said(ready_url).splitlines()
    for what, name in found.items():
        [line] = [each for each in lines if each.startswith(name)]
        assert what in line
        assert ("is_archived" if CARD in what else "msg_too_long") in line
        assert ("waiting" if CARD in what else "failed") in line
    assert "outbox --retry [ID …]" in said(ready_url)
    assert "3 messages did not get through; " in lines[-1]
    assert console.undelivered(ready_url, now=LATER) == (
        "3 messages did not get through: python app.py outbox"
    )


async def test_one_that_is_named_is_tried_again(storage: Storage, ready_url: str) -> None:
    found = await refused(storage)
    prompt = found["#3 " + PROMPT]
    assert said(ready_url, prompt, retry=True).startswith("1 message will be tried again at once")
    again = await storage.outbox.claim(now=LATER, limit=50)
    assert prompt in {each.id for each in again}
    assert not {each.id for each in again} & (set(found.values()) - {prompt})
    for each in again:
        await storage.outbox.sent(each, MessageRef(each.target, f"2.{each.id}"), now=LATER)
    assert prompt not in said(ready_url)
    with pytest.raises(NotDone, match=f"Nothing of that waits in vain: {prompt}. .* app.py outbox"):
        said(ready_url, prompt, retry=True)
    with pytest.raises(NotDone, match="nonsense"):
        said(ready_url, "nonsense", retry=True)


async def test_all_of_it_is_tried_again(storage: Storage, ready_url: str) -> None:
    found = await refused(storage)
    assert said(ready_url, retry=True).startswith("3 messages will be tried again")
    await Postman(storage).round(LATER)
    assert said(ready_url, retry=True).startswith("0 messages will be tried again")
    for number in range(1, 4):
        incident = await storage.desk.incident(TEAM, number, "U0ANN")
        assert incident.home.thread_ts
    assert len(found) == 3
