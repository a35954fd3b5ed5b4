"""Closing, closing anyway, reopening, handing over, and where the incident lives."""

from bot import passing, rhythm
from bot.change import replace
from bot.chasing import follow
from bot.commands import (
    CloseIncident,
    HandOver,
    HomeTrouble,
    MessageGone,
    MoveHome,
    ReopenIncident,
    TroubleUnheard,
)
from bot.context import Context
from bot.effects import (
    CARD,
    STORY,
    Effect,
    EntryKind,
    Note,
    Outcome,
    Record,
    Show,
    TellTrouble,
    promise_slot,
    prompt_slot,
)
from bot.incident import TRYING, Home, Incident, Status, StepState, may_see
from bot.make_up import MakeUpState, slot_of
from bot.money import shown
from bot.people import can_lead, person
from bot.playbook import Rhythm, Step, StepStatus
from bot.prompting import prompted
from bot.steps import note_key, pass_on, unchanged
from bot.text import clean
from bot.wording import answers, notes
from bot.wording import make_ups as make_up_words
from bot.wording import promises as promise_words


def missing(incident: Incident) -> tuple[str, ...]:
    """What stands in the way of closing, each a sentence that says what to do (mrkdwn)."""
    steps = [(step, incident.state(step.id)) for step in incident.playbook.steps]
    still_open = tuple(
        step.said
        for step, state in steps
        if state.status is StepStatus.OPEN and not _settles_by_itself(incident, step)
    )
    unexplained = tuple(
        step.said
        for step, state in steps
        if state.status is StepStatus.SKIPPED and not state.reason
    )
    found = [notes.missing_steps(still_open)] if still_open else []
    if unexplained:
        found.append(notes.missing_reasons(unexplained))
    if incident.next_update_at is not None and not rhythm.running(incident):
        found.append(notes.missing_word(incident.next_update_at))
    found += [
        make_up_words.missing(shown(each.worth))
        for each in incident.making_up.offers
        if not each.step and each.state in (MakeUpState.ASKED, MakeUpState.APPROVED)
    ]
    found += [promise_words.missing(promise) for promise in incident.open_promises]
    return tuple(found)


def _settles_by_itself(incident: Incident, step: Step) -> bool:
    """Whether nobody has to settle it before closing: it comes after, or ends with another."""
    if step.ends_with and not incident.settled(step.ends_with):
        return True
    return step.rhythm is Rhythm.AFTER_CLOSING


def may_close_anyway(incident: Incident, user: str, lead: str | None) -> bool:
    """Whether that person may close over what is missing: the owner or the team's lead."""
    return user in (incident.owner, lead)


def close(incident: Incident, command: CloseIncident, context: Context) -> Outcome:
    """It is over, or it is closed anyway for a reason that is kept."""
    if not incident.is_open:
        return unchanged(incident, answers.closed_already(incident.closed_by or ""))
    lacking, reason = missing(incident), clean(command.anyway)
    if lacking and not reason:
        return unchanged(incident, answers.close_needs(lacking))
    if lacking and not may_close_anyway(incident, command.by, context.settings.lead):
        return unchanged(incident, answers.close_anyway_not_yours(incident.owner))
    reason = reason if lacking else ""
    closed = replace(
        rhythm.ended(incident),
        status=Status.CLOSED,
        closed_at=context.now,
        closed_by=command.by,
        close_reason=reason,
    )
    said = notes.closed_anyway(command.by, reason) if reason else notes.closed(command.by)
    if incident.open_promises:
        said = f"{said}\n{promise_words.outlives_closing(len(incident.open_promises))}"
    return _turned(closed, said, notes.entry_closed(reason), command.by, "closed", context)


def reopen(incident: Incident, command: ReopenIncident, context: Context) -> Outcome:
    """It was not over: the clocks start again from now."""
    if incident.is_open:
        return unchanged(incident, answers.incident_already_open(incident.number))
    opened = replace(incident, status=Status.OPEN, closed_at=None, closed_by=None, close_reason="")
    current = opened.current
    if current is not None:
        state = replace(opened.state(current.id), since=context.now)
        opened = opened.with_step(current.id, state)
    opened = rhythm.started(prompted(opened, context), context)
    said = notes.reopened(command.by)
    return _turned(opened, said, notes.entry_reopened(), command.by, "reopened", context)


