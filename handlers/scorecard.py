"""**How it went**, on the card of a closed incident."""

import asyncio

from bot.incident import Incident
from bot.scorecard import scorecard
from handlers.deps import Deps
from handlers.form_open import open_form
from handlers.parse import Press
from handlers.views import scorecard as views
from handlers.whisper import tell_later


async def show(deps: Deps, press: Press, incident: Incident) -> None:
    """For those who took part; others are told whom it is for."""
    if incident.is_open:
        tell_later(deps, press.user, press.place, views.still_open(incident.number))
        return
    if press.user not in await deps.library.took_part(incident):
        tell_later(deps, press.user, press.place, views.not_theirs())
        return
    # Beside the event loop: the words to the customer are read once more.
    card = await asyncio.to_thread(scorecard, incident, deps.clock())
    view = views.scorecard(press.meta, incident, card)
    await open_form(deps, trigger=press.trigger, view=view, user=press.user, place=press.place)
