"""The forms that change a promise or an action open for those who may change it."""

from collections.abc import Awaitable, Callable
from typing import TypeVar

from bot.incident import Incident
from bot.ledger import Action, Promise
from bot.permissions import not_theirs
from handlers.deps import Deps
from handlers.parse import Press
from handlers.views import answers
from handlers.whisper import tell_later

T = TypeVar("T", Promise, Action)


async def theirs(
    deps: Deps,
    press: Press,
    incident: Incident,
    owed: T | None,
    ended: Callable[[Deps, Press, Incident], Awaitable[None]],
) -> T | None:
    """What was pressed on, where it is open and theirs to change. Anybody else is told why not
    before they write a word, and None comes back. `ended` says how one stands that is settled or
    gone."""
    if owed is None or not owed.is_open:
        await ended(deps, press, incident)
        return None
    lead = (await deps.directory.settings(press.team)).lead
    refusal = not_theirs(incident, owed, press.user, lead)
    if refusal:
        tell_later(deps, press.user, press.place, answers.gesture(refusal, incident.number))
        return None
    return owed
