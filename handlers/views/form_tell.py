"""**Update the customer**."""

from datetime import datetime

from bot.forms import WAYS
from bot.incident import Incident
from bot.wording import modals as words
from handlers import ids
from handlers.ids import Meta
from handlers.views import inputs
from handlers.views.shapes import View, context, option, section


def tell(
    meta: Meta, incident: Incident, *, now: datetime, next_update_at: datetime | None, draft: str
) -> View:
    """What the customers were told. `draft` may be empty; `next_update_at` is the time proposed
    for the next word, if any."""
    ways = [option(shown, key) for key, shown in WAYS.items()]
    blocks = [
        section(words.about(incident)),
        context(words.tell_intro()),
        inputs.words(ids.WORDS, words.WORDS, initial=draft, hint=words.WORDS_HINT),
        inputs.choice(ids.WAY, words.WAY, ways, optional=True),
    ]
    if len(incident.customers) > 1:
        names = [
            option(words.customer_option(customer.name), ids.customer_key(customer.name))
            for customer in incident.customers
        ]
        blocks.append(
            inputs.several(
                ids.CUSTOMERS,
                words.TOLD_WHOM,
                names,
                placeholder=words.ALL_OF_THEM,
                hint=words.TOLD_WHOM_HINT,
            )
        )
    blocks += [
        inputs.moment(ids.TOLD_AT, words.TOLD_AT, initial=now, optional=True),
        inputs.moment(
            ids.NEXT_UPDATE_AT,
            words.NEXT_UPDATE_AT,
            initial=next_update_at,
            hint=words.NEXT_UPDATE_HINT,
            optional=True,
        ),
    ]
    return inputs.modal(
        ids.MODAL_TELL,
        meta,
        words.UPDATE_THE_CUSTOMER,
        blocks,
        submit=words.NOTE_IT,
        close=words.CANCEL,
    )
