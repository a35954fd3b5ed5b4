"""`/mistake find`, and its pages."""

from bot.find import query
from handlers import ids_learning
from handlers.deps import Deps
from handlers.parse import Place, Press
from handlers.views import find as views
from handlers.views.shapes import Message
from handlers.whisper import answer_later


async def look(deps: Deps, team: str, user: str, place: Place, typed: str, offset: int) -> Message:
    """What that person may see of what they look for, from that place of the list on."""
    asked = query(typed)
    if not asked.words:
        return views.no_words(deps.command)
    found = await deps.library.find(
        team, user, asked, offset=offset, limit=views.FIND_LIMIT, at=place.channel
    )
    if offset and not found.incidents:  # some are gone since the button was made
        return await look(deps, team, user, place, typed, 0)
    return views.found(found, asked, typed, deps.command, deps.workspace_url)


async def turn_page(deps: Deps, press: Press) -> None:
    """Another page, in the place of the one that was shown."""
    if press.key and not deps.answered.first_time(press.key):
        return  # a second delivery of a press that was answered
    try:
        offset, typed = ids_learning.read_page(press.raw)
    except ValueError:
        return

    async def turn() -> None:
        page = await look(deps, press.team, press.user, press.place, typed, offset)
        answer_later(deps, press.user, press.place, page)

    deps.tasks.spawn(turn(), "find")
