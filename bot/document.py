"""One incident as a Markdown document for those who may see it. Pure; times are by the clock of
whoever asked for it. What the customer may have is in `bot.customer_document`."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from bot.calendar import local
from bot.first import lead_time
from bot.forms import ARTEFACTS, Field, FieldKind
from bot.incident import Incident, StepState
from bot.markdown import bullet, heading, md, quote
from bot.money import shown
from bot.people import People, person
from bot.playbook import Step, StepStatus
from bot.records import Record
from bot.wording import document as words
from bot.wording.debrief import BETTER, POSSIBLE
from bot.wording.first import length
from bot.wording.terms import NOTICED, SEVERITY


@dataclass(frozen=True)
class Reader:
    """Whose clock it goes by (an IANA name), and how people are called."""

    zone: str
    people: People

    def when(self, moment: datetime | None) -> str:
        """A moment on that clock."""
        return local(moment, self.zone).strftime("%d %b %Y, %H:%M") if moment else words.NOT_KNOWN

    def who(self, user: str | None) -> str:
        """A person's name, as Markdown."""
        return md(person(self.people, user or "").name or user or words.NOT_KNOWN)


def whole(record: Record, reader: Reader) -> str:
    """The document."""
    incident = record.incident
    lines = [
        heading(1, md(f"{incident.number} {incident.title}")).replace("# ", "# #", 1),
        *_facts(incident, reader),
        *([heading(2, words.STORY), quote(incident.story)] if incident.story else []),
        heading(2, words.STEPS),
        *(line for step in incident.playbook.steps for line in _step(incident, step, reader)),
        *_section(words.ANSWERS, _answers(record)),
        *_section(words.PROMISES, _promises(incident, reader)),
        *_section(words.MAKE_UPS, _make_ups(incident, reader)),
        *_section(words.ACTIONS, _actions(incident, reader)),
        *_section(words.TIMELINE, _timeline(record, reader)),
        words.inside_only(reader.zone),
    ]
    return "\n".join(lines).strip() + "\n"


def _section(title: str, lines: Iterator[str]) -> list[str]:
    """With a heading, where there is anything in it."""
    found = list(lines)
    return [heading(2, title), *found] if found else []


def _facts(incident: Incident, reader: Reader) -> Iterator[str]:
    lead = lead_time(incident)
    names = ", ".join(md(customer.name) for customer in incident.customers)
    state = words.OPEN if incident.is_open else words.closed(reader.when(incident.closed_at))
    yield bullet(f"{words.STATUS}: {state}")
    yield bullet(f"{words.SEVERITY}: {SEVERITY[incident.severity]}")
    yield bullet(f"{words.CUSTOMERS}: {names or words.NOT_KNOWN}")
    yield bullet(f"{words.OWNER}: {reader.who(incident.owner)}")
    yield bullet(f"{words.REPORTER}: {reader.who(incident.reporter)}")
    yield bullet(f"{words.NOTICED_FIRST}: {NOTICED[incident.noticed_by]}")
    yield bullet(f"{words.HAPPENED}: {reader.when(incident.happened_at)}")
    yield bullet(f"{words.REPORTED}: {reader.when(incident.opened_at)}")
    yield bullet(f"{words.FIRST_TOLD}: {reader.when(incident.first_told_at)}")
    if lead is not None:
        yield bullet(f"{words.TIME_TO_OWN}: {length(lead)}")
    if incident.expected:
        yield bullet(f"{words.EXPECTED}: {md(incident.expected)}")
    if incident.close_reason:
        yield bullet(f"{words.CLOSED_OVER}: {md(incident.close_reason)}")


def _step(incident: Incident, step: Step, reader: Reader) -> Iterator[str]:
    state = incident.state(step.id)
    yield heading(3, f"{md(step.name)}: {_how(state, reader)}")
    if state.reason:
        yield bullet(f"{words.REASON}: {md(state.reason)}")
    artefact = ARTEFACTS.get(step.artefact or "")
    for field in artefact.fields if artefact else ():
        value = state.artefact.get(field.key)
        if value and field.kind is FieldKind.TEXT:
            yield f"\n{md(field.label)}\n\n{quote(value)}"
        elif value:
            yield bullet(f"{md(field.label)} {_said(field, value, reader)}")


def _said(field: Field, value: str, reader: Reader) -> str:
    match field.kind:
        case FieldKind.PERSON:
            return reader.who(value)
        case FieldKind.MOMENT:
            return reader.when(datetime.fromisoformat(value))
        case FieldKind.DATE:
            return f"{date.fromisoformat(value):%d %b %Y}"
        case _:
            return md(field.choices.get(value, value))


def _how(state: StepState, reader: Reader) -> str:
    if state.status is StepStatus.OPEN:
        return words.OPEN
    settled = words.done if state.status is StepStatus.DONE else words.skipped
    return settled(reader.who(state.settled_by), reader.when(state.settled_at))


def _answers(record: Record) -> Iterator[str]:
    """What was said without names, each question with all its answers."""
    for question, found in (
        (POSSIBLE, [each.possible for each in record.answers]),
        (BETTER, [each.better for each in record.answers]),
    ):
        if given := [text for text in found if text]:
            yield f"\n{md(question)}\n\n" + "\n".join(bullet(md(text)) for text in given)


def _promises(incident: Incident, reader: Reader) -> Iterator[str]:
    for promise in incident.promises.values():
        state = words.PROMISE_STATES[promise.state]
        said = f"{md(promise.words)} · {words.BY} {reader.when(promise.due)}"
        reason = f" ({md(promise.reason)})" if promise.reason else ""
        yield bullet(f"{said} · {words.WITH} {reader.who(promise.owner)} · {state}{reason}")


def _make_ups(incident: Incident, reader: Reader) -> Iterator[str]:
    for each in incident.making_up.offers:
        state = words.MAKE_UP_STATES[each.state]
        said = f"{md(each.offer)} · {md(shown(each.worth))} · {reader.who(each.by)}"
        yield bullet(f"{said} · {state}")


def _actions(incident: Incident, reader: Reader) -> Iterator[str]:
    for action in incident.actions.values():
        said = f"{md(action.what)} · {words.BY} {action.day:%d %b %Y}"
        state = words.ACTION_STATES[action.state]
        yield bullet(f"{said} · {words.WITH} {reader.who(action.owner)} · {state}")


def _timeline(record: Record, reader: Reader) -> Iterator[str]:
    for entry in record.entries:
        yield bullet(f"{reader.when(entry.at)} · {reader.who(entry.by)} · {md(entry.text)}")
