"""A promise's message in the thread, and what is asked about one before it is kept."""

from dataclasses import replace
from datetime import datetime

from bot.by_when import Reading, Trouble
from bot.calendar import local
from bot.incident import Incident
from bot.ledger import Promise
from bot.wording import promise_questions as questions
from bot.wording import promises as words
from handlers import ids
from handlers.promise_values import Draft
from handlers.views.shapes import (
    Message,
    actions,
    button,
    message,
    option,
    overflow,
    paragraphs,
    section,
)


def promise(incident: Incident, promise: Promise) -> Message:
    """As its message says it now."""
    value = ids.value(incident.number, promise.key)
    if not promise.is_open:
        again = option(words.OPEN_AGAIN, _option(ids.CHOICE_REOPEN, incident, promise))
        menu = overflow(ids.PROMISE_MORE, [again])
        line = section(words.settled_line(promise), accessory=menu)
        return message(words.fallback(promise), [line])
    choices = [
        option(words.NOT_KEPT, _option(ids.CHOICE_BROKEN, incident, promise)),
        option(words.RELEASE, _option(ids.CHOICE_RELEASE, incident, promise)),
    ]
    buttons = actions(
        button(words.KEPT, ids.PROMISE_KEPT, value, style="primary"),
        button(words.CHANGE, ids.PROMISE_CHANGE, value),
        overflow(ids.PROMISE_MORE, choices),
    )
    return message(words.fallback(promise), [*paragraphs(words.open_line(promise)), buttons])


def _option(choice: str, incident: Incident, promise: Promise) -> str:
    return ids.option(choice, incident.number, promise.key)


def ask(number: int, draft: Draft, reading: Reading, zone: str) -> Message:
    """By when? With a button for each time it can be, on the clock of `zone`, and the form. Where
    nobody knows that clock (""), they choose on their own, in the form."""
    times = [
        button(questions.this_time(local(due, zone)), action, _with(draft, due).value(number))
        for due, action in zip(reading.choices if zone else (), ids.PROMISE_YES, strict=False)
    ]
    form = button(questions.CHOOSE, ids.PROMISE_FORM, draft.value(number))
    timed = bool(reading.choices or reading.past)
    said = (
        _question(draft.words, reading)
        if zone or not timed
        else questions.on_which_clock(draft.words)
    )
    return message(said, [*paragraphs(said), actions(*times, form)])


def _with(draft: Draft, due: datetime) -> Draft:
    return replace(draft, due=due)


def _question(said: str, reading: Reading) -> str:
    if reading.choices:
        return questions.which(said, reading.choices, reading.unread)
    if reading.past is not None:
        return questions.in_the_past(said, reading.past)
    if reading.trouble is Trouble.NO_SUCH_DAY:
        return questions.no_such_day(said)
    far = reading.trouble is Trouble.FAR
    return questions.too_far(said) if far else questions.not_understood(said)


def offer(number: int, draft: Draft) -> Message:
    """**Track this promise?**"""
    said = questions.offer(draft.words)
    track = button(questions.TRACK_IT, ids.PROMISE_FORM, draft.value(number), style="primary")
    return message(said, [*paragraphs(said), actions(track)])
