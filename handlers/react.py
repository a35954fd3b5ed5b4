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


async def is_heeded(deps: Deps, team: str, user: str) -> bool:
    """Whether what that account does counts. Every bot, and whoever is of another company (their
    accounts count as switched off), reacts without effect and without an answer."""
    known = await deps.directory.people(team, [user])
    meet(deps, team, user)
    who = known.get(user)
    return who is None or (who.active and not who.is_bot)


def say_what_came(deps: Deps, user: str, channel: str, command: Command, outcome: Outcome) -> None:
    """What came of a reaction is sent, and said privately to whoever put it on a message there."""
    deps.wake()
    incident = outcome.incident
    if isinstance(command, MarkMessage) and command.as_words:
        _offer(deps, command, outcome)
    if outcome.answer and incident:
        place = Place(channel, incident.home.thread_ts or "")
        tell_later(deps, user, place, answers.gesture(outcome.answer, incident.number))


async def react(
    deps: Deps, reaction: Reaction, number: int, command: Command, gesture: str
) -> None:
    """Of one person's `gesture` on a message the latest counts, put on or taken off, in whichever
    order Slack delivers. Who may not see the incident, or is not heeded, reacts without effect and
    without an answer."""
    it_is_about(number)
    if not await is_heeded(deps, reaction.team, reaction.user):
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
    say_what_came(deps, reaction.user, reaction.message.channel, command, outcome)
