"""Actions that keep it from happening again, by button and menu."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace

from bot.incident import Incident
from bot.ledger_commands import FinishAction, ReopenAction
from bot.owing import ACTION_PREFIX
from bot.wording import actions as words
from handlers import ids
from handlers.deps import Deps
from handlers.fields_shown import remember
from handlers.form_open import open_form
from handlers.owed_forms import theirs
from handlers.parse import Press
from handlers.perform import press_through
from handlers.views import forms


async def add(deps: Deps, press: Press, incident: Incident) -> None:
    """The form of one more action."""
    view = forms.action(press.meta, incident, what="", owner=press.user, day=None)
    await open_form(deps, trigger=press.trigger, view=view, user=press.user, place=press.place)


async def finish(deps: Deps, press: Press, incident: Incident) -> None:
    await press_through(deps, press, FinishAction(press.user, press.subject))


async def reopen(deps: Deps, press: Press, incident: Incident) -> None:
    await press_through(deps, press, ReopenAction(press.user, press.subject))


async def change(deps: Deps, press: Press, incident: Incident) -> None:
    """The form with what is agreed; of one that is settled the core says how it stands."""
    pressed = incident.actions.get(press.subject)
    action = await theirs(deps, press, incident, pressed, finish)
    if action is None:
        return
    meta = replace(press.meta, owed=ACTION_PREFIX + action.key)
    view = forms.action(meta, incident, what=action.what, owner=action.owner, day=action.day)
    view = remember(view, deps.clock())
    await open_form(deps, trigger=press.trigger, view=view, user=press.user, place=press.place)


async def drop(deps: Deps, press: Press, incident: Incident) -> None:
    """Why it will not be done."""
    pressed = incident.actions.get(press.subject)
    action = await theirs(deps, press, incident, pressed, finish)
    if action is None:
        return
    meta = replace(press.meta, owed=ACTION_PREFIX + action.key)
    view = forms.release(meta, words.said(action), promise=False)
    await open_form(deps, trigger=press.trigger, view=view, user=press.user, place=press.place)


Handler = Callable[[Deps, Press, Incident], Awaitable[None]]

PRESSES: Mapping[str, Handler] = {
    ids.ACTION_DONE: finish,
    ids.ACTION_CHANGE: change,
    ids.ACTION_ADD: add,
}
MENUS: Mapping[tuple[str, str], Handler] = {
    (ids.CARD_MORE, ids.CHOICE_ACTION): add,
    (ids.ACTION_MORE, ids.CHOICE_CHANGE): change,
    (ids.ACTION_MORE, ids.CHOICE_RELEASE): drop,
    (ids.ACTION_MORE, ids.CHOICE_REOPEN): reopen,
}
