"""Opening a modal: at once, before anything slow, because its trigger lives for three seconds."""

import asyncio
import logging

from handlers.deps import Deps
from handlers.logs import reason
from handlers.parse import Place
from handlers.views import answers
from handlers.views.shapes import Message, View
from handlers.whisper import REFUSED, tell_later

log = logging.getLogger(__name__)

USED = "exchanged_trigger_id"  # another delivery of the same press opened it (Slack: "views.open")
BUDGET = 2.0  # seconds, so that the ack still leaves within Slack's three


async def open_form(deps: Deps, *, trigger: str, view: View, user: str, place: Place) -> str | None:
    """Open `view`. Returns the view's id, or None where Slack did not let us; the person is then
    told privately how to try again. The same press delivered twice opens it once."""
    return await _show("views.open", deps, trigger, view, user, place)


async def push_form(deps: Deps, *, trigger: str, view: View, user: str, place: Place) -> None:
    """Lay `view` over the modal that is open (Slack: "Modals", three at most)."""
    await _show("views.push", deps, trigger, view, user, place)


async def answer(
    deps: Deps, *, trigger: str, said: View | Message, user: str, place: Place
) -> None:
    """Open a view, or say a message privately: whichever the question led to."""
    if isinstance(said, tuple):
        tell_later(deps, user, place, said)
    else:
        await open_form(deps, trigger=trigger, view=said, user=user, place=place)


async def _show(
    method: str, deps: Deps, trigger: str, view: View, user: str, place: Place
) -> str | None:
    if trigger and not deps.answered.first_time(trigger):
        return None  # the same press, delivered once more
    try:
        async with asyncio.timeout(BUDGET):
            response = await deps.client.api_call(
                method, json={"trigger_id": trigger, "view": view}
            )
    except REFUSED as error:
        log.warning("%s refused: %s", method, reason(error))
        if reason(error) == USED:
            return None
        tell_later(deps, user, place, answers.try_again(deps.command))
        return None
    shown = response.get("view")
    return str(shown["id"]) if isinstance(shown, dict) and "id" in shown else None


async def update_form(deps: Deps, view_id: str, view: View, seen: str = "") -> None:
    """Show `view` in an open modal. `seen` is the hash it was pressed at: a modal that has changed
    since is left alone (Slack: "views.update")."""
    try:
        await deps.client.views_update(view_id=view_id, view=view, hash=seen or None)
    except REFUSED as error:
        log.info("views.update refused: %s", reason(error))
