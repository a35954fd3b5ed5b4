"""Sent forms about a whole incident: opening it, details, handing over, closing, its timeline."""

from datetime import datetime

from bot.commands import AddDetails, CloseIncident, Command, HandOver, MessageRef, OpenIncident
from bot.contacts import CUSTOMERS_MOST, NAME_LENGTH, new_names
from bot.effects import Outcome
from bot.horizon import too_long_ago
from bot.incident import Incident, NoticedBy, Severity
from bot.text import has_words
from bot.wording import faults
from bot.wording import first as first_words
from bot.wording import modals as words
from handlers import choosing, ids, ids_contacts
from handlers.deps import Deps
from handlers.fields_shown import exact, since_opened, told_of
from handlers.form_open import update_form
from handlers.form_values import Submission
from handlers.payload import text
from handlers.perform import open_incident, perform
from handlers.replies import Reply, done, mend, mend_all, say
from handlers.sent_before import SentBefore
from handlers.similar import look_back
from handlers.takers import see_to_hand_over, see_to_owner
from handlers.views import answers, forms
from handlers.whisper import tell_later


async def incident_of(deps: Deps, sent: Submission) -> Incident:
    """The incident a form is about. Raises UnknownIncident."""
    return await deps.desk.incident(sent.team, sent.meta.number, sent.user, at=sent.meta.channel)


async def act(deps: Deps, sent: Submission, command: Command) -> Outcome | None:
    """Do it, answering privately where the form was asked for. Raises SentBefore."""
    meta = sent.meta
    outcome = await perform(
        deps,
        command,
        team=sent.team,
        number=meta.number,
        user=sent.user,
        place=sent.place,
        key=sent.key,
        pressed=_pressed(sent),
    )
    if outcome and outcome.repeated:
        raise SentBefore
    return outcome


def _pressed(sent: Submission) -> MessageRef | None:
    """Our message whose button opened the form."""
    meta = sent.meta
    return MessageRef(meta.channel, meta.message_ts) if meta.message_ts else None


async def opening(deps: Deps, sent: Submission) -> Reply:
    """**What went wrong?** was filled in. Raises SentBefore."""
    found = _common_faults(sent, deps.clock())
    asked = sent.has(ids.CHANNEL)
    if asked and not sent.conversation(ids.CHANNEL):
        found[ids.CHANNEL] = words.choose_channel()
    if found:
        return mend(found)
    channel = sent.conversation(ids.CHANNEL) if asked else sent.place.home
    command = OpenIncident(
        by=sent.user,
        text=sent.line(ids.WHAT),
        channel=channel,
        severity=_severity(sent, Severity.MEDIUM),
        noticed_by=noticed(sent, NoticedBy.UNKNOWN),
        customers=sent.names(ids.CUSTOMERS),
        owner=sent.person(ids.OWNER) or None,
        playbook=sent.choice(ids.PLAYBOOK) or None,
        private=ids.PRIVATE_YES in sent.choices(ids.PRIVATE),
        in_private_channel=sent.meta.in_private and not asked,
        happened_at=sent.moment(ids.HAPPENED_AT),
        expected=sent.line(ids.EXPECTED),
        source_link=sent.meta.source_link,
        noticed_at=sent.moment(ids.NOTICED_AT),
    )
    outcome, thanks = await open_incident(
        deps, command, team=sent.team, key=sent.key, place=sent.place
    )
    if outcome.repeated:
        raise SentBefore
    if thanks:
        tell_later(deps, sent.user, sent.place, thanks)
    look_back(deps, outcome, sent.user, sent.place)
    if outcome.incident and outcome.changed:
        see_to_owner(deps, sent, outcome.incident, sent.person(ids.OWNER))
    return done()


async def details(deps: Deps, sent: Submission) -> Reply:
    """**Add details** was filled in. What the form could not hold, and what was left
    alone in it, stays as it was. Raises DetailsChanged."""
    incident = await incident_of(deps, sent)
    if not incident.is_open:
        return mend_all(sent, words.closed_fault(incident.number))
    names = tuple(customer.name for customer in incident.customers)
    shown = forms.details(sent.meta, incident, await deps.directory.settings(sent.team))
    since = since_opened(sent, shown, names)
    sent = since.sent
    found = _common_faults(sent, deps.clock()) | choosing.name_faults(sent, incident)
    found |= await told_of(deps, since, incident)
    if found:
        return mend(found)
    names += new_names(incident, sent.names(ids_contacts.NEW_CUSTOMERS))
    command = AddDetails(
        by=sent.user,
        text=_details_text(sent, incident),
        severity=_severity(sent, incident.severity),
        noticed_by=noticed(sent, incident.noticed_by),
        customers=sent.names(ids.CUSTOMERS) if sent.has(ids.CUSTOMERS) else names,
        happened_at=exact(sent.moment(ids.HAPPENED_AT), incident.happened_at),
        expected=sent.line(ids.EXPECTED),
        playbook=sent.choice(ids.PLAYBOOK) or None,
        noticed_at=exact(sent.moment(ids.NOTICED_AT), incident.noticed_at),
        first_told_at=exact(sent.moment(ids.FIRST_TOLD_AT), incident.first_told_at),
        on=incident,
    )
    await act(deps, sent, command)
    return done()


