"""**Promise**, the form of an action that prevents, and why one of them is no longer needed."""

from datetime import date, datetime

from bot.incident import Incident
from bot.wording import ledger_forms as words
from bot.wording import modals as common
from bot.wording import review as review_words
from handlers import ids
from handlers.ids import Meta
from handlers.views import inputs
from handlers.views.review import Reviewed, review
from handlers.views.shapes import View, context, option, section


def promise(
    meta: Meta,
    incident: Incident,
    *,
    said: str,
    due: datetime | None,
    owner: str,
    chosen: tuple[str, ...] = (),
    reviewed: Reviewed | None = None,
) -> View:
    """What was promised, by when (UTC), who sees to it, to whom (names; none means all), with
    remarks on the words once they have been `reviewed`. More names than a menu can show as chosen
    are not asked about."""
    blocks = [
        section(common.about(incident)),
        context(words.promise_intro()),
        *(review(reviewed) if reviewed else ()),
        inputs.words(ids.WORDS, words.WHAT, initial=said, hint=words.WHAT_HINT),
        inputs.moment(ids.DUE, words.DUE, initial=due, hint=words.DUE_HINT, optional=True),
        inputs.person(ids.OWNER, words.OWNER, initial=owner, hint=words.OWNER_HINT),
    ]
    if len(incident.customers) > 1 and len(chosen) <= inputs.CHOSEN_LIMIT:
        names = [
            option(common.customer_option(customer.name), ids.short_key(customer.name))
            for customer in incident.customers
        ]
        blocks.append(
            inputs.several(
                ids.CUSTOMERS,
                words.TO_WHOM,
                names,
                placeholder=common.ALL_OF_THEM,
                hint=words.TO_WHOM_HINT,
                initial=[ids.short_key(name) for name in chosen],
            )
        )
    return inputs.modal(
        ids.MODAL_PROMISE,
        meta,
        words.PROMISE,
        blocks,
        submit=review_words.NOTE_AS_IT_IS if reviewed else words.TRACK,
        close=common.CANCEL,
    )


def action(meta: Meta, incident: Incident, *, what: str, owner: str, day: date | None) -> View:
    """What will change, who sees to it, by which day."""
    blocks = [
        section(common.about(incident)),
        inputs.words(ids.WHAT, words.ACTION_WHAT, initial=what, multiline=False),
        inputs.person(ids.OWNER, words.OWNER, initial=owner, hint=words.OWNER_HINT),
        inputs.date(ids.DAY, words.ACTION_DAY, initial=day.isoformat() if day else ""),
    ]
    return inputs.modal(
        ids.MODAL_ACTION, meta, words.ACTION, blocks, submit=words.AGREED, close=common.CANCEL
    )


def release(meta: Meta, said: str, *, promise: bool) -> View:
    """Why a promise is no longer needed, or an action will not be done. `said`: which (mrkdwn)."""
    blocks = [section(said), inputs.words(ids.REASON, words.WHY, hint=words.WHY_HINT)]
    return inputs.modal(
        ids.MODAL_RELEASE,
        meta,
        words.RELEASE if promise else words.DROP,
        blocks,
        submit=words.RELEASE_IT if promise else words.DROP_IT,
        close=common.CANCEL,
    )
