"""The way to an incident's thread."""

import asyncio
import logging

from bot.commands import MessageRef
from bot.incident import Incident
from bot.ports import UnknownIncident
from handlers.addresses import message_address
from handlers.deps import Deps
from handlers.logs import reason
from handlers.parse import Place
from handlers.views import answers
from handlers.whisper import REFUSED, whisper

log = logging.getLogger(__name__)

# How long to wait between looks for a card that is being posted, in seconds: about a minute in all.
LOOKS = (0.3, 0.5, 1, 2, 3, 5, 8, 10, 15, 15)


async def permalink(deps: Deps, channel: str, ts: str) -> str | None:
    """A message's address: Slack's, or where it does not give one, built as Slack builds them.
    None where even the workspace's own address is unknown."""
    try:
        response = await deps.client.chat_getPermalink(channel=channel, message_ts=ts)
        link = response.get("permalink")
    except REFUSED as error:
        log.info("no permalink: %s", reason(error))
        link = None
    if isinstance(link, str):
        return link
    return message_address(deps.workspace_url, channel, ts) or None


def address_of(deps: Deps, message: MessageRef) -> str:
    """Where a message is read, without asking Slack; "" where the workspace's address is not
    known."""
    return message_address(deps.workspace_url, message.channel, message.ts)


async def thread_link(deps: Deps, incident: Incident) -> str | None:
    """The address of an incident's card, None while it is not posted."""
    home = incident.home
    return await permalink(deps, home.channel, home.thread_ts) if home.thread_ts else None


async def send_card_link(deps: Deps, user: str, place: Place, incident: Incident) -> None:
    """Once the card is there, tell its opener privately where: it is not where they typed."""
    for pause in LOOKS:
        await asyncio.sleep(pause)
        try:
            found = await deps.desk.incident(incident.team, incident.number, user)
        except UnknownIncident:
            return
        if found.home.thread_ts:
            link = await thread_link(deps, found)
            if link:
                await whisper(deps, user, place, answers.opened_link(found.number, link))
            return
