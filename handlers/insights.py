"""`/mistake insights`: figures at once, the picture a little later."""

import logging
import secrets

from bot import periods, typed
from bot.insights import Insights, insights
from bot.people import person
from bot.periods import NotAPeriod, Period
from bot.wording import files as file_words
from bot.wording import insights as words
from bot.wording import insights_picture as pictured
from handlers.deps import Deps
from handlers.logs import outline, reason
from handlers.parse import Slash
from handlers.pictures import drawn
from handlers.uploads import NotTaken, Upload, conversation, upload
from handlers.views import answers
from handlers.views import insights as views
from handlers.views.shapes import Message, context, message
from handlers.whisper import REFUSED, whisper

log = logging.getLogger(__name__)

PICTURE_NAME = "insights.png"


async def typed_insights(deps: Deps, call: Slash, meant: typed.Insights) -> Message | None:
    """Counting may take a moment, so the figures follow the ack. A period nobody can read is said
    at once."""
    people = await deps.directory.people(call.team, [call.user])
    zone = person(people, call.user).zone
    try:
        period = periods.read(meant.period, deps.clock(), zone)
    except NotAPeriod as fault:
        return views.not_a_period(str(fault), meant.whole)
    deps.tasks.spawn(_carefully(deps, call, period), "insights")
    return None


async def found_for(deps: Deps, team: str, viewer: str, period: Period) -> Insights:
    """The figures of a period as `viewer` may see them."""
    history = await deps.records.history(team, viewer, period, now=deps.clock())
    return insights(history, period)


async def _carefully(deps: Deps, call: Slash, period: Period) -> None:
    """Nobody waits in vain: where it fails, the person hears so, with a reference for the log."""
    try:
        await _show(deps, call, period)
    except Exception as error:
        reference = secrets.token_hex(4)
        log.error("insights failed, reference %s:\n%s", reference, outline(error))
        await whisper(deps, call.user, call.place, answers.failed(reference))


async def _show(deps: Deps, call: Slash, period: Period) -> None:
    found = await found_for(deps, call.team, call.user, period)
    await whisper(deps, call.user, call.place, views.figures(found, call.command))
    if not found.now.opened:
        return
    fault = await _send_picture(deps, call.user, found)
    if fault:
        await whisper(deps, call.user, call.place, message(fault, [context(fault)]))


async def _send_picture(deps: Deps, user: str, found: Insights) -> str:
    """The picture in a direct message; otherwise why not, in words."""
    png = await drawn(views.chart(found))
    if png is None:
        return words.picture_failed()
    picture = Upload(png, PICTURE_NAME, pictured.picture_subtitle(found), words.alt_text(found))
    try:
        channel = await conversation(deps.client, user)
        await upload(deps.client, channel, [picture], words.picture_comment(found))
    except (*REFUSED, NotTaken) as error:
        log.warning("the picture could not be sent: %s", reason(error))
        return file_words.not_sent(reason(error))
    return ""
