"""Sent forms about make-ups: one of them, a decision about one, and the workspace's settings."""

from dataclasses import replace

from bot import approvals, make_ups, money
from bot.commands import DecideMakeUp, OfferMakeUp
from bot.context import Context
from bot.forms import MAKE_UP
from bot.ideas import TRADES
from bot.incident import Incident
from bot.make_up import MakeUpState, MakingUp
from bot.money import Money, NotAnAmount, shown
from bot.playbook import Step, StepStatus
from bot.slips import slips
from bot.stamps import stale
from bot.text import has_words
from bot.wording import faults, weighing
from bot.wording import make_up_forms as words
from bot.wording import make_ups as make_up_words
from bot.wording import modals as common
from bot.wording import money as money_words
from bot.wording import settings as settings_words
from handlers import ids
from handlers.deps import Deps
from handlers.fields_shown import changed_since
from handlers.form_values import Submission
from handlers.modals_incident import act, incident_of
from handlers.modals_settings import may_change
from handlers.replies import Reply, done, mend, mend_all, show
from handlers.reviewing import Asked, review
from handlers.views import answers, forms
from handlers.whisper import tell_later

IDEAS_LIMIT = 30


async def make_up(deps: Deps, sent: Submission) -> Reply:
    """A make-up was filled in. It is shown beside what is at stake before it is kept."""
    incident = await incident_of(deps, sent)
    step = incident.playbook.step(sent.meta.step)
    if sent.meta.step and step is None:
        return mend_all(sent, common.gone_fault(incident.number))
    if not incident.is_open:
        return mend_all(sent, common.closed_fault(incident.number))
    values = {field.key: sent.line(ids.FIELD_PREFIX + field.key) for field in MAKE_UP.fields}
    context = await deps.context(sent.team, sent.user)
    found = make_ups.faults(incident, values, by=sent.user, context=context)
    meta = sent.meta
    if stale(meta.seen, incident, meta.step, meta.entry):
        decided = make_ups.decided_on(incident, meta.step, meta.entry)
        if decided and decided.decided_by != sent.user:
            return mend_all(sent, make_up_words.decided_first_fault(decided))
        if any(each.by != sent.user for each in incident.making_up.offers):
            return mend_all(sent, make_up_words.other_first_fault())
    command = OfferMakeUp(sent.user, values, meta.step, meta.entry, meta.seen)
    corrects = step is not None and incident.state(step.id).status is StepStatus.DONE
    limit = make_ups.exceeded(incident, command, context) if corrects and not found else None
    if limit:
        found["worth"] = make_up_words.above_fault(shown(limit))
    if found:
        return mend({ids.FIELD_PREFIX + key: fault for key, fault in found.items()})
    again = await _looked_over(deps, sent, incident, step, command, context)
    if again:
        return again
    await act(deps, sent, command)
    return done()


async def _looked_over(
    deps: Deps,
    sent: Submission,
    incident: Incident,
    step: Step | None,
    command: OfferMakeUp,
    context: Context,
) -> Reply | None:
    """The form again, with the make-up beside what is at stake and remarks on its words; None where
    there is nothing to say that it has not said already."""
    values, meta = command.values, sent.meta
    weighed = make_ups.weighed(incident, values, context)
    odd = slips(weighed)
    stake = bool(weighed.yardstick or odd) and meta.weighed != _as_weighed(weighed, odd)
    known = {each.offer for each in incident.making_up.offers}
    asked = Asked("" if values["offer"] in known else values["offer"], step, None, part=True)
    reviewed = await review(deps, sent, incident, asked)
    if not (stake or reviewed):
        return None
    said, meta = reviewed or (None, meta)
    if stake:
        meta = replace(meta, weighed=_as_weighed(weighed, odd))
    beside = weighed if weighed.yardstick else None
    return show(
        forms.make_up(
            meta,
            incident,
            step,
            context.settings,
            values=values,
            weighed=beside,
            reviewed=said,
            asks=make_ups.exceeded(incident, command, context) is not None,
            slips=odd,
        )
    )


def _as_weighed(weighed: MakingUp, odd: tuple[Money, ...]) -> str:
    """What was seen: other amounts are weighed, and asked about, again."""
    asked = " ".join(map(shown, odd))
    if not weighed.yardstick:
        return asked
    beside = weighing.weighed(weighed, weighed.offers[-1].worth)
    return weighing.yardstick(weighed) + beside + asked


async def decline(deps: Deps, sent: Submission) -> Reply:
    """The lead says why not."""
    incident = await incident_of(deps, sent)
    reason = sent.line(ids.REASON)
    if _waits(incident, sent) and not has_words(reason):
        return mend({ids.REASON: faults.words_needed()})
    meta = sent.meta
    await act(deps, sent, DecideMakeUp(sent.user, meta.entry, reason=reason, seen=meta.seen))
    return done()


async def amount(deps: Deps, sent: Submission) -> Reply:
    """The lead says how much is fine."""
    incident = await incident_of(deps, sent)
    context = await deps.context(sent.team, sent.user)
    typed = sent.line(ids.AMOUNT)
    fault = approvals.amount_fault(incident, typed, context)
    if _waits(incident, sent) and fault:
        return mend({ids.AMOUNT: fault})
    meta = sent.meta
    await act(deps, sent, DecideMakeUp(sent.user, meta.entry, up_to=typed, seen=meta.seen))
    return done()


def _waits(incident: Incident, sent: Submission) -> bool:
    """Whether there is still something to decide: where not, nobody is asked to mend their words
    for it first."""
    made = incident.making_up.find(sent.meta.entry)
    return incident.is_open and made is not None and made.state is MakeUpState.ASKED


async def settings(deps: Deps, sent: Submission) -> Reply:
    """What the workspace decides about make-ups, kept whole or not at all."""
    before = await deps.directory.settings(sent.team)
    if not await may_change(deps, sent, before):
        return mend_all(sent, settings_words.settings_not_yours())
    ideas = sent.lines(ids.IDEAS)
    currency, limit, found = _amounts(sent)
    if len(ideas) > IDEAS_LIMIT:
        found[ids.IDEAS] = words.too_many_ideas(IDEAS_LIMIT)
    trade = sent.choice(ids.TRADE)
    after = replace(
        before,
        currency=currency,
        make_up_limit=limit,
        trade=trade if trade in TRADES else "",
        own_ideas=ideas,
    )
    stale = changed_since(sent, forms.make_ups(sent.meta, before))
    if stale and (found or after != before):
        return mend(stale)
    if found:
        return mend(found)
    await deps.directory.save_settings(
        sent.team, after, before=before, by=sent.user, now=deps.clock()
    )
    tell_later(deps, sent.user, sent.place, answers.make_ups_saved())
    return done()


def _amounts(sent: Submission) -> tuple[str, Money | None, dict[str, str]]:
    """Currency and limit as the form has them, and what to mend."""
    found: dict[str, str] = {}
    typed, limit = sent.line(ids.CURRENCY), sent.line(ids.LIMIT)
    currency = money.currency_of(typed) if typed else ""
    if typed and not currency:
        found[ids.CURRENCY] = money_words.unknown_currency(typed)
    if not limit:
        return currency, None, found
    try:
        most = money.read(limit, currency)
    except NotAnAmount as fault:
        found[ids.LIMIT] = str(fault)
        return currency, None, found
    if currency and most.currency != currency:
        found[ids.LIMIT] = make_up_words.in_your_currency(currency)
    return currency or most.currency, most, found
