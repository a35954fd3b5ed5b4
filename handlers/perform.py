"""A command goes to the desk, and what it answers goes to the person."""

from bot.commands import Command, MessageRef, OpenIncident
from bot.effects import Outcome
from bot.ports import UnknownIncident
from bot.wording import system
from bot.wording.answers import Answer
from handlers.about import it_is_about
from handlers.deps import Deps
from handlers.links import send_card_link
from handlers.parse import Place, Press
from handlers.views import answers
from handlers.views.shapes import Message
from handlers.whisper import answer_later, tell_later


async def perform(
    deps: Deps,
    command: Command,
    *,
    team: str,
    number: int,
    user: str,
    place: Place,
    key: str | None = None,
    pressed: MessageRef | None = None,
    in_place: bool = False,
) -> Outcome | None:
    """Do it and answer privately; `in_place` of the private question whose button was pressed, so
    that it is not answered twice. None where there is no such incident; they are told so."""
    it_is_about(number)
    try:
        outcome = await deps.desk.perform(
            team,
            number,
            command,
            now=deps.clock(),
            key=key,
            pressed=pressed,
            at=place.channel,
        )
    except UnknownIncident:
        tell_later(deps, user, place, answers.no_such_incident(deps.command, number))
        return None
    deps.wake()
    if outcome.answer:
        answer = answers.gesture(outcome.answer, number)
        # What came to nothing leaves the question, and its words, where they are.
        answered = in_place and outcome.changed
        (answer_later if answered else tell_later)(deps, user, place, answer)
    return outcome


async def press_through(
    deps: Deps, press: Press, command: Command, *, in_place: bool = False
) -> None:
    """Do what a button or a menu asks for, and show its message afresh. `in_place`: see
    `perform`."""
    await perform(
        deps,
        command,
        team=press.team,
        number=press.number,
        user=press.user,
        place=press.place,
        key=press.key,
        pressed=press.message,
        in_place=in_place,
    )


async def open_incident(
    deps: Deps, command: OpenIncident, *, team: str, key: str | None, place: Place
) -> tuple[Outcome, Message | None]:
    """Open it. Returns the outcome and what to say to the opener (None: it was open already).

    Where the card goes to another channel, its link follows privately; where another company is
    known to read along, no card comes.
    """
    outcome = await deps.desk.perform(team, None, command, now=deps.clock(), key=key)
    deps.wake()
    incident, answer = outcome.incident, outcome.answer
    it_is_about(incident.number if incident else None)
    if incident is None or not outcome.changed or answer is None:
        return outcome, None
    if incident.home.channel not in (place.channel, command.by):
        link = send_card_link(deps, command.by, place, incident)
        deps.tasks.spawn(link, "card-link")
    if deps.sharing.is_said_of(incident.home.channel):
        answer = Answer(system.opened_in_front_of_others(incident, command.by))
    return outcome, answers.opened(answer, incident.number)
