"""The forms about make-ups: for one, for whoever decides on it, and for the workspace."""

from collections.abc import Mapping

from bot.forms import MAKE_UP, Field, FieldKind
from bot.ideas import TRADES, fitting
from bot.incident import Incident
from bot.limits import limit_of
from bot.make_up import MakeUp, MakeUpState, MakingUp
from bot.money import Money, shown
from bot.playbook import Step
from bot.settings import Settings
from bot.wording import limits as limit_words
from bot.wording import make_up_forms as words
from bot.wording import modals as common
from bot.wording import review as review_words
from bot.wording import weighing
from handlers import ids
from handlers.ids import Meta
from handlers.views import inputs
from handlers.views.form_step import titled
from handlers.views.review import Reviewed, review
from handlers.views.shapes import Block, View, context, option, paragraphs, section

WORTH = "worth"
WORDS = "offer"  # the field with the words a customer may get


def make_up(
    meta: Meta,
    incident: Incident,
    step: Step | None,
    settings: Settings,
    *,
    values: Mapping[str, str] | None = None,
    weighed: MakingUp | None = None,
    reviewed: Reviewed | None = None,
    asks: bool = False,
    slips: tuple[Money, ...] = (),
) -> View:
    """One make-up, of `step` or beside the steps. `values` are what was filled in already, and
    `weighed` is it beside what is at stake; remarks on its words, once they have been `reviewed`,
    go above them. `asks`: it is above the limit, so it is a request. `slips`: amounts
    to ask about."""
    made = _known(incident, step, meta.entry)
    given = _values(incident, made) if values is None else values
    blocks = [section(common.about(incident))]
    if made and made.state is MakeUpState.ASKED:
        blocks.append(section(words.waits(settings.lead if settings.lead != made.by else None)))
    elif made and made.state is MakeUpState.APPROVED:
        blocks.append(section(words.has_a_yes()))
    if slips:
        blocks.append(section(words.slips(tuple(map(shown, slips)))))
    if weighed:
        blocks += _beside(weighed)
    for field in MAKE_UP.fields:
        if reviewed and field.key == WORDS:
            blocks += review(reviewed)
        several = field.kind is FieldKind.TEXT
        blocks.append(
            inputs.words(
                ids.FIELD_PREFIX + field.key,
                field.label,
                initial=given.get(field.key, ""),
                hint=_hint(field, incident.making_up, settings),
                optional=not field.required,
                multiline=several,
            )
        )
    blocks.append(context(words.teaching()))
    ideas = fitting(incident.severity, settings.trade, settings.own_ideas, incident.number)
    blocks += paragraphs(words.ideas(ideas))
    return inputs.modal(
        ids.MODAL_MAKE_UP,
        meta,
        titled(step, MAKE_UP) if step else words.TITLE,
        blocks,
        submit=limit_words.ASK_FOR_IT if asks else _submit(reviewed),
        close=common.CANCEL,
    )


def _submit(reviewed: Reviewed | None) -> str:
    return review_words.NOTE_AS_IT_IS if reviewed else common.NOTE_IT


def _hint(field: Field, making: MakingUp, settings: Settings) -> str:
    """What goes below a question; below the worth, how much may be offered."""
    limit = limit_of(making, settings)
    if field.key != WORTH or limit is None:
        return field.hint
    raised = making.allowed is not None
    return f"{field.hint} {limit_words.hint(shown(limit), raised=raised)}"


def _known(incident: Incident, step: Step | None, number: int) -> MakeUp | None:
    making = incident.making_up
    if number:
        return making.find(number)
    if step is None:
        return None
    pending = making.of_step(step.id, MakeUpState.ASKED, MakeUpState.APPROVED)
    return pending or making.of_step(step.id, MakeUpState.OFFERED)


def _values(incident: Incident, made: MakeUp | None) -> dict[str, str]:
    making = incident.making_up
    found = {"valued": _typed(making.valued), "leaving": _typed(making.leaving)}
    return found | ({"offer": made.offer, "worth": _typed(made.worth)} if made else {})


def _typed(money: Money | None) -> str:
    return shown(money) if money else ""


def _beside(weighed: MakingUp) -> list[Block]:
    said = weighing.weighed(weighed, weighed.offers[-1].worth)
    return [section(words.beside(weighing.yardstick(weighed), said))]


def decline(meta: Meta, incident: Incident, made: MakeUp) -> View:
    """Why not."""
    blocks = [
        section(common.about(incident)),
        section(words.what(made)),
        inputs.words(ids.REASON, words.WHY_NOT, hint=words.WHY_NOT_HINT),
    ]
    return inputs.modal(
        ids.MODAL_DECLINE,
        meta,
        words.DECLINE_TITLE,
        blocks,
        submit=words.DECLINE_IT,
        close=common.BACK,
    )


def amount(meta: Meta, incident: Incident, made: MakeUp) -> View:
    """How much is fine."""
    blocks = [
        section(common.about(incident)),
        section(words.what(made)),
        inputs.words(
            ids.AMOUNT,
            words.UP_TO,
            initial=shown(made.worth),
            hint=words.UP_TO_HINT,
            multiline=False,
        ),
    ]
    return inputs.modal(
        ids.MODAL_AMOUNT,
        meta,
        words.AMOUNT_TITLE,
        blocks,
        submit=words.ALLOW_IT,
        close=common.BACK,
    )


def make_ups(meta: Meta, settings: Settings) -> View:
    """What a workspace decides about them."""
    trades = [option(name, key) for key, name in TRADES.items()]
    trades.append(option(words.TRADE_ANY, ids.TRADE_ANY))
    limit = settings.make_up_limit
    blocks = [
        section(words.intro()),
        inputs.words(
            ids.CURRENCY,
            words.CURRENCY,
            initial=settings.currency,
            hint=words.CURRENCY_HINT,
            optional=True,
            multiline=False,
        ),
        inputs.words(
            ids.LIMIT,
            words.LIMIT,
            initial=shown(limit) if limit else "",
            hint=words.LIMIT_HINT,
            optional=True,
            multiline=False,
        ),
        inputs.choice(
            ids.TRADE,
            words.TRADE,
            trades,
            initial=settings.trade or ids.TRADE_ANY,
            hint=words.TRADE_HINT,
            optional=True,
        ),
        inputs.words(
            ids.IDEAS,
            words.IDEAS,
            initial="\n".join(settings.own_ideas),
            hint=words.IDEAS_HINT,
            optional=True,
        ),
    ]
    return inputs.modal(
        ids.MODAL_MAKE_UPS,
        meta,
        words.SETTINGS_TITLE,
        blocks,
        submit=common.SAVE,
        close=common.BACK,
    )
