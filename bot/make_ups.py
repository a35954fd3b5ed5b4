"""Making it up (P11 to P13): what is offered, weighed against what is at stake.

Within the team's limit it is written down as offered at once. Above it, somebody has to approve it
first: see `bot.approvals`.
"""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta

from bot import rhythm, steps
from bot.artefacts import faults as form_faults
from bot.artefacts import tidy
from bot.chasing import follow, reminded_at
from bot.commands import OfferMakeUp, RecordArtefact
from bot.context import Context
from bot.deciding import whose_turn
from bot.effects import CARD, Effect, EntryKind, Outcome, Record, Show
from bot.forms import MAKE_UP
from bot.incident import Incident, StepState
from bot.limits import asking, limit_of, spent
from bot.make_up import MakeUp, MakeUpState, MakingUp, slot_of
from bot.money import Money, NotAnAmount, read, shown
from bot.playbook import Step, StepStatus
from bot.prompting import changed_prompts
from bot.stamps import stale
from bot.wording import answers, contacts, notes
from bot.wording import limits as limit_words
from bot.wording import make_ups as words
from bot.wording import money as money_words
from bot.wording.meanwhile import given_back

SOON = timedelta(minutes=5)  # who hears of it by then hears of it now
AMOUNTS = ("valued", "leaving", "worth")


def faults(
    incident: Incident, values: Mapping[str, str], *, by: str, context: Context
) -> dict[str, str]:
    """What to mend in the form of a make-up, by field key. Empty: nothing."""
    found = form_faults(MAKE_UP, values, by=by, context=context)
    return found | _amounts(incident, tidy(MAKE_UP, values), context)[1]


def weighed(incident: Incident, values: Mapping[str, str], context: Context) -> MakingUp:
    """What a form without faults would be weighed against, with its own make-up as the last."""
    amounts, _ = _amounts(incident, tidy(MAKE_UP, values), context)
    yardstick = MakingUp(amounts.get("valued"), amounts.get("leaving"))
    probe = MakeUp(1, "", "", amounts["worth"], "", context.now, MakeUpState.OFFERED)
    return yardstick.kept(probe)


def exceeded(incident: Incident, command: OfferMakeUp, context: Context) -> Money | None:
    """The limit that a make-up without faults is above, None where it may be offered."""
    step = incident.playbook.step(command.step) if command.step else None
    worth = weighed(incident, command.values, context).offers[-1].worth
    before = _before(incident, command, step)
    if may_offer(incident.making_up, worth, before, context):
        return None
    return limit_of(incident.making_up, context.settings)


def _amounts(
    incident: Incident, given: Mapping[str, str], context: Context
) -> tuple[dict[str, Money], dict[str, str]]:
    """The amounts of a form, and what is wrong with the others. All are in one currency."""
    usual = incident.making_up.currency or _written(given)
    amounts: dict[str, Money] = {}
    found: dict[str, str] = {}
    for key in AMOUNTS:
        if key not in given:
            continue
        try:
            money = read(given[key], usual or context.settings.currency)
        except NotAnAmount as fault:
            found[key] = str(fault)
            continue
        usual = usual or money.currency
        if money.currency != usual:
            found[key] = money_words.other_currency(usual)
        amounts[key] = money
    return amounts, found


def _written(given: Mapping[str, str]) -> str:
    """The currency written beside one of the amounts: it holds for the others as well. "" where
    none is."""
    for key in AMOUNTS:
        with suppress(NotAnAmount):
            return read(given.get(key, "")).currency
    return ""


def record(incident: Incident, command: RecordArtefact, context: Context) -> Outcome:
    """What the form of a step says was offered."""
    return offer(incident, OfferMakeUp(command.by, command.values, command.step), context)


def offer(incident: Incident, command: OfferMakeUp, context: Context) -> Outcome:
    """Something is offered, or was: kept as offered where it may be, else approval is asked for."""
    step = incident.playbook.step(command.step) if command.step else None
    if command.step and (step is None or step.artefact != MAKE_UP.key):
        return _refused(incident, command, answers.no_such_step())
    if not incident.is_open:
        return _refused(incident, command, answers.incident_closed(incident.number))
    if stale(command.seen, incident, command.step, command.number):
        decided = decided_on(incident, command.step, command.number)
        if decided:
            return _refused(incident, command, words.decided_first(decided))
        return steps.unchanged(incident, words.other_first(_typed(command)))
    if faults(incident, command.values, by=command.by, context=context):
        return _refused(incident, command, _incomplete(step))
    values = tidy(MAKE_UP, command.values)
    amounts, _ = _amounts(incident, values, context)
    before = _before(incident, command, step)
    settled = step is not None and incident.state(step.id).status is StepStatus.DONE
    making = replace(
        incident.making_up, valued=amounts.get("valued"), leaving=amounts.get("leaving")
    )
    free = may_offer(making, amounts["worth"], before, context)
    if settled and not free:
        return _refused(incident, command, words.above_when_correcting())
    if before and before.state is MakeUpState.OFFERED and not free:
        before = None  # the customer knows of that one: this is another
    made = MakeUp(
        number=before.number if before else len(making.offers) + 1,
        step=before.step if before else command.step,
        offer=values["offer"],
        worth=amounts["worth"],
        by=before.by if before and free else command.by,
        at=context.now,
        state=MakeUpState.OFFERED if free else MakeUpState.ASKED,
        decided_by=before.decided_by if before and free else None,
        decided_at=before.decided_at if before and free else None,
    )
    changed = replace(incident, making_up=making.kept(made))
    if not free:
        return _asked(incident, changed, made, command.by, context)
    return _offered(incident, changed, made, step, command, context)


