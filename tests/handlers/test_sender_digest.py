"""A weekly digest on its way to Slack: one message with its picture, whatever goes wrong."""

from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from bot.ports import Parcel, ParcelKind
from handlers.digest import DigestPictures
from handlers.uploads import SentFile, Upload, send
from sandbox.faults import FaultKind
from tests.handlers.memory import MemoryDesk, MemoryDirectory
from tests.handlers.memory_records import MemoryRecords
from tests.handlers.post_office import MISTAKES, PostOffice, Row, open_post_office
from tests.many import NOW, many

TEXT = "*Our week with mistakes* was quiet."
WEEK: dict[str, Any] = {"payload": {"text": TEXT, "due": NOW.isoformat()}, "incident_id": None}


async def a_picture(client: AsyncWebClient, parcel: Parcel) -> SentFile:
    return await send(client, Upload(b"png", "week.png", "Our week", "What it shows"))


async def sent(office: PostOffice) -> Row:
    return await office.until(office.put(ParcelKind.DIGEST, "digest:1", **WEEK))


async def test_it_is_one_message_with_its_picture() -> None:
    async with open_post_office(picture_of=a_picture) as office:
        row = await sent(office)
        [message] = office.in_channel()
        assert message.text == TEXT
        assert [file["alt_txt"] for file in message.files] == ["What it shows"]
        assert row.parcel.posted is None


async def test_without_a_picture_it_is_words_alone() -> None:
    async with open_post_office() as office:
        await sent(office)
        [message] = office.in_channel()
        assert (message.text, message.files) == (TEXT, [])


async def test_where_the_reply_is_lost_it_is_not_said_twice() -> None:
    for kind in ("lost_reply", "hang"):
        await _once_in_spite_of(kind)


async def _once_in_spite_of(kind: FaultKind) -> None:
    async with open_post_office(picture_of=a_picture) as office:
        office.goes_wrong("files.completeUploadExternal", kind, seconds=0.7)
        await sent(office)
        assert len(office.in_channel()) == 1


async def test_where_another_company_reads_along_nothing_is_drawn_or_said() -> None:
    drawn: list[str] = []

    async def draw(client: AsyncWebClient, parcel: Parcel) -> SentFile:
        drawn.append(parcel.slot)
        return await a_picture(client, parcel)

    async with open_post_office(picture_of=draw) as office:
        office.sandbox.slack.channels[MISTAKES].is_ext_shared = True
        row = office.put(ParcelKind.DIGEST, "digest:1", **WEEK)
        await office.until(row, "dead")
        assert row.error == "barred: is_ext_shared"
        assert (drawn, office.in_channel()) == ([], [])


async def test_where_drawing_takes_too_long_it_is_words_alone() -> None:
    async def drawn(client: AsyncWebClient, parcel: Parcel) -> SentFile | None:
        slow = DigestPictures(client, MemoryRecords(busy()), lambda: NOW, budget=0.02)
        return await slow.of(parcel)

    async with open_post_office(picture_of=drawn) as office:
        await sent(office)
        [message] = office.in_channel()
        assert (message.text, message.files) == (TEXT, [])


def busy() -> MemoryDesk:
    """A desk with a month behind it."""
    desk = MemoryDesk(MemoryDirectory())
    desk.incidents = {each.number: each for each in many(20, 1, days=20)}
    return desk


async def test_the_picture_shows_what_anyone_may_see() -> None:
    desk = busy()

    async def drawn(client: AsyncWebClient, parcel: Parcel) -> SentFile | None:
        pictures = DigestPictures(client, MemoryRecords(desk), lambda: NOW)
        return await pictures.of(parcel)

    async with open_post_office(picture_of=drawn, answer_within=5) as office:
        row = office.put(ParcelKind.DIGEST, "digest:1", **WEEK)
        await office.until(row, seconds=20)
        [message] = office.sandbox.slack.history(MISTAKES)[-1:]
        [file] = message.files
        public = [each for each in desk.incidents.values() if not (each.private or each.drill)]
        assert file["title"] == f"The last four weeks: {len(public)} mistakes"
