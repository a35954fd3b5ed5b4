"""`/mistake …`: what was typed is read, done, and answered for that person's eyes only."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from typing import Any

from slack_bolt.context.ack.async_ack import AsyncAck

from bot import typed
from bot.ports import UnknownIncident
from bot.settings import say_of
from handlers import exporting, find, ids, insights, openers, parse, promising
from handlers.deps import Deps
from handlers.fields_shown import remember
from handlers.form_open import answer as open_or_say
from handlers.form_open import open_form
from handlers.links import thread_link
from handlers.parse import Slash
from handlers.payload import Payload
from handlers.people import get
from handlers.perform import open_incident
from handlers.similar import look_back
from handlers.views import answers, forms, lists
from handlers.views.shapes import Message, View
from handlers.whisper import whisper

Reply = Message | View | None  # a private answer, a modal to open, or nothing (yet)

LOOK_UP_BUDGET = 0.8  # seconds for asking Slack who is an admin, before the form must open


async def on_command(ack: AsyncAck, body: Payload, *, deps: Deps) -> None:
    """A slash command: the answer is the ack itself, once everything is kept."""
    call = parse.slash(body, deps.team)
    meant = typed.read(call.text)
    reply = await _READERS[type(meant)](deps, call, meant)
    if isinstance(reply, tuple):
        await ack(text=reply[0], blocks=reply[1], response_type="ephemeral")
        return
    if reply is not None:
        await open_or_say(deps, trigger=call.trigger, said=reply, user=call.user, place=call.place)
    await ack()


async def _open(deps: Deps, call: Slash, meant: typed.Open) -> Reply:
    command = parse.opening(meant.text, call.user, call.place)
    outcome, thanks = await open_incident(
        deps, command, team=call.team, key=call.key, place=call.place
    )
    if outcome.incident is None and outcome.answer:
        return answers.needs_words(call.command)
    look_back(deps, outcome, call.user, call.place)
    return thanks


async def _form(deps: Deps, call: Slash, meant: typed.Form) -> Reply:
    return await openers.opening_form(deps, call.team, call.user, call.place, prefill=meant.prefill)


async def _list(deps: Deps, call: Slash, meant: typed.List) -> Reply:
    page = await deps.desk.open_incidents(call.team, call.user, offset=0, limit=lists.LIST_LIMIT)
    return lists.open_list(page, call.command, now=deps.clock(), workspace_url=deps.workspace_url)


async def _mine(deps: Deps, call: Slash, meant: typed.Mine) -> Reply:
    mine = await deps.desk.mine(call.team, call.user)
    return lists.mine(
        mine, call.user, call.command, now=deps.clock(), workspace_url=deps.workspace_url
    )


async def _show(deps: Deps, call: Slash, meant: typed.Show) -> Reply:
    """Its thread's address has to be asked of Slack, so the answer follows the ack."""
    try:
        incident = await deps.desk.incident(
            call.team, meant.number, call.user, at=call.place.channel
        )
    except UnknownIncident:
        return answers.no_such_incident(call.command, meant.number)

    async def show() -> None:
        link = await thread_link(deps, incident)
        await whisper(deps, call.user, call.place, lists.show(incident, link))

    deps.tasks.spawn(show(), "show")
    return None


async def _tell(deps: Deps, call: Slash, meant: typed.Tell) -> Reply:
    try:
        incident = await deps.desk.incident(
            call.team, meant.number, call.user, at=call.place.channel
        )
    except UnknownIncident:
        return answers.no_such_incident(call.command, meant.number)
    meta = ids.Meta(number=meant.number, channel=call.place.channel)
    return await openers.tell(deps, call.user, incident, meta)


async def _find(deps: Deps, call: Slash, meant: typed.Find) -> Reply:
    return await find.look(deps, call.team, call.user, call.place, meant.words, 0)


async def _settings(deps: Deps, call: Slash, meant: typed.Settings) -> Reply:
    """Who may change them may have to be asked of Slack, so the form follows the ack."""

    async def show() -> None:
        settings = await deps.directory.settings(call.team)
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(LOOK_UP_BUDGET):
                await get(deps, call.team, call.user)
        concerned = [user for user in (call.user, settings.lead) if user]
        people = await deps.directory.people(call.team, concerned)
        form = forms.settings(
            ids.Meta(channel=call.place.channel), settings, say_of(call.user, settings, people)
        )
        form = remember(form, deps.clock())
        await open_form(deps, trigger=call.trigger, view=form, user=call.user, place=call.place)

    deps.tasks.spawn(show(), "settings")
    return None


async def _help(deps: Deps, call: Slash, meant: typed.Help) -> Reply:
    return answers.help_message(call.command, meant.unknown)


async def _needs_words(deps: Deps, call: Slash, meant: typed.NeedsWords) -> Reply:
    return answers.needs_words(call.command)


async def _number_wanted(deps: Deps, call: Slash, meant: typed.NumberWanted) -> Reply:
    return answers.number_wanted(call.command, meant.word, meant.text)


async def _unsure(deps: Deps, call: Slash, meant: typed.Unsure) -> Reply:
    return answers.unsure(call.command, meant.first, meant.number, meant.text)


_READERS: dict[type[typed.Typed], Callable[[Deps, Slash, Any], Awaitable[Reply]]] = {
    typed.Open: _open,
    typed.Form: _form,
    typed.List: _list,
    typed.Mine: _mine,
    typed.Show: _show,
    typed.Tell: _tell,
    typed.Promise: promising.typed,
    typed.Find: _find,
    typed.Settings: _settings,
    typed.Insights: insights.typed_insights,
    typed.Export: exporting.typed_export,
    typed.Help: _help,
    typed.NeedsWords: _needs_words,
    typed.NumberWanted: _number_wanted,
    typed.Unsure: _unsure,
}
