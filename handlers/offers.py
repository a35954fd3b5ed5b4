"""**Track this promise?** Offered privately to whoever marks words to a customer with 📣 or notes
them in a form, where there are promises in them. Only looked at, never kept: what the person then
sends is."""

import logging
from dataclasses import dataclass
from datetime import datetime

from bot import promise_finder
from bot.commands import MessageRef
from bot.incident import Incident
from bot.people import Person
from bot.promise_finder import Found
from handlers import ids
from handlers.deps import Deps
from handlers.form_values import Submission
from handlers.links import address_of
from handlers.logs import reason
from handlers.modals_incident import incident_of
from handlers.parse import Place
from handlers.payload import instant, items, text
from handlers.people import get
from handlers.promise_values import Draft
from handlers.readable import readable
from handlers.views import promise as views
from handlers.whisper import REFUSED, whisper

KEYS_MOST = 20  # of 17 characters each, beside the words, in a button's 2,000

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
    link = address_of(deps, message)
    place = Place(message.channel, incident.home.thread_ts or "")
    for found in promise_finder.find_all(said, said_at, speaker.zone, work):
        if _is_news(deps, incident, found, link):
            draft = Draft(found.words, _sure(found, speaker), message.ts, author)
            await whisper(deps, user, place, views.offer(incident.number, draft))


def _is_news(deps: Deps, incident: Incident, found: Found, link: str) -> bool:
    """Whether it is still to come, and not kept track of yet."""
    known = [each for each in incident.promises.values() if each.words == found.words]
    tracked = any(each.source_link in ("", link) for each in known)
    to_come = not found.reading.choices or max(found.reading.choices) > deps.clock()
    return to_come and not tracked


def _sure(found: Found, speaker: Person) -> datetime | None:
    sure = found.reading.sure and speaker.known_at is not None
    return found.reading.choices[0] if sure else None


@dataclass(frozen=True)
class Spoken:
    """Words that were noted as told, by whom, to which customers (names; none means all), and when
    these hear from us next (UTC), which is kept track of already."""

    words: str
    by: str
    names: tuple[str, ...]
    next_word: datetime | None


async def offer_spoken(deps: Deps, sent: Submission, spoken: Spoken) -> None:
    """The same for words that were written down in a form: whoever sent it is offered to track the
    promises in them."""
    now, incident = deps.clock(), await incident_of(deps, sent)
    speaker = await get(deps, sent.team, spoken.by)
    work = (await deps.directory.settings(sent.team)).work
    to = tuple(map(ids.short_key, spoken.names)) if len(spoken.names) <= KEYS_MOST else ()
    for found in promise_finder.find_all(spoken.words, now, speaker.zone, work):
        news = _is_news(deps, incident, found, "")
        if news and not promise_finder.is_next_word(found, spoken.next_word, speaker.zone):
            draft = Draft(found.words, _sure(found, speaker), "", spoken.by, to)
            await whisper(deps, sent.user, sent.place, views.offer(incident.number, draft))


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
