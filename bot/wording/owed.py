"""What a thing that is owed is called, wherever reminders and lists speak of it."""

from bot.chasing import step_of_key
from bot.incident import Incident
from bot.owing import action_of, promise_of
from bot.wording import actions, promises, reminders
from bot.wording.terms import plain


def owed_name(key: str, incident: Incident) -> str:
    """As finished mrkdwn: a step's name, “refund by Friday noon”, the next word to the customer."""
    promise, action = promise_of(key, incident), action_of(key, incident)
    if promise:
        return promises.said(promise)
    if action:
        return actions.said(action)
    return reminders.owed_name(key, step_of_key(key, incident))


def owed_in_words(key: str, incident: Incident) -> str:
    """The same as plain text, without quotation marks."""
    promise, action = promise_of(key, incident), action_of(key, incident)
    if promise:
        return plain(promise.words, 200)
    if action:
        return plain(action.what, 200)
    step = step_of_key(key, incident)
    return step.name if step else reminders.owed_name(key, None)
