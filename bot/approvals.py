"""Whether a make-up above the limit may be offered: yes, no, or another amount (P12, P13)."""

from dataclasses import replace

from bot.chasing import follow
from bot.commands import DecideMakeUp
from bot.context import Context
from bot.deciding import may_decide
from bot.effects import CARD, Effect, EntryKind, Note, Outcome, Record, Show
from bot.incident import Incident
from bot.make_up import MakeUp, MakeUpState
from bot.make_ups import changed_offers, may_offer, restarted
from bot.money import Money, NotAnAmount, read, shown
from bot.prompting import changed_prompts
from bot.stamps import stamp_of_offer
from bot.steps import note_key, unchanged
from bot.text import clean, has_words
from bot.wording import answers
from bot.wording import make_ups as words
from bot.wording.meanwhile import given_back


def amount_fault(incident: Incident, typed: str, context: Context) -> str | None:
    """What is wrong with an amount to raise the limit to; None: nothing."""
    found = _amount(incident, typed, context)
    return found if isinstance(found, str) else None


def _amount(incident: Incident, typed: str, context: Context) -> Money | str:
    usual = incident.making_up.currency
    try:
        found = read(typed, usual)
    except NotAnAmount as fault:
        return str(fault)
    return found if found.currency == usual else words.same_currency(usual)


def decide(incident: Incident, command: DecideMakeUp, context: Context) -> Outcome:
    """Approved, declined, or allowed up to another amount. Nobody decides on their own."""
    make_up = incident.making_up.find(command.number)
    if make_up is None:
        return _refused(incident, command, words.gone())
    refusal = _fault(incident, make_up, command, context)
    if refusal:
        return _refused(incident, command, refusal)
    if command.approve:
        return _decided(incident, incident, make_up, MakeUpState.APPROVED, "", command.by, context)
    if command.up_to:
        return _allowed(incident, make_up, command, context)
    reason = clean(command.reason)
    if not has_words(reason):
        return unchanged(incident, words.reason_needed())
    return _decided(incident, incident, make_up, MakeUpState.DECLINED, reason, command.by, context)


def _fault(
    incident: Incident, make_up: MakeUp, command: DecideMakeUp, context: Context
) -> answers.Answer | None:
    """Why nothing can be decided on it by whoever sent that; None: it can."""
    if not incident.is_open:
        return answers.incident_closed(incident.number)
    if make_up.state is not MakeUpState.ASKED:
        return words.decided_already(make_up)
    if command.by == make_up.by:
        return words.your_own()
    if not may_decide(command.by, context):
        return words.not_yours(context.settings.lead)
    if command.seen and command.seen != stamp_of_offer(make_up):
        return words.changed_first(make_up)
    return None


def _refused(incident: Incident, command: DecideMakeUp, refusal: answers.Answer) -> Outcome:
    """Nothing changes. The form is closed by then, so what was typed into it comes back."""
    return unchanged(incident, given_back(refusal, clean(command.reason) or command.up_to))


def _allowed(
    incident: Incident, make_up: MakeUp, command: DecideMakeUp, context: Context
) -> Outcome:
    amount = _amount(incident, command.up_to, context)
    if isinstance(amount, str):
        return _refused(incident, command, words.amount_unclear())
    raised = replace(incident, making_up=replace(incident.making_up, allowed=amount))
    if may_offer(raised.making_up, make_up.worth, make_up, context):
        return _decided(incident, raised, make_up, MakeUpState.APPROVED, "", command.by, context)
    reason = words.up_to(shown(amount))
    return _decided(incident, raised, make_up, MakeUpState.DECLINED, reason, command.by, context)


def _decided(
    before: Incident,
    incident: Incident,
    make_up: MakeUp,
    state: MakeUpState,
    reason: str,
    by: str,
    context: Context,
) -> Outcome:
    decided = replace(make_up, state=state, decided_by=by, decided_at=context.now, reason=reason)
    after = replace(incident, making_up=incident.making_up.kept(decided))
    after = follow(restarted(after, make_up.step, context), context)
    step = incident.playbook.step(make_up.step)
    worth, name = shown(make_up.worth), step.said if step and not after.settled(step.id) else ""
    if state is MakeUpState.APPROVED:
        said, entry = words.approved(by, make_up.by, worth), words.entry_approved(worth)
    else:
        said, entry = words.declined(by, make_up.by, reason, name), words.entry_declined(reason)
    effects: tuple[Effect, ...] = (
        *changed_prompts(before, after),
        *changed_offers(before, after, context),
        Note(note_key("make_up", context), said),
        Show(CARD),
        Record(EntryKind.STATE, context.now, by, entry),
    )
    return Outcome(after, effects)
