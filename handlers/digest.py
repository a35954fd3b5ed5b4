"""The picture of a weekly digest: drawn and sent ahead, so that one message can show it."""

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime

from slack_sdk.web.async_client import AsyncWebClient

from bot import digest
from bot.insights import insights
from bot.ports import Parcel
from bot.records import Records
from bot.wording import insights as words
from bot.wording import insights_picture as pictured
from handlers.logs import reason
from handlers.pictures import drawn
from handlers.uploads import NotTaken, SentFile, Upload, send
from handlers.views.insights import chart
from handlers.whisper import REFUSED

log = logging.getLogger(__name__)

PICTURE_NAME = "week.png"
BUDGET = 30.0  # real seconds for all of it: the message is another's to send after 60 (its lease)


class DigestPictures:
    """Has them drawn. Without one the digest goes as words alone."""

    def __init__(
        self,
        client: AsyncWebClient,
        records: Records,
        clock: Callable[[], datetime],
        *,
        budget: float = BUDGET,
    ) -> None:
        """`clock` gives aware UTC instants; `budget` is in real seconds."""
        self._client = client
        self._records = records
        self._clock = clock
        self._budget = budget

    async def of(self, parcel: Parcel) -> SentFile | None:
        """The picture of that digest, which Slack has then; None where it cannot be had, or where
        there is nothing to draw, or not within the budget."""
        try:
            async with asyncio.timeout(self._budget):
                return await self._of(parcel)
        except (*REFUSED, NotTaken) as error:
            log.warning("the digest goes without a picture: %s", reason(error))
            return None

    async def _of(self, parcel: Parcel) -> SentFile | None:
        period = digest.period(datetime.fromisoformat(str(parcel.payload["due"])))
        history = await self._records.history(parcel.team, None, period, now=self._clock())
        found = insights(history, period)
        png = await drawn(chart(found)) if found.now.opened else None
        if png is None:
            return None
        title = pictured.picture_subtitle(found)
        return await send(self._client, Upload(png, PICTURE_NAME, title, words.alt_text(found)))
