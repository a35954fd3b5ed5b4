"""Marks on messages that were said while we were away: Slack is asked after the ack."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace

import pytest

from bot.commands import MarkMessage, MessageRef
from bot.marks import mark_json
from bot.people import Person
from bot.ports import ParcelKind
from handlers.owed_marks import LOOKS_ABOVE_IT, LOOKS_FOR_IT, OwedMarks
from handlers.sender import TRIES, Sender
from sandbox.faults import ApiFault
from tests.handlers.memory_marks import MemoryMarks
from tests.handlers.office import BOT, MARIA, MISTAKES, PRIYA, TOM, Office
from tests.handlers.post_office import FastClock, MemoryOutbox, Row

REPLIES = "conversations.replies"
STUCK = 1000


@dataclass
class Looking:
    """The sender at work in an office, on what `marks` are owed there."""

    office: Office
    marks: MemoryMarks
    outbox: MemoryOutbox
    sender: Sender

    async def put_on(self, message: MessageRef, name: str = "pushpin", **parcel: object) -> Row:
        """Maria marks it; the look that is owed then is on its way."""
        await self.office.sandbox.gestures.react(MARIA, message.channel, message.ts, name)
        await self.office.sandbox.delivery.settled()
        return self.look(**parcel)

    def look(self, **parcel: object) -> Row:
        """The look that is owed is on its way, once more if it was before."""
        [mark] = self.marks.owed
        lane, payload = f"mark:{len(self.outbox.rows)}", mark_json(mark)
        row = self.outbox.put(ParcelKind.MARK, "mark", lane=lane, payload=payload, **parcel)
        self.sender.wake()
        return row

    async def let_go(self, row: Row) -> None:
        """Wait until there is nothing left to mark."""
        await self.until(lambda: row.parcel.id in self.marks.let_go)

    async def told(self, having: str) -> None:
        """Wait until Maria has been told so."""
        await self.until(lambda: having in self.office.said(MARIA))

    async def until(self, look: object) -> None:
        assert callable(look)
        for _ in range(800):
            if look():
                return
            await asyncio.sleep(0.01)
        raise AssertionError("it does not happen")


@asynccontextmanager
async def looking(office: Office) -> AsyncIterator[Looking]:
    clock = FastClock(20, office.clock.now)
    outbox, marks = MemoryOutbox(clock), office.deps.marks
    assert isinstance(marks, MemoryMarks)
    sender = Sender(outbox, office.deps.client, clock, bot_user=BOT)
    sender.marks = OwedMarks(office.deps, outbox)
    running = asyncio.create_task(sender.run())
    try:
        yield Looking(office, marks, outbox, sender)
    finally:
        await sender.close(5)
        await running


async def unheard(office: Office) -> MessageRef:
    """Tom says something in the thread of a new incident, and we never hear of it."""
    thread_ts = (await office.opened()).home.thread_ts
    ts = await office.sandbox.gestures.say(TOM, MISTAKES, "I rang them", thread_ts)
    await office.settle()
    office.desk.thread.clear()
    return MessageRef(MISTAKES, ts)


@pytest.mark.parametrize(("name", "as_words"), [("pushpin", False), ("mega", True)])
async def test_it_is_marked_once_slack_shows_it(office: Office, name: str, as_words: bool) -> None:
    message, calls = await unheard(office), office.sandbox.faults.waiting
    calls += [ApiFault(REPLIES, "500"), ApiFault(REPLIES, "429", retry_after=1)]
    async with looking(office) as at_work:
        row = await at_work.put_on(message, name)
        assert len(calls) == 2, "nothing is asked before the ack"
        await at_work.until(lambda: office.private(MARIA))
    assert row.tries == ["http_500", "ratelimited"]
    assert office.desk.commands[-1] == MarkMessage(MARIA, message, TOM, as_words, office.clock.now)
    assert office.desk.thread[message].author == TOM
    await office.settle()
    assert len(office.private(MARIA)) == 1


async def test_taken_off_again_nothing_is_owed(office: Office) -> None:
    message = await unheard(office)
    gestures, marks = office.sandbox.gestures, office.deps.marks
    assert isinstance(marks, MemoryMarks)
    await gestures.react(MARIA, message.channel, message.ts, "mega")
    await office.settle()
    assert len(marks.owed) == 1
    await gestures.unreact(MARIA, message.channel, message.ts, "mega")
    await office.settle()
    assert not marks.owed
    assert office.private(MARIA) == []


async def test_a_message_that_is_gone_is_said_to_be(office: Office) -> None:
    message = await unheard(office)
    async with looking(office) as at_work:
        await office.sandbox.gestures.react(MARIA, message.channel, message.ts, "pushpin")
        await office.settle()
        await office.sandbox.gestures.delete(TOM, message.channel, message.ts)
        row = at_work.look()
        await at_work.let_go(row)
        assert len(row.tries) == LOOKS_FOR_IT - 1  # it was new: Slack might not have had it yet
        await at_work.told("not there any more")
        taken = at_work.look(attempts=LOOKS_FOR_IT)
        at_work.outbox.taken_away.add(taken.parcel.id)  # taken off, or another's by now
        await asyncio.sleep(0.3)
    assert len(office.private(MARIA)) == 1
    assert len(office.desk.commands) == 1
    assert all("thread_not_found" in each for each in office.sandbox.slack.refusals)
    office.sandbox.slack.refusals.clear()


async def test_what_is_no_persons_or_in_no_thread_is_let_be(office: Office) -> None:
    message = await unheard(office)
    slack, gestures = office.sandbox.slack, office.sandbox.gestures
    theirs = slack.message(message.channel, message.ts)
    assert theirs
    theirs.bot_id = "B0OTHER00"
    async with looking(office) as at_work:
        await at_work.let_go(await at_work.put_on(message))
        at_work.marks.owed.clear()
        lunch = MessageRef(MISTAKES, await gestures.say(TOM, MISTAKES, "Lunch?"))
        await at_work.let_go(await at_work.put_on(lunch))
        at_work.marks.owed.clear()
        reply = await gestures.say(PRIYA, MISTAKES, "Yes", lunch.ts)
        await at_work.let_go(await at_work.put_on(MessageRef(MISTAKES, reply)))
    assert len(office.desk.commands) == 1
    assert office.private(MARIA) == []


async def test_in_a_thread_of_ours_that_is_not_known_yet(office: Office) -> None:
    message = await unheard(office)
    card = office.at(1, "card")
    assert card
    known = office.desk.slots.pop(card)
    async with looking(office) as at_work:
        row = await at_work.put_on(message)
        await at_work.until(lambda: row.tries)
        office.desk.slots[card] = known
        await at_work.until(lambda: office.private(MARIA))
        assert isinstance(office.desk.commands[-1], MarkMessage)
        del office.desk.slots[card]  # for good
        again = at_work.look(attempts=LOOKS_ABOVE_IT)
        await at_work.let_go(again)
        office.desk.slots[card] = replace(known, slot="welcome", number=None)
        hello = at_work.look()
        await at_work.let_go(hello)
        assert hello.tries == []
    assert len(office.private(MARIA)) == 1


async def test_where_slack_will_not_show_it_they_are_told(office: Office) -> None:
    message = await unheard(office)
    async with looking(office) as at_work:
        office.sandbox.faults.waiting.append(ApiFault(REPLIES, "500", count=100))
        row = await at_work.put_on(message, attempts=TRIES - 1)
        await at_work.told("I go on trying")
        assert row.state == "stuck"
        late = at_work.look(attempts=STUCK)
        await at_work.until(lambda: late.state == "stuck")
        office.sandbox.faults.waiting.clear()
        office.sandbox.slack.channels[MISTAKES].members.remove(BOT)
        dead = at_work.look()
        await at_work.until(lambda: dead.state == "dead")
        await office.deps.tasks.wait(5)
    [trying, *more] = [each.text for each in office.private(MARIA)]
    assert "go on trying" in trying
    assert not more
    assert "mention `not_in_channel`" in office.told_directly(MARIA)[-1]
    office.sandbox.slack.refusals.clear()


async def test_they_are_told_before_it_is_given_up_and_only_by_whoever_has_it(
    office: Office,
) -> None:
    message = await unheard(office)
    await office.sandbox.gestures.react(MARIA, message.channel, message.ts, "pushpin")
    await office.settle()
    office.sandbox.slack.channels[MISTAKES].members.remove(BOT)

    def told() -> int:
        return " ".join(office.told_directly(MARIA)).count("mention `not_in_channel`")

    office.sandbox.faults.waiting.append(ApiFault("chat.postMessage", "delay", seconds=1))
    async with looking(office) as at_work:
        dead = at_work.look()
        await at_work.until(told)
        assert dead.state == "flying", "killed here, it would be looked at and said again"
        await at_work.until(lambda: dead.state == "dead")
        lost = at_work.look()
        at_work.outbox.taken_away.add(lost.parcel.id)  # by another, who says it
        await at_work.until(lambda: lost.state == "dead")
        await office.deps.tasks.wait(5)
    assert told() == 1
    office.sandbox.slack.refusals.clear()


async def test_who_is_not_heeded_marks_nothing(office: Office) -> None:
    message = await unheard(office)
    marks = office.deps.marks
    assert isinstance(marks, MemoryMarks)
    async with looking(office) as at_work:
        await at_work.put_on(message)
        await at_work.until(lambda: office.private(MARIA))
        office.directory.known[MARIA] = Person(MARIA, active=False)
        late = at_work.look()
        await at_work.let_go(late)
        marks.owed.clear()
        office.desk.thread.clear()
        await office.sandbox.gestures.react(MARIA, message.channel, message.ts, "mega")
        await office.settle()
        assert not marks.owed
    prompt = office.at(1, "prompt:own_it")
    assert prompt
    del office.desk.slots[prompt]
    await office.sandbox.gestures.react(PRIYA, prompt.channel, prompt.ts, "pushpin")
    await office.settle()
    assert not marks.owed, "what we wrote ourselves is never marked"


@pytest.mark.parametrize(("fails", "called"), [(0, "Sofia Reyes"), (1, "U0SOFIA00")])
async def test_whom_a_marked_message_mentions_is_called_by_name(
    office: Office, fails: int, called: str
) -> None:
    """Sofia has done nothing with us so far: Slack is asked."""
    office.sandbox.faults.waiting += [ApiFault("users.info", "500")] * fails
    async with looking(office) as at_work:
        ts = await office.sandbox.gestures.say(TOM, MISTAKES, "@sofia rang & @sofia wrote")
        about = {"kind": "pinned", "channel": MISTAKES, "ts": ts}
        row = at_work.outbox.put(ParcelKind.FETCH_WORDS, "words:1", payload=about)
        at_work.sender.wake()
        await at_work.until(lambda: row.words)
    assert row.words == f"@{called} rang & @{called} wrote"
    assert "U0SOFIA00" not in office.directory.known, "she has done nothing with us"
