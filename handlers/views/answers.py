"""Private answers: what a gesture did, help, and what to do when something could not be done."""

from bot.text import link as link_to
from bot.typed import SUBCOMMANDS
from bot.wording import card as card_words
from bot.wording import exporting as export_words
from bot.wording import help as words
from bot.wording import make_up_forms, own_playbooks, system
from bot.wording import settings as settings_words
from bot.wording import takers as taker_words
from bot.wording.answers import Answer, Offer, incident_closed
from handlers import ids
from handlers.views.shapes import (
    Block,
    Message,
    actions,
    button,
    context,
    message,
    paragraphs,
    section,
)

OFFERS = {
    Offer.FILL_IN: ids.STEP_FILL_IN,
    Offer.SAY_WHY: ids.STEP_SAY_WHY,
    Offer.TELL: ids.TELL,
    Offer.CHANGE_PROMISE: ids.PROMISE_CHANGE,
    Offer.KEPT_IN_TIME: ids.PROMISE_IN_TIME,
}


def _said(text: str, *buttons: Block) -> Message:
    blocks = paragraphs(text)
    return message(text, [*blocks, actions(*buttons)] if buttons else blocks)


def gesture(answer: Answer, number: int) -> Message:
    """What a gesture did, with the button that goes with it, if any."""
    if answer.offer is None:
        return _said(answer.text)
    value = ids.value(number, answer.step)
    return _said(answer.text, button(answer.label, OFFERS[answer.offer], value, style="primary"))


def opened(answer: Answer, number: int) -> Message:
    """Thanks for opening an incident."""
    details = button(card_words.ADD_DETAILS, ids.ADD_DETAILS, ids.value(number))
    return _said(answer.text, details)


def owner_instead(number: int, asked: str) -> Message:
    """Whoever was to be the owner (a user id) cannot be it."""
    hand_over = button(card_words.HAND_OVER, ids.HAND_OVER, ids.value(number))
    return _said(taker_words.owner_instead(number, asked), hand_over)


def came_back(number: int, to: str) -> Message:
    """The same for a step, a promise or an action."""
    return _said(taker_words.came_back(number, to))


def left_with(number: int, to: str, lead: str | None) -> Message:
    """The same where whoever chose them can see it no more."""
    return _said(taker_words.left_with(number, to, lead))


def not_the_lead(asked: str, stays: str | None, command: str) -> Message:
    """Whoever was named the lead (a user id) cannot be it; `stays` is it still, if anybody."""
    return _said(taker_words.not_the_lead(asked, stays, command))


def opened_link(number: int, link: str) -> Message:
    """The card went somewhere else, and this is where. `link` is its permalink."""
    return _said(system.card_is_there(number, link_to(link, card_words.OPEN_THREAD)))


def help_message(command: str, unknown: str | None) -> Message:
    """What can be typed; `unknown` is a word that was not understood, as typed."""
    buttons = [button(words.OPEN_FORM, ids.OPEN_FORM, " ")]
    blocks: list[Block] = []
    text = words.fallback(command)
    if unknown:
        text = words.unknown_fallback(unknown)
        blocks = [
            *paragraphs(words.unknown(unknown, command)),
            actions(button(words.OPEN_IT, ids.OPEN_TEXT, unknown[: ids.VALUE_LIMIT])),
        ]
    lines = [words.form_line(command)]
    lines += [words.line(command, each.usage, each.does) for each in SUBCOMMANDS]
    blocks += [
        section(words.intro(command)),
        *paragraphs("\n".join(lines)),
        section(words.reactions(command)),
        actions(*buttons),
        context(words.voice()),
    ]
    return message(text, blocks)


def needs_words(command: str) -> Message:
    """Nothing but signs or emoji was typed."""
    return _said(words.needs_words(command), button(words.OPEN_FORM, ids.OPEN_FORM, " "))


def opened_already(command: str) -> Message:
    """The button that opens what was typed, pressed once more."""
    return _said(words.opened_already(command))


def number_wanted(command: str, word: str, typed: str) -> Message:
    """`show` or `tell` without a number that could be one."""
    all_too = word == "export"
    said = export_words.number_or_all(command) if all_too else words.number_wanted(command, word)
    return _said(said, button(words.OPEN_IT, ids.OPEN_TEXT, typed[: ids.VALUE_LIMIT]))


def unsure(command: str, first: str, number: int | None, typed: str) -> Message:
    """What looks like a command and is none: nothing was opened yet."""
    meant = next((each for each in SUBCOMMANDS if each.word == first), None)
    if meant is not None:
        said = words.unsure(command, typed, meant.usage, meant.does)
    else:
        said = words.no_deed(command, typed, number)
    return _said(said, button(words.OPEN_IT, ids.OPEN_TEXT, typed[: ids.VALUE_LIMIT]))


def no_such_incident(command: str, number: int) -> Message:
    """No such number, or not for this person's eyes."""
    return _said(words.no_such_incident(command, number))


def no_such_incident_to_promise(command: str, number: int, typed: str) -> Message:
    """The same where what was typed may be the mistake itself, and must not be lost."""
    said = words.no_such_incident_to_promise(command, number)
    return _said(said, button(words.OPEN_IT, ids.OPEN_TEXT, typed[: ids.VALUE_LIMIT]))


def try_again(command: str) -> Message:
    """Slack did not open the form in time."""
    return _said(system.form_expired(command))


def failed(reference: str) -> Message:
    """Something went wrong that nobody foresaw; `reference` is in the log too."""
    return _said(system.unforeseen(reference))


def outsiders_read_along() -> Message:
    """A button that was pressed where another company reads along."""
    return _said(system.outsiders_read_along())


def closed(number: int) -> Message:
    """A button on something that is closed."""
    said = incident_closed(number).text
    return _said(said, button(card_words.REOPEN, ids.REOPEN, ids.value(number)))


def closed_to_promise(command: str, number: int, typed: str) -> Message:
    """The same where something was typed, which Slack has taken out of the message field."""
    said = words.closed_to_promise(command, number, typed)
    return _said(said, button(card_words.REOPEN, ids.REOPEN, ids.value(number)))


def settled(number: int) -> Message:
    """A reminder's button about something no longer owed on that incident."""
    return _said(system.settled(number))


def named_lead(by: str, command: str) -> Message:
    """Somebody was named the team's lead by someone who is no admin."""
    return _said(settings_words.named_lead(by, command))


def make_ups_saved() -> Message:
    """The settings for make-ups are kept."""
    return _said(make_up_forms.settings_saved())


def playbooks_saved() -> Message:
    """The playbooks are kept."""
    return _said(own_playbooks.saved())


def settings_saved() -> Message:
    """The settings are kept."""
    return _said(settings_words.settings_saved())


def settings_saved_but(channel: str, error: str) -> Message:
    """They are kept, but no card can go to the channel chosen; `error` as in a card's trouble."""
    return _said(settings_words.settings_saved_but(channel, error))
