"""The coach in threads: a message is looked at after it was acknowledged, and at most its author
hears of it, privately. What was said is neither kept nor logged."""

import asyncio
import logging
import re
from dataclasses import dataclass, field

from bot import coach
from bot.coachbook import SHAPE_LIMIT
from bot.incident import Incident, participants
from bot.language import Finding
from bot.people import People
from bot.ports import UnknownIncident
from bot.text import clean, unescape
from handlers.deps import Deps
from handlers.ids import About
from handlers.logs import reason
from handlers.payload import Payload, is_dm, part, team_of, text
from handlers.people import get
from handlers.readable import readable
from handlers.views import coach as views
from handlers.views.shapes import Message
from handlers.whisper import REFUSED

log = logging.getLogger(__name__)

NAMES_ASKED = 10  # people a message speaks of whose names are looked up, at most
_MENTION = re.compile(r"<@([UW][A-Z0-9]+)(?:\|[^<>]*)?>")


@dataclass(frozen=True)
class Heard:
    """A message in a thread, new or edited. `words` and `before` (what an edited message said) are
    as Slack sends them; `edited_ts` is when it was edited, "" for a new one."""

    team: str
    author: str
    channel: str
    thread_ts: str
    ts: str
    words: str = field(repr=False)  # so that nothing that is written down shows them
    before: str = field(default="", repr=False)
    edited_ts: str = ""

    @property
    def key(self) -> str:
        """The dedupe key: a reply that is sent to the channel as well arrives twice."""
        return f"coach:{self.channel}:{self.ts}:{self.edited_ts}"


def listen(deps: Deps, heard: Heard, number: int | None = None) -> None:
    """Look at it once it is acknowledged. `number`: whose thread it is, where that is known."""
    if heard.words.strip():
        deps.tasks.spawn(_listen(deps, heard, number), "coach")


def edited(deps: Deps, body: Payload) -> Heard | None:
    """The message of a `message_changed` event, if it is a reply by one of our people whose words
    are others than before. Our own updates, unfurled links and Slack's language detection arrive in
    the same way (Slack: "message_changed")."""
    event = part(body, "event")
    message, before = part(event, "message"), part(event, "previous_message")
    author, ts, thread_ts = (text(message, name) for name in ("user", "ts", "thread_ts"))
    if not (author and ts and thread_ts) or thread_ts == ts or not before:
        return None
    if text(message, "bot_id") or author == deps.bot_user or not _ours(deps, message):
        return None
    words, old = text(message, "text"), text(before, "text")
    if words == old:
        return None
    team, channel = team_of(body, deps.team), text(event, "channel")
    edited_ts = text(message, "edited", "ts") or text(event, "event_ts")
    return Heard(team, author, channel, thread_ts, ts, words, old, edited_ts)


def _ours(deps: Deps, message: Payload) -> bool:
    home = text(message, "user_team") or text(message, "source_team") or text(message, "team")
    return home in ("", deps.team)


async def _listen(deps: Deps, heard: Heard, number: int | None) -> None:
    settings = (await deps.directory.settings(heard.team)).language
    if not coach.listens(settings):
        return
    if number is None:
        number = await deps.desk.thread_number(heard.team, heard.channel, heard.thread_ts)
    if number is None:
        return
    try:
        incident = await deps.desk.incident(heard.team, number, heard.author, at=heard.channel)
    except UnknownIncident:
        return
    people = await _people(deps, heard, incident)
    author = people.get(heard.author)
    if author and author.is_bot:
        return
    around = coach.circle(
        incident, author.name if author else "", (each.name for each in people.values())
    )
    decided = coach.house(settings, await deps.coachbook.exceptions(heard.team))
    words, before = clean(unescape(heard.words)), clean(unescape(heard.before))
    # Beside the event loop: a long message takes a tenth of a second.
    found = await asyncio.to_thread(coach.thought, words, before, around, decided)
    if found is None:
        return
    if await deps.coachbook.may_nudge(incident, heard.author, now=deps.clock(), key=heard.key):
        await _tell(deps, heard, _nudge(incident, words, found, people))


async def _people(deps: Deps, heard: Heard, incident: Incident) -> People:
    """Who takes part in the incident, as known, and whoever the message mentions."""
    taking_part = {heard.author, *participants(incident)}
    known = dict(await deps.directory.people(heard.team, sorted(taking_part)))
    for user in list(dict.fromkeys(_MENTION.findall(heard.words)))[:NAMES_ASKED]:
        known[user] = await get(deps, heard.team, user)
    return known


def _nudge(incident: Incident, words: str, found: Finding, people: People) -> Message:
    about = About(incident.number, found.category, found.shape[:SHAPE_LIMIT])
    said = readable(coach.words_in_question(words, found), people)
    return views.nudge(about, said, found.why, readable(found.rewrite, people))


async def _tell(deps: Deps, heard: Heard, message: Message) -> None:
    """Say it in the thread, to the author alone. Where that cannot be done it is left unsaid."""
    text, blocks = message
    try:
        if is_dm(heard.channel):  # nobody else is there, and nothing ephemeral is shown in it
            await deps.client.chat_postMessage(
                channel=heard.channel, thread_ts=heard.thread_ts, text=text, blocks=blocks
            )
        else:
            await deps.client.chat_postEphemeral(
                channel=heard.channel,
                user=heard.author,
                thread_ts=heard.thread_ts,
                text=text,
                blocks=blocks,
            )
    except REFUSED as error:
        log.info("a nudge was not delivered: %s", reason(error))
