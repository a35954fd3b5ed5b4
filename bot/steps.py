"""Gestures on steps: what each does, read from the tables in `bot.playbook`."""

from datetime import datetime

from bot import prevention, rhythm, ticks
from bot.artefacts import faults, tidy
from bot.change import replace
from bot.chasing import follow
from bot.commands import GiveSkipReason, HandOver, MoveStep, RecordArtefact
from bot.context import Context
from bot.effects import CARD, PREVENTION, Effect, EntryKind, Note, Outcome, Record, Reword, Show
from bot.forms import ACTIONS, ARTEFACTS, DEBRIEF, NOT_ASKED, Artefact
from bot.incident import Incident, NoticedBy, StepState, may_see
from bot.people import can_lead, person
from bot.playbook import STEP_TRANSITIONS, Gesture, Rhythm, Step, StepStatus
from bot.prompting import changed_prompts, prompted, turned
from bot.text import clean
from bot.wording import answers, contacts, notes
from bot.wording import make_up_answers as make_up_words
from bot.wording.answers import Answer
from bot.wording.meanwhile import given_back


def unchanged(incident: Incident, answer: Answer | None) -> Outcome:
    """Nothing happens, and the person is told why."""
    return Outcome(incident, answer=answer, changed=False)


def recorded(state: StepState) -> bool:
    """Whether something is written down that a step can be done with."""
    return bool(state.artefact) and state.artefact != NOT_ASKED


def frozen(incident: Incident, step: Step) -> bool:
    """Whether closing holds this step still. What comes after closing may still move."""
    return not incident.is_open and step.rhythm is not Rhythm.AFTER_CLOSING


def move(incident: Incident, command: MoveStep, context: Context) -> Outcome:
    """Done, taken, skipped or opened again, by reaction or by button."""
    step, reason = incident.playbook.step(command.step), clean(command.reason)
    if step is None:
        return unchanged(incident, given_back(answers.no_such_step(), reason))
    if frozen(incident, step):
        closed = answers.incident_closed(incident.number)
        return unchanged(incident, given_back(closed, reason))
    state = incident.state(step.id)
    target = STEP_TRANSITIONS[state.status].get(command.gesture)
    if target is None:
        why_not = _why_not(step, state, command.gesture)
        if command.by_reaction and ticks.joins(state, command.gesture):
            return ticks.put_on(incident, step, command.by, why_not)
        return unchanged(incident, given_back(why_not, reason))
    match command.gesture:
        case Gesture.TAKE:
            return _take(incident, step, state, command.by, context)
        case Gesture.REOPEN:
            return reopen(incident, step, command.by, context)
        case Gesture.SKIP if not reason and not command.by_reaction:
            return unchanged(incident, answers.skip_needs_reason(step.said, step.id))
        case Gesture.DONE if step.artefact and not recorded(state):
            waiting = incident.making_up.waiting(step.id)
            if waiting:
                lead = context.settings.lead
                return unchanged(incident, make_up_words.waits(waiting, lead))
            needs = answers.needs_form(step.said, step.id)
            if command.by_reaction and state.status is StepStatus.OPEN:
                return ticks.put_on(incident, step, command.by, needs)
            return unchanged(incident, needs)
    settled = _settled(
        incident, step, target, command.by, context, reason=reason, by_reaction=command.by_reaction
    )
    skipped = target is StepStatus.SKIPPED
    said = notes.entry_skipped(step.name, reason) if skipped else notes.entry_done(step.name)
    outcome = _moved(incident, settled, context, command.by, said)
    if skipped and not reason:
        return replace(outcome, answer=answers.skipped_without_reason(step.said, step.id))
    return outcome


def _why_not(step: Step, state: StepState, gesture: Gesture) -> Answer:
    if gesture is Gesture.REOPEN:
        return answers.already_open(step.said)
    if gesture is Gesture.TAKE:
        return answers.take_when_settled(step.said)
    by = state.settled_by or ""
    if state.status is StepStatus.DONE and state.settled_at is not None:
        return answers.already_done(step.said, by, state.settled_at)
    return answers.already_skipped(step.said, by)


