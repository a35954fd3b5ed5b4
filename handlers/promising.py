"""Promises, from the words in which they were typed to the press of a button."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from datetime import datetime

from bot import by_when
from bot.by_when import Reading
from bot.commands import MessageRef
from bot.incident import Incident
from bot.ledger import PROMISE_LENGTH
from bot.ledger_commands import BreakPromise, KeepPromise, MakePromise, ReopenPromise
from bot.owing import PROMISE_PREFIX
from bot.people import person
from bot.ports import UnknownIncident
from bot.typed import Promise as Typed
from bot.wording import promises as words
from handlers import ids
from handlers.deps import Deps
from handlers.fields_shown import remember
from handlers.form_open import answer as open_or_say
from handlers.form_open import open_form
from handlers.ids import Meta
from handlers.links import address_of
from handlers.owed_forms import theirs
from handlers.parse import Press, Slash
from handlers.people import get
from handlers.perform import press_through
from handlers.promise_values import Draft
from handlers.reviewing import Asked, look
from handlers.views import answers, forms
from handlers.views import promise as views
from handlers.views.review import Reviewed, afterwards
from handlers.views.shapes import Message, View
from handlers.whisper import whisper


async def typed(deps: Deps, call: Slash, meant: Typed) -> Message | View | None:
    """`/mistake promise 12 refund by Friday noon`: kept if it is clear, otherwise shown back."""
    try:
        incident = await deps.desk.incident(
            call.team, meant.number, call.user, at=call.place.channel
        )
    except UnknownIncident:
        return answers.no_such_incident_to_promise(call.command, meant.number, meant.whole)
    if not incident.is_open:
        return answers.closed_to_promise(call.command, incident.number, meant.whole)
    draft = Draft(meant.words)
    if not draft.words or len(draft.words) > PROMISE_LENGTH or not draft.fits:
        meta = Meta(number=incident.number, channel=call.place.channel)
        return form(meta, incident, draft, call.user)
    known = person(await deps.directory.people(call.team, [call.user]), call.user)
    if known.known_at is None:
        deps.tasks.spawn(_ask_once_known(deps, call, incident.number, draft), "promise")
        return None
    reading, zone = await read(deps, call.team, call.user, draft.words, deps.clock())
    if not reading.sure:
        return views.ask(incident.number, draft, reading, zone)
    command = MakePromise(call.user, draft.words, reading.choices[0])
    outcome = await deps.desk.perform(
        call.team,
        incident.number,
        command,
        now=deps.clock(),
        key=call.key,
        at=call.place.channel,
    )
    deps.wake()
    if outcome.answer is None:
        return None
    if outcome.changed:
        deps.tasks.spawn(_remark(deps, call, incident, draft.words), "remarks")
    return answers.gesture(outcome.answer, incident.number)


async def _remark(deps: Deps, call: Slash, incident: Incident, said: str) -> None:
    """What the review makes of a promise is said after the ack: reading takes its time."""
    asked = Asked(said, None, None, part=True)
    remarks, _ = await look(deps, call.team, call.user, incident, asked)
    if remarks:
        await whisper(deps, call.user, call.place, afterwards(Reviewed(said, remarks, "")))


async def _ask_once_known(deps: Deps, call: Slash, number: int, draft: Draft) -> None:
    """Slack is asked about their clock after the ack; then what we take it to mean is shown."""
    await get(deps, call.team, call.user)
    reading, zone = await read(deps, call.team, call.user, draft.words, deps.clock())
    await whisper(deps, call.user, call.place, views.ask(number, draft, reading, zone))


async def read(
    deps: Deps, team: str, speaker: str, said: str, now: datetime
) -> tuple[Reading, str]:
    """By when `said` is, as `speaker` means it at `now` (UTC), and the zone of their clock. Where
    Slack has not told us about their clock, nothing is sure, and the zone is ""."""
    known = person(await deps.directory.people(team, [speaker]), speaker)
    work = (await deps.directory.settings(team)).work
    reading = by_when.read(said, now, known.zone, work)
    if known.known_at is None:
        return replace(reading, sure=False), ""
    return reading, known.zone


def form(meta: Meta, incident: Incident, draft: Draft, owner: str) -> View:
    """**Promise**, begun with what was said."""
    known = incident.customers
    to = tuple(each.name for each in known if ids.short_key(each.name) in draft.to)
    return forms.promise(meta, incident, said=draft.words, due=draft.due, owner=owner, chosen=to)


async def confirm(deps: Deps, press: Press, incident: Incident) -> None:
    """Yes, by that time."""
    draft = Draft.load(press.subject)
    if draft.due is not None:
        command = MakePromise(press.user, draft.words, draft.due)
        await press_through(deps, press, command, in_place=True)


async def begin(deps: Deps, press: Press, incident: Incident) -> None:
    """The form, begun with what a private answer carries."""
    if not incident.is_open:
        said: View | Message = answers.closed(incident.number)
    else:
        draft = Draft.load(press.subject)
        spoken = MessageRef(press.place.channel, draft.said_ts) if draft.said_ts else None
        meta = replace(
            press.meta,
            said_by=draft.said_by,
            source_link=address_of(deps, spoken) if spoken else "",
        )
        said = form(meta, incident, draft, draft.said_by or press.user)
    await open_or_say(deps, trigger=press.trigger, said=said, user=press.user, place=press.place)


async def blank(deps: Deps, press: Press, incident: Incident) -> None:
    """An empty form, from the card's menu."""
    await begin(deps, replace(press, subject=""), incident)