def _details_text(sent: Submission, incident: Incident) -> str:
    if sent.has(ids.WHAT):
        return sent.line(ids.WHAT)
    known, more = incident.story or incident.title, sent.line(ids.MORE_WORDS)
    return f"{known}\n{more}" if more else known


def _common_faults(sent: Submission, now: datetime) -> dict[str, str]:
    found = {}
    if sent.has(ids.WHAT) and not has_words(sent.line(ids.WHAT)):
        found[ids.WHAT] = faults.words_needed()
    names = sent.names(ids.CUSTOMERS)
    if any(len(name) > NAME_LENGTH for name in names):
        found[ids.CUSTOMERS] = words.name_too_long(NAME_LENGTH)
    if len(names) > CUSTOMERS_MOST:
        found[ids.CUSTOMERS] = words.too_many_customers(CUSTOMERS_MOST)
    happened_at = sent.moment(ids.HAPPENED_AT)
    early = {
        ids.NOTICED_AT: first_words.noticed_too_early(),
        ids.FIRST_TOLD_AT: first_words.told_too_early(),
    }
    for block in (ids.HAPPENED_AT, *early):
        moment = sent.moment(block)
        if moment and moment > now:
            found[block] = faults.in_the_future()
        elif moment and too_long_ago(moment, now):
            found[block] = faults.long_ago()
        elif moment and happened_at and moment < happened_at:
            found[block] = early[block]
    return found


def _severity(sent: Submission, otherwise: Severity) -> Severity:
    chosen = sent.choice(ids.SEVERITY)
    return Severity(chosen) if chosen in set(Severity) else otherwise


def noticed(sent: Submission, otherwise: NoticedBy) -> NoticedBy:
    """Who noticed first, as the form says; `otherwise` where it does not. The debrief's field says
    what it showed: left as it was, it says nothing, and takes nothing back."""
    fields = {ids.NOTICED: None} | {f"{ids.NOTICED}.{shown}": shown for shown in NoticedBy}
    for field, shown in fields.items():
        chosen = sent.choice(field)
        if chosen in set(NoticedBy) and chosen != shown:
            return NoticedBy(chosen)
    return otherwise


async def hand_over(deps: Deps, sent: Submission) -> Reply:
    """**Hand over** was filled in."""
    to = sent.person(ids.TO)
    if not to:
        return mend({ids.TO: words.choose_person()})
    command = HandOver(sent.user, to, sent.meta.step, sent.meta.owed)
    outcome = await act(deps, sent, command)
    if outcome and outcome.changed and outcome.incident:
        see_to_hand_over(deps, sent, command, outcome.incident)
    return done()


async def close(deps: Deps, sent: Submission) -> Reply:
    """**Close…** was confirmed, with or without a reason for closing anyway. Raises SentBefore."""
    reason = sent.line(ids.REASON)
    if sent.has(ids.REASON) and not has_words(reason):
        return mend({ids.REASON: faults.words_needed()})
    outcome = await deps.desk.perform(
        sent.team,
        sent.meta.number,
        CloseIncident(sent.user, reason),
        now=deps.clock(),
        key=sent.key,
        pressed=_pressed(sent),
        at=sent.meta.channel,
    )
    deps.wake()
    if outcome.repeated:
        raise SentBefore
    if outcome.answer:  # something changed since the form was opened
        return say(answers.gesture(outcome.answer, sent.meta.number))
    return done()


async def entry(deps: Deps, sent: Submission) -> Reply:
    """A timeline entry was corrected; the timeline below the form is shown afresh."""
    incident = await incident_of(deps, sent)
    at, said = sent.moment(ids.ENTRY_AT), sent.line(ids.ENTRY_TEXT)
    if at is None:
        return mend({ids.ENTRY_AT: faults.not_a_time()})
    if at > deps.clock():
        return mend({ids.ENTRY_AT: faults.in_the_future()})
    if not has_words(said):
        return mend({ids.ENTRY_TEXT: faults.words_needed()})
    await deps.desk.correct_entry(incident.id, sent.meta.entry, at=at, text=said)
    below = text(sent.view, "previous_view_id")
    if below:
        entries = await deps.desk.timeline(incident.id)
        view = forms.timeline(sent.meta, incident, entries, offset=0)
        deps.tasks.spawn(update_form(deps, below, view), "timeline")
    return done()
