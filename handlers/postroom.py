"""Buttons on the messages to whoever looks after Amends."""

from collections.abc import Awaitable, Callable, Mapping
from functools import partial

from bot.postroom import Decision
from bot.wording import postroom as words
from handlers import ids_postroom
from handlers.deps import Deps
from handlers.parse import Press
from handlers.views.shapes import message, section
from handlers.whisper import tell_later


async def try_again(deps: Deps, press: Press) -> None:
    """Send what did not get through once more."""
    tried = await deps.postroom.try_again(press.team, press.subject, now=deps.clock())
    if tried is not None:
        deps.wake()
        _answer(deps, press, words.trying(tried))


async def decide(deps: Deps, press: Press, *, decision: Decision) -> None:
    """Send the reminders that are held, or let them go."""
    count = await deps.postroom.decide(
        press.team, press.subject, decision, by=press.user, now=deps.clock()
    )
    if count is None:
        return
    deps.wake()
    if not count:
        _answer(deps, press, words.decided_already())
    elif decision is Decision.SEND:
        _answer(deps, press, words.sending(count))
    else:
        _answer(deps, press, words.let_go(count))


def _answer(deps: Deps, press: Press, said: str) -> None:
    tell_later(deps, press.user, press.place, message(said, [section(said)]))


POSTROOM_BUTTONS: Mapping[str, Callable[[Deps, Press], Awaitable[None]]] = {
    ids_postroom.UNDELIVERED_RETRY: try_again,
    ids_postroom.HELD_SEND: partial(decide, decision=Decision.SEND),
    ids_postroom.HELD_LET_GO: partial(decide, decision=Decision.LET_GO),
}