async def keep(deps: Deps, press: Press, incident: Incident) -> None:
    await press_through(deps, press, KeepPromise(press.user, press.subject))


async def in_time(deps: Deps, press: Press, incident: Incident) -> None:
    await press_through(deps, press, KeepPromise(press.user, press.subject, in_time=True))


async def say_broken(deps: Deps, press: Press, incident: Incident) -> None:
    await press_through(deps, press, BreakPromise(press.user, press.subject))


async def reopen(deps: Deps, press: Press, incident: Incident) -> None:
    await press_through(deps, press, ReopenPromise(press.user, press.subject))


async def change(deps: Deps, press: Press, incident: Incident) -> None:
    """The form with what is kept; of one that is settled the core says how it stands."""
    pressed = incident.promises.get(press.subject)
    promise = await theirs(deps, press, incident, pressed, keep)
    if promise is None:
        return
    meta = replace(press.meta, owed=PROMISE_PREFIX + promise.key)
    view = forms.promise(
        meta,
        incident,
        said=promise.words,
        due=promise.due,
        owner=promise.owner,
        chosen=promise.customers,
    )
    view = remember(view, deps.clock())
    await open_form(deps, trigger=press.trigger, view=view, user=press.user, place=press.place)


async def release(deps: Deps, press: Press, incident: Incident) -> None:
    """Why it is no longer needed."""
    pressed = incident.promises.get(press.subject)
    promise = await theirs(deps, press, incident, pressed, keep)
    if promise is None:
        return
    meta = replace(press.meta, owed=PROMISE_PREFIX + promise.key)
    view = forms.release(meta, words.said(promise), promise=True)
    await open_form(deps, trigger=press.trigger, view=view, user=press.user, place=press.place)


Handler = Callable[[Deps, Press, Incident], Awaitable[None]]

PRESSES: Mapping[str, Handler] = {
    **dict.fromkeys(ids.PROMISE_YES, confirm),
    ids.PROMISE_FORM: begin,
    ids.PROMISE_KEPT: keep,
    ids.PROMISE_CHANGE: change,
    ids.PROMISE_BROKEN: say_broken,
    ids.PROMISE_IN_TIME: in_time,
}
MENUS: Mapping[tuple[str, str], Handler] = {
    (ids.CARD_MORE, ids.CHOICE_PROMISE): blank,
    (ids.PROMISE_MORE, ids.CHOICE_BROKEN): say_broken,
    (ids.PROMISE_MORE, ids.CHOICE_RELEASE): release,
    (ids.PROMISE_MORE, ids.CHOICE_REOPEN): reopen,
}