def decided_on(incident: Incident, step_id: str, number: int) -> MakeUp | None:
    """The make-up the form of that step, or of that number, is about, where the last thing that
    became of it is that it was approved or declined."""
    making = incident.making_up
    made = making.find(number) if number else making.of_step(step_id, *MakeUpState)
    decided = made and made.state in (MakeUpState.APPROVED, MakeUpState.DECLINED)
    return made if decided else None


def _refused(incident: Incident, command: OfferMakeUp, refusal: answers.Answer) -> Outcome:
    """Nothing changes. The form is closed by then, so what was typed into it comes back."""
    return steps.unchanged(incident, given_back(refusal, _typed(command)))


def _typed(command: OfferMakeUp) -> str:
    """What was offered, and its worth, in their own words."""
    typed = (command.values.get(key, "") for key in ("offer", "worth"))
    return "\n".join(filter(None, typed))


def _incomplete(step: Step | None) -> answers.Answer:
    return answers.form_incomplete(step.said, step.id) if step else words.incomplete()


def _before(incident: Incident, command: OfferMakeUp, step: Step | None) -> MakeUp | None:
    """The one this stands in the place of: named by its number, or the step's own that is not
    settled; where the step is done, the one it is done with."""
    making = incident.making_up
    named = making.find(command.number)
    answered = named is None or named.state is MakeUpState.DECLINED
    if named and named.step == command.step and not answered:
        return named
    if step is None:
        return None
    if incident.state(step.id).status is StepStatus.DONE:
        return making.of_step(step.id, MakeUpState.OFFERED)
    pending = making.of_step(step.id, MakeUpState.ASKED, MakeUpState.APPROVED)
    return pending or making.of_step(step.id, MakeUpState.OFFERED)


def may_offer(making: MakingUp, worth: Money, before: MakeUp | None, context: Context) -> bool:
    """Whether it may be offered without asking: it was approved, or is offered, at that worth
    already, or all together stays within the limit."""
    if before and _granted(before, worth):
        return True
    limit = limit_of(making, context.settings)
    if limit is None:
        return True
    return worth.currency == limit.currency and spent(making, before) + worth.amount <= limit.amount


def _granted(before: MakeUp, worth: Money) -> bool:
    yes = before.state in (MakeUpState.APPROVED, MakeUpState.OFFERED)
    most = before.worth
    return yes and worth.currency == most.currency and worth.amount <= most.amount


def changed_offers(before: Incident, after: Incident, context: Context) -> tuple[Show, ...]:
    """Show every make-up that would read differently now: each is weighed against what is known
    since, and says what it comes to with the others."""
    earlier = {each.number: _reads(before, each, context) for each in before.making_up.offers}
    return tuple(
        Show(slot_of(each.number))
        for each in after.making_up.offers
        if earlier.get(each.number) != _reads(after, each, context)
    )


def _reads(incident: Incident, made: MakeUp, context: Context) -> tuple[object, ...]:
    """What its message's words depend on, for one incident that stays open or closed."""
    making = incident.making_up
    last = len(making.offered) > 1 and making.offered[-1] == made
    together = making.total if last and making.yardstick else None
    because = asking(making, made, context.settings)
    return (made, making.valued, making.leaving, together, because)


def _asked(before: Incident, after: Incident, made: MakeUp, by: str, context: Context) -> Outcome:
    after = follow(after, context)
    said = words.entry_asked(made.offer, shown(made.worth))
    effects: tuple[Effect, ...] = (
        *changed_prompts(before, after),
        *changed_offers(before, after, context),
        Show(CARD),
        Record(EntryKind.STATE, context.now, by, said),
    )
    return Outcome(after, effects, _whom_asked(after, made, context))


def _whom_asked(incident: Incident, made: MakeUp, context: Context) -> answers.Answer:
    """Why it needs a yes, who is asked for it, and when they hear of it if that is not now."""
    because = limit_words.because(
        asking(incident.making_up, made, context.settings), shown(made.worth)
    )
    who, chase = whose_turn(made, context), incident.chases.get(made.approval)
    if who == made.by:
        return limit_words.ask_an_admin(because, own=context.settings.lead == made.by)
    hears = reminded_at(incident, chase, context) if chase else None
    later = hears if hears and hears > context.now + SOON else None
    return limit_words.asked(because, who, later)


def _offered(
    before: Incident,
    after: Incident,
    made: MakeUp,
    step: Step | None,
    command: OfferMakeUp,
    context: Context,
) -> Outcome:
    changed = changed_offers(before, after, context)
    if step is not None:
        kept = steps.record(after, RecordArtefact(command.by, step.id, command.values), context)
        return replace(kept, effects=(*changed, *kept.effects)) if kept.changed else kept
    told = after
    earlier = before.making_up.find(made.number)
    news = earlier is None or earlier.state is not MakeUpState.OFFERED
    if news:
        told = rhythm.told(
            after,
            by=command.by,
            at=context.now,
            words=made.offer,
            way="",
            names=(),
            promised=None,
            context=context,
        )
    followed = follow(told, context)
    names = contacts.plainly(told.customers)
    said = notes.entry_told(made.offer, names) if news else words.entry_corrected()
    kind = EntryKind.WORDS if news else EntryKind.STATE
    shows = (*changed_prompts(before, followed), Show(CARD), *changed)
    return Outcome(followed, (*shows, Record(kind, context.now, command.by, said)))


def restarted(incident: Incident, step_id: str, context: Context) -> Incident:
    """The incident with that step's time starting anew, where it is still open: it waited for
    somebody else."""
    state: StepState = incident.state(step_id)
    if not step_id or incident.settled(step_id) or state.since is None:
        return incident
    return incident.with_step(step_id, replace(state, since=context.now))
