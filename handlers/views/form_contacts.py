"""**Customers**, with each one's contact record, and the form that corrects one."""

from collections.abc import Iterator, Sequence

from bot import heard, rhythm
from bot.forms import WAYS
from bot.incident import Customer, Incident
from bot.wording import contacts as words
from bot.wording import modals as common
from bot.wording import taking_off as taking_off_words
from handlers import ids, ids_contacts
from handlers.ids import Meta
from handlers.views import inputs
from handlers.views.shapes import Block, View, actions, button, context, option, section

PAGE = 20  # ours: with the longest records still well below 250 kB a view (Slack: "Views")
SHOWN_MOST = 5  # beside the card: as many as are read there


def contacts(meta: Meta, incident: Incident, *, offset: int) -> View:
    """Part of the contact records, from number `offset` (0 is the first)."""
    total = len(incident.customers)
    start = min(max(offset, 0), max(total - 1, 0))
    shown = incident.customers[start : start + PAGE]
    blocks = [section(common.about(incident))]
    if total > PAGE:
        blocks.append(section(words.shown_of(start + 1, start + len(shown), total)))
    blocks += _records(incident, shown, correct=True)
    if not total:
        blocks.append(section(words.nobody_named()))
    blocks += _pages(incident.number, start, total)
    blocks.append(context(words.hint()))
    return inputs.modal(
        ids_contacts.MODAL_CONTACTS, meta, words.CUSTOMERS, blocks, close=common.GOT_IT
    )


def beside_the_card(incident: Incident) -> list[Block]:
    """The first few records, and the button for all of them; nothing where nobody is named."""
    if not incident.customers:
        return []
    first = incident.customers[:SHOWN_MOST]
    total = len(incident.customers)
    heading = words.heading() if total == len(first) else words.shown_of(1, len(first), total)
    blocks = [section(heading), *_records(incident, first, correct=False)]
    if incident.is_open:  # a closed card has the button
        value = ids.value(incident.number)
        blocks.append(actions(button(words.MORE_CUSTOMERS, ids_contacts.CONTACTS, value)))
    return blocks


def _records(
    incident: Incident, customers: Sequence[Customer], *, correct: bool
) -> Iterator[Block]:
    """One below the other, each with its button where it can be corrected."""
    for above, customer in zip((None, *customers), customers, strict=False):
        text = words.record(
            customer,
            incident.owner,
            rhythm.next_to(incident, customer),
            heard.promises_to(incident, customer),
            above=above,
        )
        value = ids.value(incident.number, ids.short_key(customer.name))
        button_of = button(words.CORRECT, ids_contacts.CONTACT_CORRECT, value)
        yield section(text, accessory=button_of if correct else None)


def _pages(number: int, start: int, total: int) -> list[Block]:
    """Each in a row of its own: an action id may stand only once in a row."""
    to: list[tuple[str, int]] = []
    if start > 0:
        to.append((words.EARLIER, max(start - PAGE, 0)))
    if start + PAGE < total:
        to.append((words.LATER, start + PAGE))
    return [
        actions(button(label, ids_contacts.CONTACTS_PAGE, ids.value(number, str(offset))))
        for label, offset in to
    ]


def contact(meta: Meta, incident: Incident, customer: Customer) -> View:
    """One record, to be corrected. The next word is asked for while the incident is open."""
    ways = [option(shown, key) for key, shown in WAYS.items()]
    blocks = [
        inputs.words(ids_contacts.NAME, words.NAME, initial=customer.name, multiline=False),
        inputs.person(
            ids_contacts.TOLD_BY, words.SPEAKER, initial=customer.told_by or incident.owner
        ),
        inputs.moment(
            ids.TOLD_AT,
            words.LAST_CONTACT,
            initial=customer.told_at,
            hint=words.LAST_CONTACT_HINT,
            optional=True,
        ),
        inputs.choice(ids.WAY, words.LAST_WAY, ways, initial=customer.way, optional=True),
        inputs.words(ids.WORDS, words.LAST_WORDS, initial=customer.words, optional=True),
    ]
    if incident.is_open:
        blocks.append(
            inputs.moment(
                ids.NEXT_UPDATE_AT,
                words.NEXT_WORD,
                initial=rhythm.next_to(incident, customer),
                hint=words.NEXT_WORD_HINT,
                optional=True,
            )
        )
        blocks.append(taking_off())
    return inputs.modal(
        ids_contacts.MODAL_CONTACT,
        meta,
        words.CORRECT_TITLE,
        blocks,
        submit=common.SAVE,
        close=common.BACK,
    )


def taking_off() -> Block:
    """Whether that customer is to be taken off; without an answer, they stay."""
    options = [
        option(taking_off_words.TAKE_OFF, ids_contacts.TAKE_OFF_YES),
        option(taking_off_words.TAKE_OFF_TOLD, ids_contacts.TAKE_OFF_TOLD),
    ]
    asked, hint = taking_off_words.ASKED, taking_off_words.HINT
    return inputs.choice(ids_contacts.TAKE_OFF, asked, options, hint=hint, optional=True)
