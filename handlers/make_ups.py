"""Buttons on make-ups: yes, no, another amount; it is offered now; one more."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace

from bot.commands import DecideMakeUp
from bot.deciding import may_decide
from bot.incident import Incident
from bot.make_up import MakeUp, MakeUpState
from bot.people import person
from bot.stamps import stamp, stamp_of_offer
from bot.wording import make_ups as words
from handlers import ids
from handlers.deps import Deps
from handlers.form_open import answer as open_or_say
from handlers.parse import Press
from handlers.people import get
from handlers.perform import press_through
from handlers.views import answers, forms
from handlers.views.make_up import SEEN
from handlers.views.shapes import Message, View


async def approve(deps: Deps, press: Press, incident: Incident) -> None:
    """**Approve**: what is on the message that was pressed, and nothing else."""
    seen = press.subject.partition(SEEN)[2]
    command = DecideMakeUp(press.user, _number(press), approve=True, seen=seen)
    known = person(await deps.directory.people(press.team, [press.user]), press.user)
    if known.known_at is not None:
        await press_through(deps, press, command)
        return

    async def once_known() -> None:
        await get(deps, press.team, press.user)
        await press_through(deps, press, command)

    # Whether they are an admin may decide, and Slack is asked nothing before the ack. If this is
    # lost, the button is still there.
    deps.tasks.spawn(once_known(), "approve")


async def decline(deps: Deps, press: Press, incident: Incident) -> None:
    """**Decline…** asks why."""
    await _decide(deps, press, incident, forms.decline)


async def amount(deps: Deps, press: Press, incident: Incident) -> None:
    """**Another amount…** asks how much."""
    await _decide(deps, press, incident, forms.amount)


async def _decide(
    deps: Deps,
    press: Press,
    incident: Incident,
    form: Callable[[ids.Meta, Incident, MakeUp], View],
) -> None:
    """The form, or what stands in its way where that is known already."""
    made = incident.making_up.find(_number(press))
    waits = made is not None and made.state is MakeUpState.ASKED and incident.is_open
    if made is None or not waits or press.user == made.by:
        # Without a yes or a word it changes nothing, and says how it stands.
        await press_through(deps, press, DecideMakeUp(press.user, _number(press)))
        return
    context = await deps.context(press.team, press.user)
    if may_decide(press.user, context) or person(context.people, press.user).known_at is not None:
        deps.tasks.spawn(_meet(deps, press), "look-up")
        await _ask(deps, press, incident, made, form)
        return

    async def once_known() -> None:
        await get(deps, press.team, press.user)
        await _ask(deps, press, incident, made, form)

    deps.tasks.spawn(once_known(), "decide")


async def _ask(
    deps: Deps,
    press: Press,
    incident: Incident,
    made: MakeUp,
    form: Callable[[ids.Meta, Incident, MakeUp], View],
) -> None:
    """The form for who may decide; anybody else is told who can, before they write anything."""
    context = await deps.context(press.team, press.user)
    said: View | Message = answers.gesture(words.not_yours(context.settings.lead), incident.number)
    if may_decide(press.user, context):
        meta = replace(press.meta, entry=made.number, seen=stamp_of_offer(made))
        said = form(meta, incident, made)
    await open_or_say(deps, trigger=press.trigger, said=said, user=press.user, place=press.place)


async def offered(deps: Deps, press: Press, incident: Incident) -> None:
    """**We’ve offered it**: its form, filled in."""
    made = incident.making_up.find(_number(press))
    if made is None:
        said = answers.gesture(words.gone(), incident.number)
        await open_or_say(
            deps, trigger=press.trigger, said=said, user=press.user, place=press.place
        )
        return
    await _form(deps, press, incident, made.step, made.number)


async def another(deps: Deps, press: Press, incident: Incident) -> None:
    """**Another make-up…**: an empty form."""
    await _form(deps, press, incident, "", 0)


async def _form(deps: Deps, press: Press, incident: Incident, step_id: str, number: int) -> None:
    if not incident.is_open:
        said = answers.closed(incident.number)
        await open_or_say(
            deps, trigger=press.trigger, said=said, user=press.user, place=press.place
        )
        return
    settings = await deps.directory.settings(press.team)
    seen = stamp(incident, step_id, number)
    meta = replace(press.meta, step=step_id, entry=number, seen=seen)
    view = forms.make_up(meta, incident, incident.playbook.step(step_id), settings)
    await open_or_say(deps, trigger=press.trigger, said=view, user=press.user, place=press.place)


async def _meet(deps: Deps, press: Press) -> None:
    await get(deps, press.team, press.user)


def _number(press: Press) -> int:
    subject = press.subject.partition(SEEN)[0]
    return int(subject) if subject.isascii() and subject.isdigit() and len(subject) < 7 else 0


ACTIONS: Mapping[str, Callable[[Deps, Press, Incident], Awaitable[None]]] = {
    ids.MAKE_UP_APPROVE: approve,
    ids.MAKE_UP_DECLINE: decline,
    ids.MAKE_UP_AMOUNT: amount,
    ids.MAKE_UP_OFFERED: offered,
    ids.MAKE_UP_ANOTHER: another,
}
