"""What a reaction asks for goes to the desk, and what comes of it is said privately."""

from bot.commands import Command, MarkMessage
from bot.effects import Outcome
from bot.ports import UnknownIncident
from bot.wording.answers import Answer
from handlers.about import it_is_about
from handlers.deps import Deps
from handlers.offers import offer_promise
from handlers.parse import Place, Reaction
from handlers.people import meet
from handlers.views import answers
from handlers.whisper import tell_later


def explain(deps: Deps, reaction: Reaction, answer: Answer) -> None:
    """A reaction that does nothing where it was put. Taking it off needs no words."""
    if reaction.added:
        place = Place(reaction.message.channel, "")
        tell_later(deps, reaction.user, place, answers.gesture(answer, 0))  # it has no button


def _offer(deps: Deps, command: MarkMessage, outcome: Outcome) -> None:
    """Words to a customer may hold a promise."""
    incident = outcome.incident
    if outcome.changed and incident and incident.is_open:
        offer = offer_promise(deps, incident, command.message, command.author, command.by)
        deps.tasks.spawn(offer, "offer")


async def react(
    deps: Deps, reaction: Reaction, number: int, command: Command, gesture: str
) -> None:
    """Of one person's `gesture` on a message the latest counts, put on or taken off, in whichever
    order Slack delivers. Who may not see the incident, every bot, and whoever is of another company
    (their accounts count as switched off) reacts without effect and without an answer."""
    it_is_about(number)
    known = await deps.directory.people(reaction.team, [reaction.user])
    meet(deps, reaction.team, reaction.user)
    who = known.get(reaction.user)
    if who is not None and (who.is_bot or not who.active):
        return
    try:
        outcome = await deps.desk.perform(
            reaction.team,
            number,
            command,
            now=deps.clock(),
            key=reaction.key,
            at=reaction.message.channel,
            happened=reaction.happened(gesture),
        )
    except UnknownIncident:
        return
    deps.wake()
    if isinstance(command, MarkMessage) and command.as_words:
        _offer(deps, command, outcome)
    if outcome.answer:
        thread_ts = outcome.incident.home.thread_ts if outcome.incident else None
        place = Place(reaction.message.channel, thread_ts or "")
        tell_later(deps, reaction.user, place, answers.gesture(outcome.answer, number))
