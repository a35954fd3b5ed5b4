"""**Update the customer**."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.forms import WAYS
from bot.incident import Incident
from bot.wording import modals as words
from bot.wording import review as review_words
from handlers import ids
from handlers.ids import Meta
from handlers.views import inputs
from handlers.views.review import Reviewed, review
from handlers.views.shapes import Block, View, context, option, section


@dataclass(frozen=True)
class Telling:
    """What stands in the form: the words, how and when they reached whom (values of the menus), and
    when the next ones are due."""

    words: str = ""
    way: str = ""
    customers: Sequence[str] = ()
    at: datetime | None = None
    next_update_at: datetime | None = None


def tell(
    meta: Meta, incident: Incident, given: Telling, *, reviewed: Reviewed | None = None
) -> View:
    """What the customers are told, with remarks on the words once they have been reviewed."""
    ways = [option(shown, key) for key, shown in WAYS.items()]
    blocks = [section(words.about(incident)), context(words.tell_intro())]
    if len(incident.customers) > 1:
        blocks.append(_whom(incident, given.customers))
    if reviewed:
        blocks += review(reviewed)
    blocks += [
        inputs.words(ids.WORDS, words.WORDS, initial=given.words, hint=words.WORDS_HINT),
        inputs.moment(
            ids.NEXT_UPDATE_AT,
            words.NEXT_UPDATE_AT,
            initial=given.next_update_at,
            hint=words.NEXT_UPDATE_HINT,
            optional=True,
        ),
        inputs.choice(ids.WAY, words.WAY, ways, initial=given.way, optional=True),
        inputs.moment(ids.TOLD_AT, words.TOLD_AT, initial=given.at, optional=True),
    ]
    return inputs.modal(
        ids.MODAL_TELL,
        meta,
        words.UPDATE_THE_CUSTOMER,
        blocks,
        submit=review_words.NOTE_AS_IT_IS if reviewed else words.NOTE_IT,
        close=words.CANCEL,
    )


def _whom(incident: Incident, chosen: Sequence[str]) -> Block:
    names = [
        option(words.customer_option(customer.name), ids.short_key(customer.name))
        for customer in incident.customers
    ]
    return inputs.several(
        ids.CUSTOMERS,
        words.TOLD_WHOM,
        names,
        initial=chosen,
        placeholder=words.ALL_OF_THEM,
        hint=words.TOLD_WHOM_HINT,
    )
