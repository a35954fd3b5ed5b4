"""**What went wrong?** and **Add details**."""

from datetime import datetime

from bot.contacts import NAME_LENGTH
from bot.incident import Incident, NoticedBy, Severity
from bot.settings import Settings
from bot.switching import may_switch
from bot.wording import card as card_words
from bot.wording import first as first_words
from bot.wording import modals as words
from bot.wording.terms import NOTICED, SEVERITY, SEVERITY_HINT
from handlers import ids, ids_contacts
from handlers.ids import Meta
from handlers.views import inputs
from handlers.views.shapes import Block, View, context, option, paragraphs, section


def opening(
    meta: Meta,
    *,
    me: str,
    prefill: str,
    ask_channel: bool,
    settings: Settings | None = None,
    in_hand: str = "",
) -> View:
    """The form that opens an incident. Only what happened is required, and the channel where
    there is none to go by (`ask_channel`). `prefill` is cut to what the field can hold. `in_hand`
    is about what is open for the same message (mrkdwn)."""
    settings = settings or Settings()
    blocks: list[Block] = [context(words.OPENING_INTRO), *paragraphs(in_hand)]
    blocks.append(
        inputs.words(ids.WHAT, words.WHAT, initial=prefill, placeholder=words.WHAT_PLACEHOLDER)
    )
    if ask_channel:
        blocks.append(inputs.conversation(ids.CHANNEL, words.CHANNEL, hint=words.CHANNEL_HINT))
    private = [option(words.PRIVATE_OPTION, ids.PRIVATE_YES, words.PRIVATE_HINT)]
    blocks += [
        _customers(""),
        _noticed(NoticedBy.UNKNOWN),
        _severity(Severity.MEDIUM),
        inputs.person(ids.OWNER, words.OWNER, initial=me, hint=words.OWNER_HINT, optional=True),
        _playbook(settings, settings.playbook_for(None).key),
        inputs.checks(ids.PRIVATE, words.PRIVATE, private),
        inputs.moment(ids.HAPPENED_AT, words.HAPPENED_AT, optional=True),
        _noticed_at(None),
        _expected(""),
    ]
    return inputs.modal(
        ids.MODAL_OPENING,
        meta,
        words.WHAT_WENT_WRONG,
        blocks,
        submit=words.OPEN_IT,
        close=words.CANCEL,
    )


def details(meta: Meta, incident: Incident, settings: Settings | None = None) -> View:
    """The same questions once it is open. What is too long for a field is shown, not asked, and
    another playbook is offered until somebody has begun with the steps."""
    settings = settings or Settings()
    names = "\n".join(customer.name for customer in incident.customers)
    many = len(names) > inputs.TEXT_LIMIT - NAME_LENGTH  # with room for one more
    blocks = [
        *_what(incident),
        *(_more_customers(len(incident.customers)) if many else [_customers(names)]),
        _noticed(incident.noticed_by),
        _severity(incident.severity),
        inputs.moment(
            ids.HAPPENED_AT, words.HAPPENED_AT, initial=incident.happened_at, optional=True
        ),
        _noticed_at(incident.noticed_at),
        inputs.moment(
            ids.FIRST_TOLD_AT,
            first_words.FIRST_TOLD_AT,
            initial=incident.first_told_at,
            hint=first_words.FIRST_TOLD_HINT,
            optional=True,
        ),
        _expected(incident.expected),
    ]
    if may_switch(incident) and incident.playbook_key in settings.playbooks:
        blocks.append(_playbook(settings, incident.playbook_key))
    return inputs.modal(
        ids.MODAL_DETAILS, meta, words.ADD_DETAILS, blocks, submit=words.SAVE, close=words.CANCEL
    )


def _what(incident: Incident) -> list[Block]:
    text = incident.story or incident.title
    if len(text) <= inputs.TEXT_LIMIT:
        return [inputs.words(ids.WHAT, words.WHAT, initial=text)]
    return [
        section(words.story_so_far()),
        *paragraphs(card_words.story(incident)),
        inputs.words(ids.MORE_WORDS, words.MORE_WORDS, optional=True),
    ]


def _customers(names: str) -> Block:
    return inputs.words(
        ids.CUSTOMERS, words.CUSTOMERS, initial=names, hint=words.CUSTOMERS_HINT, optional=True
    )


def _more_customers(known: int) -> list[Block]:
    """Where they are too many for one field, those who are new."""
    more = inputs.words(
        ids_contacts.NEW_CUSTOMERS, words.MORE_CUSTOMERS, hint=words.CUSTOMERS_HINT, optional=True
    )
    return [section(words.many_customers(known)), more]


def _noticed(initial: NoticedBy) -> Block:
    options = [option(name, value) for value, name in NOTICED.items()]
    return inputs.choice(
        ids.NOTICED, words.NOTICED, options, initial=initial, optional=True, radio=True
    )


def _noticed_at(initial: datetime | None) -> Block:
    return inputs.moment(
        ids.NOTICED_AT,
        first_words.NOTICED_AT,
        initial=initial,
        hint=first_words.NOTICED_AT_HINT,
        optional=True,
    )


def _playbook(settings: Settings, initial: str) -> Block:
    books = [option(book.name, key) for key, book in settings.playbooks.items()]
    return inputs.choice(ids.PLAYBOOK, words.PLAYBOOK, books, initial=initial, optional=True)


def _severity(initial: Severity) -> Block:
    options = [option(name, value, SEVERITY_HINT[value]) for value, name in SEVERITY.items()]
    return inputs.choice(
        ids.SEVERITY, words.SEVERITY, options, initial=initial, optional=True, radio=True
    )


def _expected(initial: str) -> Block:
    return inputs.words(
        ids.EXPECTED, words.EXPECTED, initial=initial, hint=words.EXPECTED_HINT, optional=True
    )
