"""The buttons of a nudge. It makes way for what a button did (Slack: "Handling user interaction":
a private message can be replaced through its response_url, and in no other way)."""

from collections.abc import Awaitable, Callable, Mapping

from bot.coachbook import PhraseException
from bot.incident import Incident
from bot.ports import UnknownIncident
from handlers import ids
from handlers.deps import Deps
from handlers.ids import About
from handlers.parse import Press
from handlers.views import answers
from handlers.views import coach as views
from handlers.whisper import answer_later, tell_later


async def not_blame(deps: Deps, press: Press, about: About) -> None:
    """This way of saying it is no blame here. Who said so is not kept."""
    exception = PhraseException(about.shape, about.category)
    await deps.coachbook.add_exception(press.team, exception, now=deps.clock())
    answer_later(deps, press.user, press.place, views.not_blame_kept(deps.command))


async def why(deps: Deps, press: Press, about: About) -> None:
    """The teaching, below the nudge, which stays."""
    tell_later(deps, press.user, press.place, views.teaching(about))


async def mute(deps: Deps, press: Press, about: About) -> None:
    """Nothing more to this person about this incident."""
    await deps.coachbook.mute(await _incident(deps, press, about), press.user)
    answer_later(deps, press.user, press.place, views.muted(about))


async def unmute(deps: Deps, press: Press, about: About) -> None:
    """They changed their mind."""
    await deps.coachbook.unmute(await _incident(deps, press, about), press.user)
    answer_later(deps, press.user, press.place, views.unmuted(about))


async def _incident(deps: Deps, press: Press, about: About) -> Incident:
    return await deps.desk.incident(press.team, about.number, press.user, at=press.place.channel)


_BUTTONS: Mapping[str, Callable[[Deps, Press, About], Awaitable[None]]] = {
    ids.COACH_NOT_BLAME: not_blame,
    ids.COACH_WHY: why,
    ids.COACH_MUTE: mute,
    ids.COACH_UNMUTE: unmute,
}


async def on_button(deps: Deps, press: Press) -> None:
    """One of a nudge's buttons."""
    try:
        about = About.load(press.raw)
    except ValueError:
        tell_later(deps, press.user, press.place, views.too_old())
        return
    try:
        await _BUTTONS[press.action](deps, press, about)
    except UnknownIncident:
        gone = answers.no_such_incident(deps.command, about.number)
        tell_later(deps, press.user, press.place, gone)


COACH_BUTTONS = dict.fromkeys(_BUTTONS, on_button)