def _take(incident: Incident, step: Step, state: StepState, by: str, context: Context) -> Outcome:
    if state.taken_by == by:
        return unchanged(incident, answers.already_yours(step.said))
    if state.taken_by and person(context.people, state.taken_by).active:
        return unchanged(incident, answers.taken_by_other(step.said, state.taken_by))
    taken = incident.with_step(step.id, replace(state, taken_by=by, since=context.now))
    return _moved(incident, taken, context, by, notes.entry_taken(step.name))


def pass_on(incident: Incident, command: HandOver, context: Context) -> Outcome:
    """One step goes to someone else; the owner stays the same."""
    step, to = incident.playbook.step(command.step), command.to
    if step is None:
        return unchanged(incident, answers.no_such_step())
    if frozen(incident, step):
        return unchanged(incident, answers.incident_closed(incident.number))
    state = incident.state(step.id)
    if state.status is not StepStatus.OPEN:
        return unchanged(incident, answers.take_when_settled(step.said))
    if to == incident.responsible(step.id):
        return unchanged(incident, answers.has_it_already(step.said, to))
    if not can_lead(context.people, to):
        return unchanged(incident, answers.cannot_lead(to))
    # Whoever takes it themselves sees the incident, if only where it lives.
    if to != command.by and not may_see(incident, to, context.settings.lead):
        return unchanged(incident, answers.takes_no_part(to))
    given = incident.with_step(step.id, replace(state, taken_by=to, since=context.now))
    outcome = _moved(incident, given, context, command.by, notes.entry_passed_on(step.name))
    said = Note(note_key("passed", context), notes.passed_on(step.said, command.by, to))
    answer = answers.passed_on(step.said, to)
    return replace(outcome, effects=(*outcome.effects, said), answer=answer)


def note_key(kind: str, context: Context) -> str:
    """A key for a note that is said once, at this moment."""
    return f"{kind}:{int(context.now.timestamp() * 1_000_000)}"


def release(incident: Incident, step: Step, state: StepState, by: str, context: Context) -> Outcome:
    """✋ taken back: the step is not theirs any more."""
    if state.taken_by != by or state.status is not StepStatus.OPEN or frozen(incident, step):
        return unchanged(incident, None)
    given = incident.with_step(step.id, replace(state, taken_by=None, since=context.now))
    return _moved(incident, given, context, by, notes.entry_released(step.name))


def record(incident: Incident, command: RecordArtefact, context: Context) -> Outcome:
    """What a step leaves behind is written down; that settles the step."""
    step = incident.playbook.step(command.step)
    artefact = ARTEFACTS.get(step.artefact or "") if step else None
    if step is None or artefact is None:
        return unchanged(incident, answers.no_such_step())
    if frozen(incident, step):
        return unchanged(incident, answers.incident_closed(incident.number))
    wrong = faults(artefact, command.values, by=command.by, context=context)
    late = command.next_update_at is not None and command.next_update_at <= context.now
    if wrong or late or prevention.owner_faults(incident, command.values, context):
        return unchanged(incident, answers.form_incomplete(step.said, step.id))
    values = tidy(artefact, command.values)
    state = incident.state(step.id)
    written = incident.with_step(step.id, replace(state, artefact=values))
    if incident.noticed_by is NoticedBy.UNKNOWN or _corrects_who_noticed(artefact, command):
        written = replace(written, noticed_by=command.noticed_by)
    if artefact in (ACTIONS, DEBRIEF):
        written = prevention.recorded(written, state.artefact, values, command.by, context)
    if state.status is StepStatus.DONE:
        return _moved(incident, written, context, command.by, notes.entry_corrected(step.name))
    if artefact.told_customer:
        written = _told(written, values, command, context)
    settled = _settled(written, step, StepStatus.DONE, command.by, context)
    outcome = _moved(incident, settled, context, command.by, notes.entry_done(step.name))
    if not artefact.told_customer:
        return outcome
    heard = [each for each in incident.customers if each.name in command.customers]
    names = contacts.plainly(heard or incident.customers)
    said = notes.entry_told(_words(values), names, contacts.by_way(values.get("way", "")))
    words = Record(EntryKind.WORDS, _told_at(values, context), command.by, said)
    return replace(outcome, effects=(*outcome.effects, words))


def _corrects_who_noticed(artefact: Artefact, command: RecordArtefact) -> bool:
    """The debrief shows what is known of it, and is where people look back together."""
    return artefact is DEBRIEF and command.noticed_by is not NoticedBy.UNKNOWN


