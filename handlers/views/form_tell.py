"""**Update the customer**."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.forms import WAYS
from bot.incident import Incident
from bot.wording import modals as words
from bot.wording import review as review_words
from handlers import ids, ids_contacts
from handlers.ids import Meta
from handlers.views import inputs
from handlers.views.review import Reviewed, review
from handlers.views.shapes import Block, View, context, option, section


@dataclass(frozen=True)
class Telling:
    """What stands in the form: the words, how and when they reached whom (values of the menus, and
    names that are new), who spoke, and when the next ones are due. `everyone`: the one tick that
    stands for more customers than a menu can show as chosen."""

    words: str = ""
    way: str = ""
    customers: Sequence[str] = ()
    everyone: bool = False
    new: Sequence[str] = ()
    told_by: str = ""
    at: datetime | None = None
    next_update_at: datetime | None = None


def beginning(incident: Incident, me: str, now: datetime, next_at: datetime | None) -> Telling:
    """The form as it opens: everybody is told, by `me`, now, the way they were told before."""
    keys = [ids.short_key(customer.name) for customer in incident.customers]
    ways = {customer.way for customer in incident.customers}
    many = len(keys) > inputs.CHOSEN_LIMIT
    return Telling(
        way=ways.pop() if len(ways) == 1 else "",
        customers=() if many else keys,
        everyone=many,
        told_by=me,
        at=now,
        next_update_at=next_at,
    )


def tell(
    meta: Meta, incident: Incident, given: Telling, *, reviewed: Reviewed | None = None
) -> View:
    """What the customers are told, with remarks on the words once they have been reviewed."""
    ways = [option(shown, key) for key, shown in WAYS.items()]
    blocks = [section(words.about(incident)), context(words.tell_intro()), *whom(incident, given)]
    if reviewed:
        blocks += review(reviewed)
    blocks += [
        inputs.words(ids.WORDS, words.WORDS, initial=given.words, hint=words.WORDS_HINT),
        next_word(given),
        inputs.choice(ids.WAY, words.WAY, ways, initial=given.way, optional=True),
        inputs.person(ids_contacts.TOLD_BY, words.WHO_TOLD, initial=given.told_by, optional=True),
        inputs.moment(ids.TOLD_AT, words.TOLD_AT, initial=given.at, optional=True),
        inputs.words(
            ids_contacts.NEW_CUSTOMERS,
            words.NEW_CUSTOMERS if incident.customers else words.CUSTOMERS,
            initial="\n".join(given.new),
            hint=words.NEW_CUSTOMERS_HINT,
            optional=True,
        ),
    ]
    return inputs.modal(
        ids.MODAL_TELL,
        meta,
        words.UPDATE_THE_CUSTOMER,
        blocks,
        submit=review_words.NOTE_AS_IT_IS if reviewed else words.NOTE_IT,
        close=words.CANCEL,
    )


def next_word(given: Telling) -> Block:
    """When the customers hear from us next."""
    return inputs.moment(
        ids.NEXT_UPDATE_AT,
        words.NEXT_UPDATE_AT,
        initial=given.next_update_at,
        hint=words.NEXT_UPDATE_HINT,
        optional=True,
    )


def whom(incident: Incident, given: Telling) -> list[Block]:
    """Which of its customers are meant: a tick for each, a menu where there are many, and one tick
    for all where there are more than a menu can show as chosen."""
    names = [
        option(words.customer_option(customer.name), ids.short_key(customer.name))
        for customer in incident.customers
    ]
    if not names:
        return []
    if len(names) <= inputs.CHECKS_LIMIT:
        return [
            inputs.checks(
                ids.CUSTOMERS,
                words.TOLD_WHOM,
                names,
                initial=given.customers,
                hint=words.TOLD_WHOM_HINT if len(names) > 1 else "",
            )
        ]
    if len(names) <= inputs.CHOSEN_LIMIT:
        return [_menu(words.TOLD_WHOM, words.TOLD_WHOM_HINT, names, given)]
    everyone = option(words.all_of_them(len(names)), ids_contacts.EVERYONE_YES)
    ticked = [ids_contacts.EVERYONE_YES] if given.everyone else []
    return [
        inputs.checks(ids_contacts.EVERYONE, words.TOLD_WHOM, [everyone], initial=ticked),
        _menu(words.ONLY_THESE, words.ONLY_THESE_HINT, names, given),
    ]


def _menu(label: str, hint: str, names: list[Block], given: Telling) -> Block:
    return inputs.several(
        ids.CUSTOMERS,
        label,
        names,
        initial=given.customers,
        placeholder=words.CHOOSE_CUSTOMERS,
        hint=hint,
    )
