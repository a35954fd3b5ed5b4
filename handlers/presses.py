"""Buttons on lists, private answers and the timeline."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace

from bot.incident import Incident
from handlers import find, ids, ids_home, ids_learning, ids_reminders, openers, parse
from handlers.coach_presses import COACH_BUTTONS
from handlers.deps import Deps
from handlers.form_open import open_form, push_form, update_form
from handlers.links import thread_link
from handlers.modals_digest import open_digest
from handlers.modals_language import open_language, open_phrases
from handlers.modals_reminders import open_reminders
from handlers.modals_settings import lay_over
from handlers.parse import Press
from handlers.payload import text
from handlers.perform import open_incident
from handlers.postroom import POSTROOM_BUTTONS
from handlers.similar import look_back
from handlers.views import answers, forms, lists
from handlers.whisper import answer_later, tell_later, whisper


async def show(deps: Deps, press: Press, incident: Incident) -> None:
    """One incident of a list, privately. Its thread's address is asked of Slack after the ack."""
    if _again(deps, press):
        return

    async def tell() -> None:
        link = await thread_link(deps, incident)
        await whisper(deps, press.user, press.place, lists.show(incident, link))

    deps.tasks.spawn(tell(), "show")


async def turn_list(deps: Deps, press: Press) -> None:
    """Another part of the list, in the place of the one that was shown."""
    if _again(deps, press):
        return
    offset = _offset(press.subject)
    page = await deps.desk.open_incidents(
        press.team, press.user, offset=offset, limit=lists.LIST_LIMIT
    )
    listed = lists.open_list(page, deps.command, now=deps.clock(), workspace_url=deps.workspace_url)
    answer_later(deps, press.user, press.place, listed)


async def open_text(deps: Deps, press: Press) -> None:
    """What looked like a command was a mistake to open, in the words that were typed: once, however
    often it is pressed. The answer takes the place of the question."""
    command = parse.opening(press.raw, press.user, press.place)
    outcome, thanks = await open_incident(
        deps, command, team=press.team, key=press.once or press.key, place=press.place
    )
    if outcome.incident is None and outcome.answer:
        tell_later(deps, press.user, press.place, answers.needs_words(deps.command))
    elif outcome.repeated:
        tell_later(deps, press.user, press.place, answers.opened_already(deps.command))
    elif thanks:
        answer_later(deps, press.user, press.place, thanks)
    look_back(deps, outcome, press.user, press.place)


async def start_form(deps: Deps, press: Press) -> None:
    """The form, begun with the words the button carries."""
    view = await openers.opening_form(
        deps, press.team, press.user, press.place, prefill=press.raw.strip()
    )
    await open_form(deps, trigger=press.trigger, view=view, user=press.user, place=press.place)


async def correct_entry(deps: Deps, press: Press, incident: Incident) -> None:
    """A form over the timeline, for one of its entries."""
    entries = await deps.desk.timeline(incident.id)
    entry = next((each for each in entries if str(each.id) == press.subject), None)
    if entry is None:
        return
    view = forms.entry(replace(press.meta, entry=entry.id), entry)
    await push_form(deps, trigger=press.trigger, view=view, user=press.user, place=press.place)


async def timeline_page(deps: Deps, press: Press, incident: Incident) -> None:
    """Another part of the timeline."""
    view = await openers.timeline(deps, press, incident, _offset(press.subject))
    seen = text(press.view, "hash")
    deps.tasks.spawn(update_form(deps, text(press.view, "id"), view, seen), "timeline")


async def playbooks(deps: Deps, press: Press) -> None:
    """The workspace's playbooks, over its settings."""
    view = forms.playbooks(press.meta, await deps.directory.settings(press.team))
    await lay_over(deps, press, view)


async def make_ups(deps: Deps, press: Press) -> None:
    """What the workspace decides about make-ups, over its settings."""
    view = forms.make_ups(press.meta, await deps.directory.settings(press.team))
    await lay_over(deps, press, view)


def _again(deps: Deps, press: Press) -> bool:
    """Whether that is a second delivery of a press that was answered."""
    return bool(press.key) and not deps.answered.first_time(press.key or "")


def _offset(subject: str) -> int:
    return int(subject) if subject.isascii() and subject.isdigit() and len(subject) < 7 else 0


WITHOUT_INCIDENT: Mapping[str, Callable[[Deps, Press], Awaitable[None]]] = {
    ids.LIST_PAGE: turn_list,
    ids_learning.FIND_PAGE: find.turn_page,
    ids.OPEN_TEXT: open_text,
    ids.OPEN_FORM: start_form,
    ids.SETTINGS_PLAYBOOKS: playbooks,
    ids.SETTINGS_MAKE_UPS: make_ups,
    ids_home.SETTINGS_DIGEST: open_digest,
    ids_reminders.SETTINGS_REMINDERS: open_reminders,
    ids.OPEN_LANGUAGE: open_language,
    ids.OPEN_PHRASES: open_phrases,
    **COACH_BUTTONS,
    **POSTROOM_BUTTONS,
}
