"""What a form has seen: a short stamp of what was recorded when it was opened. Pure.

Two people may have the form of one step open at once. What the first has sent is not put away by
the second unseen: the second is told, and nothing of theirs is lost.
"""

from hashlib import sha256

from bot.incident import Incident
from bot.make_up import MakeUp

_LENGTH = 10  # signs of a stamp; it guards against chance, not against intent


def stamp(incident: Incident, step: str, number: int = 0) -> str:
    """Of what that step's form writes down, and of its make-ups; with `number` of that make-up.

    Changes whenever something else is recorded there.
    """
    made = [
        each
        for each in incident.making_up.offers
        if (each.number == number if number else step and each.step == step)
    ]
    recorded = sorted(incident.state(step).artefact.items()) if step and not number else []
    return _short(repr((recorded, made)))


def stamp_of_offer(made: MakeUp) -> str:
    """Of what is to be decided on: changes with what is offered, and with its worth. Its button may
    wait in Slack while Python or a library is updated, so how either shows a value is no part."""
    return _short(f"{made.worth.amount.normalize():f} {made.worth.currency} {made.offer}")


def _short(said: str) -> str:
    return sha256(said.encode(errors="surrogatepass")).hexdigest()[:_LENGTH]


def stale(seen: str, incident: Incident, step: str, number: int = 0) -> bool:
    """Whether something else was recorded since a form saw `seen` ("" where it saw nothing)."""
    return bool(seen) and seen != stamp(incident, step, number)
