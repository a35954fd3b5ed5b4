"""What a customer may have in hand about one incident, as Markdown. Pure.

It holds nothing but what they were told, promised, offered or shown: no names of ours, no cause, no
talk, not even the title it goes by inside. Of several customers each has a version of their own, in
which no other one is named (P08).
"""

from collections.abc import Iterator, Mapping
from datetime import datetime

from bot.document import Reader
from bot.effects import EntryKind
from bot.forms import APOLOGY, EVIDENCE, EXPLANATION, FIRST_WORD
from bot.incident import Customer, Incident
from bot.markdown import bullet, heading, md, quote
from bot.playbook import StepStatus
from bot.records import Record
from bot.wording import document as words

MOST = 9  # versions for customers by name; beyond that one version names nobody


def versions(record: Record, reader: Reader) -> list[tuple[str, str]]:
    """(customer, document) for each of its customers; one for "" where none, or very many, are
    named."""
    named = record.incident.customers
    if not 1 <= len(named) <= MOST:
        return [("", _document(record, reader, None))]
    return [(each.name, _document(record, reader, each)) for each in named]


def _document(record: Record, reader: Reader, customer: Customer | None) -> str:
    incident = record.incident
    explained = _artefact(incident, EXPLANATION.key).get("words", "")
    shown = _artefact(incident, EVIDENCE.key).get("shown", "")
    elsewhere = {"", explained, shown, *(each.offer for each in incident.making_up.offered)}
    told = _told(record, customer)
    parts = [
        *_section(words.EXPLAINED, [quote(explained)] if explained else []),
        *_section(
            words.SAID,
            [_dated(text, at, reader) for text, at in told.items() if text not in elsewhere],
        ),
        *_section(words.PROMISED, list(_promised(incident, reader, customer))),
        *_section(words.OFFERED, [bullet(md(each.offer)) for each in incident.making_up.offered]),
        *_section(words.SHOWN, [quote(shown)] if shown else []),
    ]
    title = heading(1, words.FOR_CUSTOMER)
    to_whom = [words.for_customer(md(customer.name))] if customer else []
    lines = [title, *to_whom, *(parts or [words.NOTHING_YET]), words.customer_times(reader.zone)]
    return "\n".join(lines).strip() + "\n"


def _section(title: str, lines: list[str]) -> list[str]:
    return [heading(2, title), *lines] if lines else []


def _told(record: Record, customer: Customer | None) -> Mapping[str, datetime | None]:
    """The words they got, and when. What went to one of several customers is not known to be for
    the others, so each gets what went to all of them, and the last that is known to be theirs."""
    incident = record.incident
    if len(incident.customers) <= 1:
        return {
            words.words_told(each.text): each.at
            for each in record.entries
            if each.kind is EntryKind.WORDS
        }
    said: dict[str, datetime | None] = {
        _artefact(incident, kind.key).get("words", ""): None for kind in (FIRST_WORD, APOLOGY)
    }
    if customer is not None:
        said[customer.words] = customer.told_at
    return said


def _dated(text: str, at: datetime | None, reader: Reader) -> str:
    return f"{reader.when(at)}\n\n{quote(text)}" if at else quote(text)


def _promised(incident: Incident, reader: Reader, customer: Customer | None) -> Iterator[str]:
    for promise in incident.promises.values():
        theirs = not promise.customers or (customer and customer.name in promise.customers)
        if theirs or len(incident.customers) <= 1:
            state = words.PROMISE_STATES[promise.state]
            yield bullet(f"{md(promise.words)} · {words.BY} {reader.when(promise.due)} · {state}")


def _artefact(incident: Incident, kind: str) -> Mapping[str, str]:
    """What that kind of step left behind once it was done."""
    for step in incident.playbook.steps:
        state = incident.state(step.id)
        if step.artefact == kind and state.status is StepStatus.DONE:
            return state.artefact
    return {}
