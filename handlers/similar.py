"""Past mistakes like the one that was just opened, for whoever opened it."""

from bot.effects import Outcome
from handlers.deps import Deps
from handlers.parse import Place
from handlers.views import similar as views
from handlers.whisper import whisper


def look_back(deps: Deps, opened: Outcome, user: str, place: Place) -> None:
    """Say privately what happened before, if anything like what was `opened` did. After the ack,
    and behind everything else: opening waits for nothing, and where many are opened at once nobody
    has the time to read what happened before."""
    incident = opened.incident
    if incident is None or not opened.changed:
        return

    async def tell() -> None:
        found = await deps.library.similar(incident, user, at=place.channel)
        if found:
            await whisper(deps, user, place, views.opening(incident, found, deps.workspace_url))

    async def in_turn() -> None:
        await deps.looking.do(tell)

    deps.tasks.spawn(in_turn(), "similar")
