"""What is owed falls due at another time because a clock changed: the messages that name the time
say so."""

from bot.change import replace
from bot.closing import open_prompts
from bot.effects import CARD, Outcome, Show
from bot.incident import Incident


def with_new_dates(before: Incident, outcome: Outcome) -> Outcome:
    """The outcome, with the card and the open prompts shown afresh where something that was owed
    `before` is now owed by another time: its owner travels, or the team's hours changed."""
    after = outcome.incident
    if after is None or not _moved(before, after):
        return outcome
    shown = (Show(CARD), *open_prompts(after))
    missing = tuple(show for show in shown if show not in outcome.effects)
    return replace(outcome, effects=(*outcome.effects, *missing))


def _moved(before: Incident, after: Incident) -> bool:
    kept = before.chases.keys() & after.chases.keys()
    return any(
        before.chases[key].since == after.chases[key].since
        and before.chases[key].due != after.chases[key].due
        for key in kept
    )
