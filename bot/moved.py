"""What is owed falls due at another time because a clock changed, or is another's to do because
somebody else leads the team: the messages that name the time or the person say so."""

from bot.change import replace
from bot.closing import open_prompts
from bot.effects import CARD, Outcome, Show
from bot.incident import Incident
from bot.make_up import slot_of


def with_new_dates(before: Incident, outcome: Outcome) -> Outcome:
    """The outcome, with the card, the open prompts and the make-ups that wait for a yes shown
    afresh where something that was owed `before` is now owed by another time, or by another
    person: its owner travels, the team's hours changed, or somebody else leads it."""
    after = outcome.incident
    if after is None or not _moved(before, after):
        return outcome
    asked = (each for each in after.making_up.offers if each.approval in after.chases)
    shown = (Show(CARD), *open_prompts(after), *(Show(slot_of(each.number)) for each in asked))
    missing = tuple(show for show in shown if show not in outcome.effects)
    return replace(outcome, effects=(*outcome.effects, *missing))


def _moved(before: Incident, after: Incident) -> bool:
    kept = before.chases.keys() & after.chases.keys()
    return any(
        before.chases[key].since == after.chases[key].since
        and (before.chases[key].due, before.chases[key].who)
        != (after.chases[key].due, after.chases[key].who)
        for key in kept
    )
