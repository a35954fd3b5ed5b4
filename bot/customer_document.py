"""What a customer may have in hand about one incident, as Markdown. Pure.

It holds nothing but what they were told, promised, offered or shown: no names of ours, no cause, no
talk, not even the title it goes by inside. Of several customers each has a version of their own, in
which no other one is named, and which leaves out what is not known to be theirs (P08).
"""

from collections.abc import Iterator, Mapping
from datetime import datetime

from bot.document import Reader
from bot.forms import EVIDENCE, EXPLANATION
from bot.incident import Customer, Incident
from bot.markdown import bullet, heading, md, quote
from bot.playbook import StepStatus
from bot.records import Record
from bot.told import FEW, somebody_else, told_in
from bot.wording import document as words

MOST = FEW  # versions for customers by name; beyond that one version names nobody


def versions(record: Record, reader: Reader) -> list[tuple[str, str]]:
    """(customer, document) for each of its customers; one for "" where none, or very many, are
    named."""
    if not by_name(record.incident):
        return [("", _document(record, reader, None))]
    return [(each.name, _document(record, reader, each)) for each in record.incident.customers]


def by_name(incident: Incident) -> int:
    """How many customers have a version of their own; 0: there is one that names nobody."""
    count = len(incident.customers)
    return count if count <= MOST else 0


def _document(record: Record, reader: Reader, customer: Customer | None) -> str:
    incident = record.incident
    alone, told = not somebody_else(record), _told(record, customer)

    def theirs(text: str) -> str:
        return text if alone or text in told else ""

    explained = theirs(_artefact(incident, EXPLANATION.key).get("words", ""))
    shown = theirs(_artefact(incident, EVIDENCE.key).get("shown", ""))
    offered = [offer for each in incident.making_up.offered if (offer := theirs(each.offer))]
    elsewhere = {explained, shown, *offered}
    said = [(text, at) for text, at in told.items() if text not in elsewhere]
    promised = list(_promised(incident, reader, customer))
    parts = [
        *_section(words.EXPLAINED, [quote(explained)] if explained else []),
        *_section(words.SAID, [_dated(text, at, reader) for text, at in said]),
        *_section(words.PROMISED, promised),
        *_section(words.OFFERED, [bullet(md(offer)) for offer in offered]),
        *_section(words.SHOWN, [quote(shown)] if shown else []),
    ]
    title = heading(1, words.FOR_CUSTOMER)
    to_whom = [words.for_customer(md(customer.name))] if customer else []
    timed = bool(promised) or any(at for _, at in said)
    times = [words.customer_times(reader.zone)] if timed else []
    lines = [title, *to_whom, *(parts or [words.NOTHING_YET]), *times]
    return "\n".join(lines).strip() + "\n"


def _section(title: str, lines: list[str]) -> list[str]:
    return [heading(2, title), *lines] if lines else []


def _told(record: Record, customer: Customer | None) -> Mapping[str, datetime | None]:
    """The words they got, and when. With a second customer, now or earlier, only what is known to
    have gone to this one; where they are too many for versions of their own, to all of them."""
    alone = not somebody_else(record)
    whose = {customer.name} if customer else {each.name for each in record.incident.customers}
    said: dict[str, datetime | None] = {}
    for each in told_in(record):
        if each.words and (alone if each.to is None else each.to and whose <= each.to):
            said[each.words] = each.at
    if customer and customer.words and not alone:
        said.setdefault(customer.words, customer.told_at)
    return said


def _dated(text: str, at: datetime | None, reader: Reader) -> str:
    return f"{reader.when(at)}\n\n{quote(text)}" if at else quote(text)


def _promised(incident: Incident, reader: Reader, customer: Customer | None) -> Iterator[str]:
    for promise in incident.promises.values():
        to = promise.customers
        if not to or not incident.customers or (customer and customer.name in to):
            state = words.PROMISE_STATES[promise.state]
            yield bullet(f"{md(promise.words)} · {words.BY} {reader.when(promise.due)} · {state}")


def _artefact(incident: Incident, kind: str) -> Mapping[str, str]:
    """What that kind of step left behind once it was done."""
    for step in incident.playbook.steps:
        state = incident.state(step.id)
        if step.artefact == kind and state.status is StepStatus.DONE:
            return state.artefact
    return {}
