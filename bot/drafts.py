"""A first draft of the words to the customer, from what the incident knows.

A start to be changed, never sent by itself. It follows the teaching: ours, in the first person
(P05), without "but" or "if" (P06), with what it meant for them (P04), what we do (P11) and a time
for the next word (P14); so the review finds nothing in it. What was written down about the incident
was meant for colleagues: what is no plain sentence to a customer, or should not go to one, is left
out. Gaps that only a person can fill are shown in [brackets].
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from bot.addressing import expected_of_us, said_to_them
from bot.calendar import local
from bot.chasing import next_update
from bot.coach import circle, house
from bot.context import Context
from bot.evidence import agreed
from bot.forms import ARTEFACTS
from bot.incident import Incident
from bot.language import Circle, House, Surface, remarks, review
from bot.people import person
from bot.text import one_line
from bot.wording import drafts as words

CHANGES_MOST = 2  # as many as one sentence still holds


def draft(incident: Incident, step_id: str, context: Context) -> str:
    """A first draft for that step (plain text), or "" where the step asks for no words."""
    step = incident.playbook.step(step_id)
    artefact = ARTEFACTS.get(step.artefact or "") if step else None
    if artefact is None or not artefact.told_customer:
        return ""
    me = _signed(one_line(person(context.people, incident.owner).name))
    around = circle(incident, me, ())
    # What a team lets pass in its own words is not put into its mouth.
    decided = house(replace(context.settings.language, muted=frozenset()), ())

    def sayable(words_to_us: str) -> str:
        """What was written for colleagues, unless there is something in it to speak of."""
        kept = one_line(words_to_us)
        found = any(review(kept, surface, around, decided) for surface in Surface)
        return "" if found else kept

    names = [one_line(each.name) for each in incident.customers]
    changes = agreed(incident)
    done = [sayable(each.what) for each in changes.done[:CHANGES_MOST]]
    to_come = [each for each in changes.to_come if sayable(each.what)][:1]
    today = local(context.now, person(context.people, incident.owner).zone).date()
    facts = words.Facts(
        name=_alone(incident),
        me=me,
        several=len(names) > 1,
        mistake=sayable(said_to_them(one_line(incident.title), names)),
        expected=sayable(expected_of_us(one_line(incident.expected), names)),
        offer=sayable(_recorded(incident, "make_up", "offer")),
        changes="; ".join(filter(None, done)),
        to_come="".join(words.by_day(sayable(each.what), each.day, today) for each in to_come),
        next_word=_next_word(incident, context),
    )
    return _fit_to_be_sent(words.DRAFTS[artefact.key], facts, around, decided)


def _fit_to_be_sent(
    make: Callable[[words.Facts], str], facts: words.Facts, around: Circle, decided: House
) -> str:
    """The draft with as many of the facts as the review finds nothing in."""
    nameless = words.Facts(several=facts.several, next_word=facts.next_word)
    fewer = (facts, replace(facts, name="", me=""), replace(nameless, name=facts.name))
    bare = make(nameless)
    drafted = (make(each) for each in fewer)
    return next((text for text in drafted if not remarks(text, around, decided)), bare)


def _alone(incident: Incident) -> str:
    """The customer by name where there is one; of several, none is told about the others."""
    return one_line(incident.customers[0].name) if len(incident.customers) == 1 else ""


def _signed(name: str) -> str:
    """A name as it may stand in a letter; what somebody is called in Slack may be a handle."""
    return name if name[:1].isupper() else ""


def _recorded(incident: Incident, artefact: str, key: str) -> str:
    """What a step of that kind left behind under that key."""
    found = (
        incident.state(step.id).artefact.get(key, "")
        for step in incident.playbook.steps
        if step.artefact == artefact
    )
    return one_line(next(found, ""))


def _next_word(incident: Incident, context: Context) -> str:
    """The next word that noting these ones will promise, as the owner would say it."""
    zone = person(context.people, incident.owner).zone
    there = local(_rounded(next_update(incident, context.now, context), context.now), zone)
    return words.spoken_time(there, local(context.now, zone).date())


def _rounded(due: datetime, now: datetime) -> datetime:
    """A little earlier, to a half hour, where there is time for it."""
    earlier = due - timedelta(
        minutes=due.minute % 30, seconds=due.second, microseconds=due.microsecond
    )
    return earlier if earlier - now >= timedelta(minutes=30) else due
