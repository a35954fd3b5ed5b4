"""**Track this promise?** Offered privately to whoever marks words to a customer with 📣, where
there is a promise in them. Only looked at, never kept: what the person then sends is."""

import logging

from bot import promise_finder
from bot.commands import MessageRef
from bot.incident import Incident
from handlers.deps import Deps
from handlers.links import address_of
from handlers.logs import reason
from handlers.parse import Place
from handlers.payload import instant, items, text
from handlers.people import get
from handlers.promise_values import Draft
from handlers.readable import readable
from handlers.views import promise as views
from handlers.whisper import REFUSED, whisper

log = logging.getLogger(__name__)


async def offer_promise(
    deps: Deps, incident: Incident, message: MessageRef, author: str, user: str
) -> None:
    """Offer `user` to track the promise in that message of the incident's thread, if it holds one
    that is still to come and is not tracked yet. It was meant on `author`'s clock."""
    said = await _words(deps, incident, message)
    said_at = instant(message.ts)
    if not said or said_at is None:
        return
    speaker = await get(deps, incident.team, author)
    work = (await deps.directory.settings(incident.team)).work
    found = promise_finder.find(said, said_at, speaker.zone, work)
    if found is None or max(found.reading.choices) <= deps.clock():
        return
    link = address_of(deps, message)
    known = [each for each in incident.promises.values() if each.words == found.words]
    if any(each.source_link in ("", link) for each in known):
        return
    sure = found.reading.sure and speaker.known_at is not None
    due = found.reading.choices[0] if sure else None
    draft = Draft(found.words, due, message.ts, author)
    place = Place(message.channel, incident.home.thread_ts or "")
    await whisper(deps, user, place, views.offer(incident.number, draft))


async def _words(deps: Deps, incident: Incident, message: MessageRef) -> str:
    """What the message says to its readers; empty where Slack does not show it to us."""
    try:
        found = await deps.client.conversations_replies(
            channel=message.channel,
            ts=incident.home.thread_ts or message.ts,
            oldest=message.ts,
            latest=message.ts,
            inclusive=True,
            limit=10,
        )
    except REFUSED as error:
        log.info("a marked message cannot be read: %s", reason(error))
        return ""
    ours = (each for each in items(found.data, "messages") if text(each, "ts") == message.ts)
    return readable(text(next(ours, {}), "text"), {})
