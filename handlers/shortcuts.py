"""Shortcuts: **Report a mistake** from anywhere, **This is a mistake** on a message."""

import asyncio
import logging
from dataclasses import replace

from slack_bolt.context.ack.async_ack import AsyncAck

from bot.wording.similar import in_hand
from handlers import ids, openers, parse
from handlers.addresses import message_path, thread_address
from handlers.deps import Deps
from handlers.form_open import open_form
from handlers.links import address_of, permalink
from handlers.logs import outline
from handlers.parse import Shortcut
from handlers.payload import Payload
from handlers.people import named_in
from handlers.readable import readable

# Seconds for a message's address, the names in it, and what is open for it, before the form.
BUDGET = 0.6

log = logging.getLogger(__name__)


async def on_shortcut(ack: AsyncAck, body: Payload, *, deps: Deps) -> None:
    """The form opens, begun with the message's words and its address."""
    chosen = parse.shortcut(body, deps.team)
    if chosen.callback in (ids.SHORTCUT_GLOBAL, ids.SHORTCUT_MESSAGE) and chosen.user:
        await _open(deps, chosen)
    await ack()


async def _open(deps: Deps, chosen: Shortcut) -> None:
    """A thread is no place for a card: the answer and the incident go to the channel."""
    place = replace(chosen.place, thread_ts="")
    address, words, begun = await asyncio.gather(
        _address(deps, chosen), _words(deps, chosen), _in_hand(deps, chosen)
    )
    view = await openers.opening_form(
        deps,
        chosen.team,
        chosen.user,
        place,
        prefill=words,
        source_link=address,
        in_hand=begun,
    )
    await open_form(deps, trigger=chosen.trigger, view=view, user=chosen.user, place=chosen.place)


async def _address(deps: Deps, chosen: Shortcut) -> str:
    """The message's address: Slack's where it gives it at once, otherwise built as Slack builds
    it. Asked for beforehand, because a form that is filled in afterwards may have been sent by
    then."""
    if chosen.message is None:
        return ""
    try:
        async with asyncio.timeout(BUDGET):
            return await permalink(deps, chosen.message.channel, chosen.message.ts) or ""
    except TimeoutError:
        return address_of(deps, chosen.message)


async def _in_hand(deps: Deps, chosen: Shortcut) -> str:
    """That somebody opened a mistake from this message already: two threads about one mistake are
    two people telling one customer. Empty where nobody did, or where it cannot be seen at once: no
    form fails for it."""
    if chosen.message is None:
        return ""
    path = message_path(chosen.message.channel, chosen.message.ts)
    try:
        async with asyncio.timeout(BUDGET):
            found = await deps.library.opened_from(
                chosen.team, path, chosen.user, at=chosen.place.channel
            )
    except Exception as error:
        log.warning("what is open for a message could not be looked up: %s", outline(error))
        return ""
    if found is None:
        return ""
    return in_hand(found, thread_address(deps.workspace_url, found), chosen.user)


async def _words(deps: Deps, chosen: Shortcut) -> str:
    """What the message's readers saw, with the names we know where Slack gives no others at
    once."""
    return readable(chosen.said, await named_in(deps, chosen.team, chosen.said, BUDGET))
