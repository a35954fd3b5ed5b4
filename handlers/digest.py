"""The picture of a weekly digest: drawn and sent ahead, so that one message can show it."""

import logging
from collections.abc import Callable
from datetime import datetime

from slack_sdk.web.async_client import AsyncWebClient

from bot import digest
from bot.insights import insights
from bot.ports import Parcel
from bot.records import Records
from bot.wording import insights as words
from handlers.logs import reason
from handlers.pictures import drawn
from handlers.uploads import NotTaken, SentFile, Upload, send
from handlers.views.insights import chart
from handlers.whisper import REFUSED

log = logging.getLogger(__name__)

PICTURE_NAME = "week.png"


class DigestPictures:
    """Has them drawn. Without one the digest goes as words alone."""

    def __init__(
        self, client: AsyncWebClient, records: Records, clock: Callable[[], datetime]
    ) -> None:
        self._client = client
        self._records = records
        self._clock = clock

    async def of(self, parcel: Parcel) -> SentFile | None:
        """The picture of that digest, which Slack has then; None where it cannot be had, or where
        there is nothing to draw."""
        period = digest.period(datetime.fromisoformat(str(parcel.payload["due"])))
        history = await self._records.history(parcel.team, None, period, now=self._clock())
        found = insights(history, period)
        png = await drawn(chart(found)) if found.now.opened else None
        if png is None:
            return None
        title = words.picture_subtitle(found)
        try:
            return await send(self._client, Upload(png, PICTURE_NAME, title, words.alt_text(found)))
        except (*REFUSED, NotTaken) as error:
            log.warning("the digest goes without a picture: %s", reason(error))
            return None
