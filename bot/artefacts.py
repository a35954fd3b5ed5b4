"""What a step leaves behind: is what was filled in enough, and is it possible?"""

from collections.abc import Mapping
from datetime import date, datetime

from bot.calendar import local
from bot.context import Context
from bot.forms import Artefact, Field, FieldKind
from bot.people import person
from bot.text import clean, has_words, says_nothing
from bot.wording import faults as words
from bot.wording.drafts import GAP


def tidy(artefact: Artefact, values: Mapping[str, str]) -> dict[str, str]:
    """Only the artefact's own fields, cleaned, without empty ones."""
    kept = {field.key: clean(values.get(field.key, "")) for field in artefact.fields}
    return {key: value for key, value in kept.items() if value}


def faults(
    artefact: Artefact, values: Mapping[str, str], *, by: str, context: Context
) -> dict[str, str]:
    """What to mend, by field key, each in words that say how. Empty: nothing."""
    given = tidy(artefact, values)
    found = {}
    for field in artefact.fields:
        fault = _fault(field, given, by, context)
        if fault:
            found[field.key] = fault
    return found


def _fault(field: Field, given: Mapping[str, str], by: str, context: Context) -> str | None:
    value = given.get(field.key)
    if value is None:
        needed = field.required or _companion_given(field, given) or _asked_for(field, given)
        return words.needed() if needed else None
    match field.kind:
        case FieldKind.MOMENT:
            return _moment_fault(value, context)
        case FieldKind.DATE:
            return _date_fault(value, by, context)
        case FieldKind.CHOICE:
            return None if value in field.choices else words.choose_one()
        case FieldKind.TEXT if GAP.search(value):
            return words.gap_left()
        case FieldKind.TEXT if field.required and not has_words(value):
            return words.words_needed()
        case _ if field.telling and says_nothing(value):
            return words.says_nothing()
        case _:
            return None


def _asked_for(field: Field, given: Mapping[str, str]) -> bool:
    """Whether another answer makes this one necessary."""
    return field.needed_if is not None and given.get(field.needed_if[0]) == field.needed_if[1]


def _companion_given(field: Field, given: Mapping[str, str]) -> bool:
    """Fields with the same number belong together: a second action needs its owner and date."""
    _, _, number = field.key.rpartition("_")
    return number.isdigit() and any(key.endswith(f"_{number}") for key in given)


def _moment_fault(value: str, context: Context) -> str | None:
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        return words.not_a_time()
    if moment.tzinfo is None:
        return words.not_a_time()
    return words.in_the_future() if moment > context.now else None


def _date_fault(value: str, by: str, context: Context) -> str | None:
    try:
        day = date.fromisoformat(value)
    except ValueError:
        return words.not_a_date()
    today = local(context.now, person(context.people, by).zone).date()
    return words.in_the_past() if day < today else None
