"""Marks whose message we had to ask Slack about: made, or let be, once it has answered."""

from datetime import timedelta

from bot.commands import MessageRef
from bot.effects import CARD
from bot.marks import Mark, mark_of
from bot.outbox import Outbox
from bot.ports import Parcel, ThreadMessage
from bot.wording import system
from bot.wording.answers import Answer
from handlers.about import it_is_about
from handlers.calling import NotNow
from handlers.courier import Courier
from handlers.deps import Deps
from handlers.parse import Place
from handlers.payload import Payload, instant, text
from handlers.people import named_in
from handlers.react import is_heeded, say_what_came
from handlers.readable import readable
from handlers.views import answers
from handlers.views.shapes import Message
from handlers.whisper import whisper

# How often we look, with growing pauses, at what is so new that Slack may not show it yet, or that
# we may not know our own card above it: some seconds, and two minutes (a lease, and more).
LOOKS_FOR_IT, LOOKS_ABOVE_IT = 4, 8
RECENT = timedelta(minutes=10)  # by Slack's clock


class OwedMarks:
    """What becomes of MARK parcels."""

    def __init__(self, deps: Deps, outbox: Outbox) -> None:
        self._deps = deps
        self._outbox = outbox

    async def settle(self, parcel: Parcel, courier: Courier) -> None:
        """Make the mark that waited for a look at its message. Raises NotNow where it is too soon
        to say what that belongs to, and what Slack or the network raises."""
        deps, mark = self._deps, mark_of(parcel.payload)
        message = await courier.shown(parcel)
        if message is None:
            await self._gone(parcel, mark)
            return
        found = await self._of_a_thread(parcel, courier, message)
        if found is None or not await is_heeded(deps, parcel.team, mark.by):
            await deps.marks.let_be(parcel)
            return
        it_is_about(found.number)
        outcome = await deps.marks.make(parcel, mark, found, now=deps.clock())
        if outcome is not None:
            command = mark.command(found.author)
            say_what_came(deps, mark.by, mark.message.channel, command, outcome)

    async def words(self, team: str, said: str) -> str:
        """What a marked message says, with the names of whom it mentions."""
        return readable(said, await named_in(self._deps, team, said)).strip()

    async def in_vain(self, parcel: Parcel, error: str, *, trying: bool) -> None:
        """Slack does not let us look: whoever marked it hears so, before that is written down.
        `trying`: we go on, seldom."""
        said = system.mark_waits() if trying else system.mark_refused(error)
        await self._say(parcel, mark_of(parcel.payload), said)

    async def _gone(self, parcel: Parcel, mark: Mark) -> None:
        if _is_recent(mark) and parcel.attempts + 1 < LOOKS_FOR_IT:
            raise _soon(parcel)
        if await self._say(parcel, mark, system.marked_is_gone()):
            await self._deps.marks.let_be(parcel)

    async def _say(self, parcel: Parcel, mark: Mark, said: str) -> bool:
        """Said first, then let be: the mark was acknowledged, so somebody has to hear what became
        of it. False: the parcel is not ours any more, and nothing was said."""
        ours = await self._outbox.starting(parcel)
        if ours:
            await whisper(self._deps, mark.by, _place(mark), _message(said))
        return ours

    async def _of_a_thread(
        self, parcel: Parcel, courier: Courier, message: Payload
    ) -> ThreadMessage | None:
        """Whose thread it is in, if it is a person's message in an incident's thread."""
        deps, team = self._deps, parcel.team
        author, thread_ts = text(message, "user"), text(message, "thread_ts")
        if not author or not thread_ts or author == deps.bot_user or text(message, "bot_id"):
            return None
        above = MessageRef(mark_of(parcel.payload).message.channel, thread_ts)
        number = await deps.desk.thread_number(team, above.channel, above.ts)
        if number is None and text(message, "parent_user_id") == deps.bot_user:
            number = await self._of_a_card(parcel, courier, above)
        return None if number is None else ThreadMessage(number, author)

    async def _of_a_card(self, parcel: Parcel, courier: Courier, above: MessageRef) -> int | None:
        """Whose card that message of ours is that we do not know yet: because its post is not
        written down, or for good, where the answer was lost, Slack's history was late, and it was
        posted again. What is written on it tells. Raises NotNow where nothing is, and it may be so
        new that we have yet to hear of it."""
        team = parcel.team
        ours = await self._deps.desk.our_message(team, above)
        if ours is not None:  # known by now
            return ours.number if ours.slot == CARD else None
        ids = await courier.ids_above(parcel, above)
        number = await self._deps.marks.is_our_card(team, above, ids)
        recent = _is_recent(mark_of(parcel.payload))
        if number is None and recent and parcel.attempts + 1 < LOOKS_ABOVE_IT:
            raise _soon(parcel)
        return number


def _soon(parcel: Parcel) -> NotNow:
    return NotNow(2.0**parcel.attempts, failed=True)


def _is_recent(mark: Mark) -> bool:
    """Whether the message was so new when it was marked. Where Slack does not say: yes."""
    said_at = instant(mark.message.ts)
    return not (mark.happened and said_at) or mark.happened.at - said_at < RECENT


def _place(mark: Mark) -> Place:
    return Place(mark.message.channel, "")


def _message(said: str) -> Message:
    return answers.gesture(Answer(said), 0)  # it has no button