def _told_at(values: dict[str, str], context: Context) -> datetime:
    at = values.get("told_at")
    return datetime.fromisoformat(at) if at else context.now


def _words(values: dict[str, str]) -> str:
    return values.get("words") or values.get("offer") or values.get("shown") or ""


def _told(
    incident: Incident, values: dict[str, str], command: RecordArtefact, context: Context
) -> Incident:
    return rhythm.told(
        incident,
        by=values.get("told_by", command.by),
        at=_told_at(values, context),
        words=_words(values),
        way=values.get("way", ""),
        names=command.customers,
        promised=command.next_update_at,
        context=context,
    )


def give_reason(incident: Incident, command: GiveSkipReason, context: Context) -> Outcome:
    """The reason for a skip that came without one. On the timeline it joins the skip."""
    step = incident.playbook.step(command.step)
    reason = clean(command.reason)
    if step is None:
        return unchanged(incident, given_back(answers.no_such_step(), reason))
    state = incident.state(step.id)
    if state.status is not StepStatus.SKIPPED:
        return unchanged(incident, given_back(answers.not_skipped(step.said), reason))
    if not reason:
        return unchanged(incident, answers.skip_needs_reason(step.said, step.id))
    kept = incident.with_step(step.id, replace(state, reason=reason))
    entry = Reword(
        state.settled_at or context.now,
        state.settled_by or command.by,
        was=notes.entry_skipped(step.name, state.reason),
        text=notes.entry_skipped(step.name, reason),
    )
    outcome = _shown(incident, kept, context, entry)
    return replace(outcome, answer=answers.reason_kept(step.said))


def _settled(
    incident: Incident,
    step: Step,
    status: StepStatus,
    by: str,
    context: Context,
    *,
    reason: str = "",
    by_reaction: bool = False,
) -> Incident:
    """The step is done or skipped; what runs alongside until it ends too."""
    after = incident
    for each in (step, *_ends_with(incident, step)):
        how, why = (status, reason) if each is step else (StepStatus.DONE, "")
        state = after.state(each.id)
        rests = ticks.settling(state, how, by, by_reaction=by_reaction) if each is step else ()
        ended = replace(state, status=how, settled_by=by, settled_at=context.now, reason=why)
        after = after.with_step(each.id, replace(ended, ticks=rests))
    ends_rhythm = rhythm.running(incident) and not rhythm.running(after)
    return rhythm.ended(after) if ends_rhythm else after


def _ends_with(incident: Incident, step: Step) -> tuple[Step, ...]:
    return tuple(
        each
        for each in incident.playbook.alongside
        if each.ends_with == step.id and not incident.settled(each.id)
    )


def reopen(incident: Incident, step: Step, by: str, context: Context) -> Outcome:
    """The step is open again, with what was recorded; what it had ended runs on."""
    state = incident.state(step.id)
    after = incident.with_step(step.id, _opened(state, context))
    for each in incident.playbook.alongside:
        beside = incident.state(each.id)
        ended_together = each.ends_with == step.id and beside.settled_at == state.settled_at
        if ended_together and incident.settled(each.id):
            after = after.with_step(each.id, _opened(beside, context))
    if rhythm.running(after) and not rhythm.running(incident):
        after = rhythm.started(after, context)
    return _moved(incident, after, context, by, notes.entry_reopened_step(step.name))


def _opened(state: StepState, context: Context) -> StepState:
    return replace(
        state,
        status=StepStatus.OPEN,
        since=context.now,
        settled_by=None,
        settled_at=None,
        reason="",
        ticks=(),
    )


def _moved(before: Incident, after: Incident, context: Context, by: str, said: str) -> Outcome:
    """Show what changed, prompt what comes next, and write it on the timeline."""
    return _shown(before, after, context, Record(EntryKind.STATE, context.now, by, said))


def _shown(before: Incident, after: Incident, context: Context, entry: Effect) -> Outcome:
    if after.is_open:
        after = prompted(turned(before, after, context), context)
    after = follow(after, context)
    agreed = () if after.actions == before.actions else (Show(PREVENTION),)
    return Outcome(after, (*changed_prompts(before, after), *agreed, Show(CARD), entry))
