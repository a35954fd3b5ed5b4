"""The card: the one message that always says how a recovery stands."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from types import MappingProxyType

from bot.chasing import CHECK_BACK, DEBRIEF, STEP_PREFIX
from bot.forms import CHECK_BACK as CHECK_BACK_FORM
from bot.incident import Incident, NoticedBy
from bot.money import shown
from bot.playbook import Rhythm, Step
from bot.text import link, mention, one_line, when
from bot.wording import check_back, contacts, first, make_ups, promises, weighing
from bot.wording.terms import SEVERITY, customers, fit, plain, title

HEADING_LIMIT = 150  # Slack: "Header block"
PROMISES = 4  # ours: as many as still fit on a card that is read at a glance

ADD_DETAILS = "Add details"
UPDATE_THE_CUSTOMER = "Update the customer"
HAND_OVER = "Hand over"
CLOSE = "Close…"
REOPEN = "Reopen"
TIMELINE = "Timeline"
OPEN_THREAD = "Open its thread"

NOTICED_FIRST: Mapping[NoticedBy, str] = MappingProxyType(
    {
        NoticedBy.US: "We did",
        NoticedBy.CUSTOMER: "The customer did",
        NoticedBy.UNKNOWN: "Not known yet",
    }
)


def heading(incident: Incident) -> str:
    """The title as plain text; 150 characters at most."""
    return plain(f"#{incident.number} {incident.title}", HEADING_LIMIT)


def fallback(incident: Incident) -> str:
    """What a notification shows."""
    if incident.is_open:
        return f"{title(incident)}. We are putting it right. Owner: {mention(incident.owner)}"
    return f"{title(incident)}. Closed."


def facts(incident: Incident) -> tuple[str, ...]:
    """Owner, severity, customers, who noticed first: each a label and its value."""
    return (
        f"*Owner*\n{mention(incident.owner)}",
        f"*Severity*\n{SEVERITY[incident.severity]}",
        f"*Customers*\n{_customers(incident)}",
        f"*Who noticed first*\n{NOTICED_FIRST[incident.noticed_by]}",
    )


def _customers(incident: Incident) -> str:
    if not incident.customers:
        return "Not named yet. Press *Add details*." if incident.is_open else "Not named"
    return customers(incident, most=5)


def now(incident: Incident, lacking: Sequence[str]) -> str:
    """What happens next, or how it ended. `lacking`: what stands in the way of closing (mrkdwn)."""
    if not incident.is_open:
        return _closed(incident)
    step = incident.current
    if step is None or step.rhythm is Rhythm.AFTER_CLOSING:
        later = f" *{step.said}* comes after that." if step else ""
        return f"{_to_close(lacking, ' that comes before closing' if step else '')}{later}"
    waiting = incident.making_up.waiting(step.id)
    if waiting:
        approval = incident.chases.get(waiting.approval)
        return make_ups.next_on_card(step.said, waiting, approval.who if approval else waiting.by)
    who, due = mention(incident.responsible(step.id)), due_of(incident, step)
    if due is None:
        return f"*Next step:* {step.said}, with {who}"
    return f"*Next step:* {step.said}, with {who} · *By:* {when(due)}"


def _to_close(lacking: Sequence[str], before: str) -> str:
    if not lacking:
        return f"*Every step{before} is done or skipped.* Press *Close…* when you are ready."
    if len(lacking) == 1:
        return f"*Nearly there.* Before you close it: {lacking[0]}"
    return f"*Nearly there.* Before you close it: {lacking[0]} *Close…* says what else is open."


def due_of(incident: Incident, step: Step) -> datetime | None:
    """When that step is due (UTC), as its chase says; None where no clock runs."""
    if step.rhythm is Rhythm.UPDATES:
        return incident.next_update_at
    keys = {Rhythm.DEBRIEF: DEBRIEF, Rhythm.AFTER_CLOSING: CHECK_BACK}
    chase = incident.chases.get(keys.get(step.rhythm, STEP_PREFIX + step.id))
    return chase.due if chase else None


def _closed(incident: Incident) -> str:
    by = mention(incident.closed_by or incident.owner)
    at = when(incident.closed_at) if incident.closed_at else ""
    if incident.close_reason:
        reason = fit(incident.close_reason, 1500)
        return f"*Closed* by {by}, with something left open · {at}\n*Why:* {reason}"
    return f"*Closed* by {by} · {at}\nThank you, everyone who helped."


def next_word(incident: Incident) -> str:
    """What the customer can rely on next, soonest first: a word, and other promises. Once closed,
    only promises that are still open."""
    promised = [
        (promise.due, promises.on_card(promise)) for promise in incident.open_promises[:PROMISES]
    ]
    if incident.is_open:
        promised += contacts.next_words(incident)
    lines = [line for _, line in sorted(promised, key=lambda each: each[0])]
    if incident.is_open and not incident.next_update_at:
        lines.append("*Next word to the customer:* none promised")
    left_out = len(incident.open_promises) - PROMISES
    if left_out > 0:
        lines.append(promises.more_on_card(left_out))
    if incident.is_open:
        lines.append(contacts.told_line(incident))
    return "\n".join(filter(None, lines))


def small_print(incident: Incident) -> str:
    """How far it is, who opened it, and what sort of incident it is."""
    done, total = incident.settled_count, len(incident.playbook.steps)
    opened = f"opened by {mention(incident.reporter)}"
    behind = f"{done} of {total} steps behind us"
    step = incident.current
    if step and step.rhythm is Rhythm.AFTER_CLOSING:
        behind += f", {step.said} still to come"
    parts = [behind, opened, when(incident.opened_at)]
    if incident.private:
        parts.append("🔒 Private: only those who take part and the team’s lead can look it up")
    if incident.drill:
        parts.append("🎯 Practice: no real customer is concerned")
    return " · ".join(parts)


def _checked_back(incident: Incident) -> str:
    """What became of it in the end, once somebody has asked."""
    steps = (step for step in incident.playbook.steps if step.artefact == CHECK_BACK_FORM.key)
    settled = (incident.state(step.id) for step in steps if incident.settled(step.id))
    return next((check_back.outcome(state.artefact) for state in settled), "")


def circumstances(incident: Incident) -> str:
    """When it happened, what was expected, the message it began with; empty if nothing is known."""
    parts = [said for said in (_checked_back(incident), first.line(incident)) if said]
    if total := incident.making_up.total:
        stake = incident.making_up.yardstick
        parts.append(make_ups.on_card(shown(total), weighing.part(total, stake) if stake else ""))
    if incident.happened_at:
        parts.append(f"*When it happened:* {when(incident.happened_at)}")
    if incident.expected:
        parts.append(f"*What the customer expected:* {fit(one_line(incident.expected), 600)}")
    if incident.source_link:
        parts.append(link(incident.source_link, "The message this began with"))
    return "\n".join(parts)


def story_fallback(incident: Incident) -> str:
    """What a notification shows of the whole story."""
    return f"What happened, in {mention(incident.reporter)}’s words"


def story(incident: Incident) -> str:
    """What happened, whole, for the first message of the thread; 10,000 characters at most."""
    return f"*What happened, in {mention(incident.reporter)}’s words*\n{fit(incident.story, 9_900)}"
