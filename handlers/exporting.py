"""`/mistake export`: one incident as documents, or all of them as tables, as files in a DM."""

import asyncio
import logging
import re
import tempfile
from collections.abc import Awaitable, Callable
from pathlib import Path

from bot import typed
from bot.customer_document import by_name, versions
from bot.document import Reader, whole
from bot.exporting import people_of
from bot.incident import Incident
from bot.people import person
from bot.ports import UnknownIncident
from bot.records import Record
from bot.wording import document as document_words
from bot.wording import exporting as words
from bot.wording import files as file_words
from handlers.deps import Deps
from handlers.export_files import ExportFiles
from handlers.logs import outline, reason
from handlers.parse import Slash
from handlers.people import get
from handlers.uploads import NotTaken, Upload, conversation, upload
from handlers.views import answers
from handlers.views.shapes import Message, message, paragraphs
from handlers.whisper import REFUSED, whisper

log = logging.getLogger(__name__)

PAGE = 200  # incidents in memory at once
PROGRESS_EVERY = 2.0  # real seconds between two words about how far it is
LOOK_UPS = 20  # people Slack is asked about for one document
NAME_LIMIT = 60  # characters of a customer's name in a file's name


async def typed_export(deps: Deps, call: Slash, meant: typed.Export) -> Message | None:
    """What cannot be exported is said at once; the files follow the ack."""
    if meant.number is None:
        running = (call.team, call.user)
        if running in deps.exporting:
            return _said(words.under_way())
        deps.exporting.add(running)
        deps.tasks.spawn(_all(deps, call), "export")
        return None
    try:
        found = await deps.desk.incident(call.team, meant.number, call.user, at=call.place.channel)
    except UnknownIncident:
        return answers.no_such_incident(call.command, meant.number)
    deps.tasks.spawn(_carefully(deps, call, lambda: _one(deps, call, found)), "export")
    return _said(words.one_follows(found.number, by_name(found)))


def _said(text: str) -> Message:
    return message(text, paragraphs(text))


async def _carefully(deps: Deps, call: Slash, work: Callable[[], Awaitable[None]]) -> None:
    """Nobody waits in vain: where a file cannot be sent, the person hears why."""
    try:
        await work()
    except (*REFUSED, NotTaken) as error:
        log.warning("an export could not be sent: %s", reason(error))
        await whisper(deps, call.user, call.place, _said(file_words.not_sent(reason(error))))
    except Exception as error:
        log.error("an export failed: %s", outline(error))
        said = _said(file_words.not_sent(type(error).__name__))
        await whisper(deps, call.user, call.place, said)


async def _one(deps: Deps, call: Slash, incident: Incident) -> None:
    entries, said = await asyncio.gather(
        deps.desk.timeline(incident.id), deps.library.said(incident.id)
    )
    record = Record(incident, tuple(entries), tuple(said))
    users = sorted({call.user, *people_of(record)})
    for user in users[:LOOK_UPS]:
        await get(deps, call.team, user)  # a document should call people by their names
    people = await deps.directory.people(call.team, users)
    reader = Reader(person(people, call.user).zone, people)
    number = incident.number
    uploads = [
        Upload(
            whole(record, reader).encode(),
            f"mistake-{number}-full.md",
            document_words.full_title(number),
        )
    ]
    for name, document in versions(record, reader):
        uploads.append(
            Upload(
                document.encode(),
                f"mistake-{number}-customer{_slug(name)}.md",
                document_words.customer_title(number, name),
            )
        )
    channel = await conversation(deps.client, call.user)
    await upload(deps.client, channel, uploads, words.one_is_here(number))


def _slug(name: str) -> str:
    """A customer's name as part of a file's name."""
    kept = re.sub(r"[^\w]+", "-", name)[:NAME_LIMIT].strip("-_")
    return f"-{kept}" if kept else ""


async def _all(deps: Deps, call: Slash) -> None:
    try:
        await _carefully(deps, call, lambda: _tables(deps, call))
    finally:
        deps.exporting.discard((call.team, call.user))


async def _tables(deps: Deps, call: Slash) -> None:
    count = await deps.records.count(call.team, call.user)
    if not count:
        await whisper(deps, call.user, call.place, _said(words.nothing(call.command)))
        return
    await whisper(deps, call.user, call.place, _said(words.all_follow(count)))
    channel = await conversation(deps.client, call.user)
    now = deps.clock()
    with tempfile.TemporaryDirectory(prefix="amends-") as folder:
        files = ExportFiles(Path(folder), f"mistakes-{now:%Y-%m-%d}", team=call.team, now=now)
        written = await _written(deps, call, files, Progress(deps, channel, count))
        uploads = [
            Upload(files.table, files.table.name, words.table_title()),
            Upload(files.json, files.json.name, words.json_title()),
        ]
        await upload(deps.client, channel, uploads, words.all_is_here(written))


async def _written(deps: Deps, call: Slash, files: ExportFiles, progress: "Progress") -> int:
    """Page by page; each is read and written beside the event loop."""
    written, after = 0, 0
    with files:
        while page := await deps.records.page(call.team, call.user, after=after, limit=PAGE):
            named = sorted(frozenset[str]().union(*map(people_of, page)))
            people = await deps.directory.people(call.team, named)
            written = await asyncio.to_thread(files.add, page, people)
            after = page[-1].incident.number
            await progress.show(written)
    await progress.over(written)
    return written


class Progress:
    """One message that says how far it is. An export of a single page is over before it is read."""

    def __init__(self, deps: Deps, channel: str, count: int) -> None:
        self._deps = deps
        self._channel = channel
        self._count = count
        self._ts = ""
        self._said_at = -PROGRESS_EVERY

    async def show(self, done: int) -> None:
        """So many are written."""
        now = asyncio.get_running_loop().time()
        if self._count > PAGE and now - self._said_at >= PROGRESS_EVERY:
            self._said_at = now
            await self._say(words.progress(done, max(done, self._count)))

    async def over(self, done: int) -> None:
        """All are."""
        if self._ts:
            await self._say(words.progress_over(done))

    async def _say(self, text: str) -> None:
        """Nothing rests on it: where Slack does not take it, the export goes on."""
        client, blocks = self._deps.client, paragraphs(text)
        try:
            if self._ts:
                await client.chat_update(
                    channel=self._channel, ts=self._ts, text=text, blocks=blocks
                )
            else:
                sent = await client.chat_postMessage(
                    channel=self._channel, text=text, blocks=blocks
                )
                self._ts = str(sent["ts"])
        except REFUSED as error:
            log.info("no word about an export: %s", reason(error))
