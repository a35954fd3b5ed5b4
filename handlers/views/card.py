"""The card and the story below it."""

from bot.closing import missing
from bot.incident import Incident
from bot.text import link as link_to
from bot.wording import actions as action_words
from bot.wording import card as words
from bot.wording import contacts as contact_words
from bot.wording import promises as promise_words
from bot.wording.scorecard import HOW_IT_WENT
from handlers import ids, ids_contacts, ids_learning
from handlers.views.form_contacts import beside_the_card
from handlers.views.shapes import (
    Block,
    Message,
    actions,
    button,
    context,
    header,
    message,
    option,
    overflow,
    paragraphs,
    section,
)


def card(incident: Incident) -> Message:
    """The card as it goes above the thread."""
    return message(words.fallback(incident), [*_told(incident), _buttons(incident)])


def card_elsewhere(incident: Incident, link: str | None) -> Message:
    """The same where someone asked for it; `link` is the permalink of the thread, if known."""
    blocks = _told(incident)
    if link:
        blocks.append(section(link_to(link, words.OPEN_THREAD)))
    return message(
        words.fallback(incident), [*blocks, _buttons(incident), *beside_the_card(incident)]
    )


def _told(incident: Incident) -> list[Block]:
    now = words.now(incident, missing(incident))
    standing = "\n".join(line for line in (now, words.next_word(incident)) if line)
    circumstances = words.circumstances(incident)
    return [
        header(words.heading(incident)),
        section("", fields=words.facts(incident)),
        *paragraphs(standing),
        *(paragraphs(circumstances) if circumstances else ()),
        context(words.small_print(incident)),
    ]


def _buttons(incident: Incident) -> Block:
    value = ids.value(incident.number)
    if not incident.is_open:
        return actions(
            button(words.REOPEN, ids.REOPEN, value),
            button(words.TIMELINE, ids.TIMELINE, value),
            button(HOW_IT_WENT, ids_learning.SCORECARD, value),
            button(contact_words.MORE_CUSTOMERS, ids_contacts.CONTACTS, value),
        )
    return actions(
        button(words.ADD_DETAILS, ids.ADD_DETAILS, value),
        button(words.UPDATE_THE_CUSTOMER, ids.TELL, value),
        button(words.HAND_OVER, ids.HAND_OVER, value),
        button(words.CLOSE, ids.CLOSE, value),
        overflow(
            ids.CARD_MORE,
            [
                option(words.TIMELINE, ids.option(ids.CHOICE_TIMELINE, incident.number)),
                option(
                    contact_words.MORE_CUSTOMERS,
                    ids.option(ids_contacts.CHOICE_CONTACTS, incident.number),
                ),
                option(promise_words.MORE_PROMISE, ids.option(ids.CHOICE_PROMISE, incident.number)),
                option(action_words.MORE_ACTION, ids.option(ids.CHOICE_ACTION, incident.number)),
            ],
        ),
    )


def story(incident: Incident) -> Message:
    """The whole of what happened, where the title could not hold it."""
    return message(words.story_fallback(incident), paragraphs(words.story(incident)))