def _turned(
    incident: Incident, note: str, entry: str, by: str, kind: str, context: Context
) -> Outcome:
    effects = (
        Note(note_key(kind, context), note),
        *open_prompts(incident),
        *(Show(slot_of(each.number)) for each in incident.making_up.offers),
        Show(CARD),
        Record(EntryKind.STATE, context.now, by, entry),
    )
    return Outcome(follow(incident, context), effects)


def open_prompts(incident: Incident) -> tuple[Effect, ...]:
    """Show every prompt afresh that is posted and not settled."""
    return tuple(
        Show(prompt_slot(step.id))
        for step in incident.playbook.steps
        if incident.state(step.id).since is not None and not incident.settled(step.id)
    )


def hand_over(incident: Incident, command: HandOver, context: Context) -> Outcome:
    """Someone else is the owner, with all that was the owner's to do. Or one step changes hands."""
    if command.owed:
        return passing.pass_owed(incident, command, context)
    if command.step:
        return pass_on(incident, command, context)
    if command.to == incident.owner:
        return unchanged(incident, answers.leads_already(command.to))
    if not can_lead(context.people, command.to):
        return unchanged(incident, answers.cannot_lead(command.to))
    # Whoever takes it themselves sees the incident, if only where it lives.
    if command.to != command.by and not may_see(incident, command.to, context.settings.lead):
        return unchanged(incident, answers.takes_no_part(command.to))
    freed = passing.promises_handed_over(_freed(incident, incident.owner), command.to, context)
    handed = replace(freed, owner=command.to)
    outcome = _turned(
        handed,
        notes.handed_over(command.by, command.to),
        notes.entry_handed_over(),
        command.by,
        "handed",
        context,
    )
    moved = (Show(promise_slot(key)) for key in _theirs(incident))
    effects = (*outcome.effects, *moved)
    return replace(outcome, effects=effects, answer=answers.handed_over(command.to))


def _theirs(incident: Incident) -> tuple[str, ...]:
    """The keys of the open promises that the owner has."""
    return tuple(each.key for each in incident.open_promises if each.owner == incident.owner)


def _freed(incident: Incident, user: str) -> Incident:
    """The incident with the open steps that `user` had taken nobody's in particular."""

    def given(state: StepState) -> StepState:
        theirs = state.taken_by == user and state.status is StepStatus.OPEN
        return replace(state, taken_by=None) if theirs else state

    return replace(incident, steps={step: given(state) for step, state in incident.steps.items()})


def home_trouble(incident: Incident, command: HomeTrouble, context: Context) -> Outcome:
    """The card cannot be written where it belongs: its people are told once, with a way out."""
    if incident.home.trouble == command.error:
        return unchanged(incident, None)
    troubled = replace(incident, home=replace(incident.home, trouble=command.error))
    return Outcome(troubled, tuple(TellTrouble(user) for user in _within_reach(incident, context)))


def trouble_unheard(incident: Incident, command: TroubleUnheard, context: Context) -> Outcome:
    """Whoever was told first of the trouble cannot be written to: the lead is told instead."""
    told, lead = _within_reach(incident, context), context.settings.lead
    first = command.user in told[:1]
    if not (incident.home.trouble and first and lead) or lead in told:
        return unchanged(incident, None)
    return Outcome(incident, (TellTrouble(lead),))


def _within_reach(incident: Incident, context: Context) -> tuple[str, ...]:
    """Its owner and reporter, as far as their accounts are active; otherwise the lead."""
    both = dict.fromkeys((incident.owner, incident.reporter))
    active = tuple(user for user in both if person(context.people, user).active)
    lead = context.settings.lead
    return active or ((lead,) if lead else ())


def move_home(incident: Incident, command: MoveHome, context: Context) -> Outcome:
    """Try the same place again, or carry on in a direct message. The trouble is over once the card
    is there, and not before; until then the other way stays open."""
    home = Home(command.by) if command.to_dm else incident.home
    moved = replace(incident, home=replace(home, trouble=TRYING))
    answer = answers.moving_to_dm() if command.to_dm else answers.trying_again()
    if not incident.home.trouble:
        return unchanged(incident, None)
    if moved == incident:
        return unchanged(incident, answer)
    story = (Show(STORY),) if incident.story else ()
    shown = (Show(CARD), *story, *open_prompts(moved), *passing.open_ledger(moved))
    return Outcome(moved, shown, answer)


def message_gone(incident: Incident, command: MessageGone, context: Context) -> Outcome:
    """One of our messages was deleted: say it again."""
    return Outcome(incident, (Show(command.slot),))
