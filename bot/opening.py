"""Opening an incident: one line is enough (P01), and whoever opens it is thanked (P20)."""

from bot import debrief, switching
from bot.change import replace
from bot.chasing import follow
from bot.commands import AddDetails, DetailsChanged, OpenIncident
from bot.context import Context
from bot.effects import CARD, STORY, Effect, EntryKind, Outcome, Record, Show, prompt_slot
from bot.incident import Home, Incident, StepState
from bot.people import can_lead, person
from bot.prompting import changed_prompts
from bot.rhythm import caught_up, named, started, with_customers
from bot.text import channel_link, clean, has_words, one_line, shorten
from bot.wording import answers, contacts, notes

TITLE_LENGTH = 140


def titled(text: str) -> tuple[str, str]:
    """A title of one line, and the whole text where the title could not hold it ("" otherwise)."""
    whole = clean(text)
    title = shorten(one_line(whole), TITLE_LENGTH)
    return title, "" if title == whole else whole


def open_incident(
    command: OpenIncident, context: Context, *, incident_id: int, team: str, number: int
) -> Outcome:
    """The new incident and its first messages, or an answer asking for words."""
    if not has_words(command.text):
        return Outcome(None, answer=answers.what_happened_needed(), changed=False)
    title, story = titled(command.text)
    owner = _owner(command, context)
    playbook = context.settings.playbook_for(command.playbook)
    incident = Incident(
        id=incident_id,
        team=team,
        number=number,
        title=title,
        story=story,
        owner=owner,
        reporter=command.by,
        opened_at=context.now,
        home=Home(_home(command, owner, context)),
        severity=command.severity,
        playbook_key=playbook.key,
        own_playbook=switching.kept_with(playbook),
        noticed_by=command.noticed_by,
        customers=named(tuple(clean(name) for name in command.customers if clean(name))),
        expected=clean(command.expected),
        happened_at=command.happened_at,
        noticed_at=command.noticed_at,
        private=command.private or _among_few(command, context),
        source_link=command.source_link,
    )
    first = incident.playbook.line[0]
    incident = incident.with_step(first.id, StepState(since=context.now))
    incident = follow(started(incident, context), context)
    shown = (CARD, STORY, prompt_slot(first.id)) if story else (CARD, prompt_slot(first.id))
    record = Record(EntryKind.STATE, context.now, command.by, notes.entry_opened())
    effects: tuple[Effect, ...] = (*(Show(slot) for slot in shown), record)
    return debrief.also(
        None, Outcome(incident, effects, _thanks(incident, command, context)), context
    )


def _owner(command: OpenIncident, context: Context) -> str:
    """The owner: whoever was asked for; the caller where none was, or that account cannot."""
    asked = command.owner or command.by
    return asked if can_lead(context.people, asked) else command.by


def _among_few(command: OpenIncident, context: Context) -> bool:
    """Whether what was said in a private channel stays there: it must not show in others' lists."""
    return command.in_private_channel and context.settings.incident_channel is None


def _home(command: OpenIncident, owner: str, context: Context) -> str:
    """Where the card goes: see `Home.channel`."""
    lead = context.settings.lead
    if command.private and not (command.in_private_channel and command.channel):
        people = dict.fromkeys((command.by, owner, lead or owner))
        return ",".join(user for user in people if person(context.people, user).active)
    if command.private:
        return command.channel or command.by
    return context.settings.incident_channel or command.channel or command.by


def _thanks(incident: Incident, command: OpenIncident, context: Context) -> answers.Answer:
    if incident.home.channel == command.channel:
        if incident.owner != command.by:
            return answers.opened_for(incident.number, incident.owner)
        return answers.opened(incident.number)
    if incident.private:
        others = tuple(u for u in incident.home.channel.split(",") if u != command.by)
        return answers.opened_privately(incident.number, others)
    if incident.home.channel == context.settings.incident_channel:
        return answers.opened_elsewhere(incident.number, channel_link(incident.home.channel))
    return answers.opened(incident.number)


def add_details(incident: Incident, command: AddDetails, context: Context) -> Outcome:
    """What is known by now. What is already written down about a customer is kept. Raises
    DetailsChanged where the details are others than those the command was put together from."""
    if command.on is not None and _details(command.on) != _details(incident):
        raise DetailsChanged
    if not incident.is_open:
        return Outcome(incident, answer=answers.incident_closed(incident.number), changed=False)
    if not has_words(command.text):
        return Outcome(incident, answer=answers.what_happened_needed(), changed=False)
    title, story = titled(command.text)
    if incident.story and not story:
        story = title  # its message is in the thread: it must not keep saying what was said before
    names = tuple(clean(name) for name in command.customers if clean(name))
    changed = replace(
        incident,
        title=title,
        story=story,
        noticed_by=command.noticed_by,
        happened_at=command.happened_at,
        noticed_at=command.noticed_at,
        first_told_at=command.first_told_at,
        expected=clean(command.expected),
    )
    changed = with_customers(changed, named(names, incident), context)
    if not incident.customers:
        changed = caught_up(changed)
    if command.severity is not incident.severity:
        changed = _other_severity(replace(changed, severity=command.severity), context)
    effects: list[Effect] = [Show(CARD)]
    if story != incident.story:
        effects.append(Show(STORY))
    stay = {each.name for each in changed.customers}
    gone = [each for each in incident.customers if each.name not in stay]
    said = notes.entry_taken_off(contacts.plainly(gone)) if gone else notes.entry_details()
    record = Record(EntryKind.STATE, context.now, command.by, said)
    followed = follow(changed, context)
    effects += changed_prompts(incident, followed)
    kept = Outcome(followed, (*effects, record), answers.details_kept())
    if command.playbook in (None, incident.playbook_key):
        return kept
    return switching.switched(kept, command.playbook or "", command.by, context)


def _details(incident: Incident) -> tuple[object, ...]:
    """All that the form can change."""
    return (
        incident.is_open,
        incident.title,
        incident.story,
        incident.severity,
        incident.noticed_by,
        tuple(customer.name for customer in incident.customers),
        incident.happened_at,
        incident.noticed_at,
        incident.first_told_at,
        incident.expected,
        incident.playbook_key,
    )


def _other_severity(changed: Incident, context: Context) -> Incident:
    """A faster rhythm starts now; a word promised sooner than the new rhythm asks still stands."""
    again = started(changed, context)
    promised, due = changed.next_update_at, again.next_update_at
    return again if promised is not None and due is not None and due < promised else changed
