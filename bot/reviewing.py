"""The review of words that go to a customer: what in them may hurt, and what they lack."""

from collections.abc import Mapping
from types import MappingProxyType

from bot.forms import ARTEFACTS, OWNED, FieldKind
from bot.incident import Incident
from bot.language import Category, Circle, House, Lack, Remark, remarks
from bot.playbook import Step, StepStatus

EVERYTHING = frozenset(Lack)
APOLOGY = "apology"

# Of these words nothing is missed. The first word is said at once, before anything else is known
# (P01), and mostly by phone: what is written down of it is not the whole of it. Nor is what was
# offered or shown.
_SPARED = frozenset({*OWNED, "make_up", "evidence"})
# Who is told this of their words need not hear what comes to the same.
_SAYS_IT: Mapping[Category, Lack] = MappingProxyType(
    {Category.DISTANT_APOLOGY: Lack.OWNERSHIP, Category.VAGUE_PROMISE: Lack.NEXT_WORD}
)
# What every further word to a customer needs once we have apologised.
_NEWS = frozenset({Lack.ACTION, Lack.NEXT_WORD})


def words_field(step: Step) -> str | None:
    """The field of the step's form with the words to a customer, None without one."""
    artefact = ARTEFACTS.get(step.artefact or "")
    if artefact is None or not artefact.told_customer:
        return None
    return next(field.key for field in artefact.fields if field.kind is FieldKind.TEXT)


def of_update(text: str, incident: Incident, around: Circle, house: House) -> tuple[Remark, ...]:
    """Remarks on an update, at most five, the most important first."""
    return _asked(remarks(text, around, house), _NEWS if _apologised(incident) else EVERYTHING)


def of_step(text: str, step: Step, around: Circle, house: House) -> tuple[Remark, ...]:
    """Remarks on the words of a step, at most five, the most important first."""
    asked = frozenset[Lack]() if step.artefact in _SPARED else EVERYTHING
    return _asked(remarks(text, around, house), asked)


def of_part(text: str, around: Circle, house: House) -> tuple[Remark, ...]:
    """Remarks on what may hurt in words that go with others: a promise, or what is offered."""
    return _asked(remarks(text, around, house), frozenset())


def gist(remark: Remark, text: str) -> str:
    """What a remark on `text` comes down to: the same for the same remark on words that have been
    changed elsewhere."""
    if remark.finding is None:
        return f"{remark.lack}"
    finding = remark.finding
    return f"{finding.category} {' '.join(text[finding.start : finding.end].lower().split())}"


def _asked(found: tuple[Remark, ...], asked: frozenset[Lack]) -> tuple[Remark, ...]:
    said = {_SAYS_IT.get(remark.finding.category) for remark in found if remark.finding}
    return tuple(remark for remark in found if remark.lack is None or remark.lack in asked - said)


def _apologised(incident: Incident) -> bool:
    """Whether the apology has been made: who is to own it and what it cost has been said."""
    return any(
        incident.state(step.id).status is StepStatus.DONE
        for step in incident.playbook.steps
        if step.artefact == APOLOGY
    )
