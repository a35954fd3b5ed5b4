"""Who is spoken of: ourselves, a colleague, the customer, a third party, a machine."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.language.findings import Surface
from bot.language.matching import Tagged
from bot.language.patterns import END_SIGNS

MODIFIERS_BEFORE = 3  # words between "the" and "driver"
_DRAFT = {"you": "cust", "tool": "coll", "titled": "coll"}
_THREAD = {"you": "you", "tool": "machine", "titled": "cust"}


@dataclass(frozen=True, slots=True)
class Known:
    """Names that somebody told us: each word of a name, in small letters, to the role it has.

    Those in `capital` are words too (Mark, Grace) and count only with a capital.
    """

    roles: Mapping[str, str]
    capital: frozenset[str] = frozenset()


NOBODY = Known({})


def tag(text: Tagged, cased: list[str], surface: Surface, known: Known = NOBODY) -> None:
    """Find the people in a text. `cased` has each word with its capitals.

    Roles: we, me, coll, you, third (he, she), they, some (someone, whoever), none (nobody), cust,
    vendor, machine, circ (weather and the like).
    """
    after = 0
    told = _DRAFT if surface is Surface.CUSTOMER_DRAFT else _THREAD
    for at, keys in enumerate(text.keys):
        if at < after or (keys.isdisjoint(_STARTS) and text.words[at] not in known.roles):
            continue
        found = _entity(text, cased, at, told, known)
        if found is None:
            continue
        first, after, role = found
        text.begins[first] = (after, role)
        text.finishes[after] = (first, role)


def _entity(
    text: Tagged, cased: list[str], at: int, told: Mapping[str, str], known: Known
) -> tuple[int, int, str] | None:
    word, keys = text.words[at], text.keys[at]
    role = known.roles.get(word)
    if role and (word not in known.capital or cased[at][:1].isupper()):
        return at, _while_known(text, at + 1, known, role), role
    if "@month" in keys and _dated(text, at):
        return None
    if "@title" in keys and at + 1 < len(cased) and cased[at + 1][:1].isupper():
        return at, at + 2, told["titled"]
    pronoun = _role(keys, _PRONOUNS)
    if pronoun:
        return at, at + 1, told.get(pronoun, pronoun)
    if "@name" in keys or ("@maybename" in keys and _surely_name(text, cased, at)):
        return _named(text, cased, at, told)
    return _headed(text, cased, at, told)


_PRONOUNS = {
    "@we": "we",
    "@me": "me",
    "@you": "you",
    "@third": "third",
    "@they": "they",
    "@some": "some",
    "@none": "none",
    "<mention>": "coll",
}
_HEADS = {"@coll": "coll", "@cust": "cust", "@vendor": "vendor", "@machine": "machine"}
_HEADS |= {"@circ": "circ", "@tool": "tool"}
_STARTS = frozenset(
    {*_PRONOUNS, *_HEADS, "@title", "@name", "@maybename", "@det", "@mod", "@ourdet", "@yourdet"}
)


def _role(keys: frozenset[str], roles: Mapping[str, str]) -> str:
    """The first of the roles that a word may have by its classes, "" for none."""
    if keys.isdisjoint(roles):
        return ""
    return next(role for key, role in roles.items() if key in keys)


def _dated(text: Tagged, at: int) -> bool:
    """Whether a number stands beside a word: "3 May" is nobody."""
    return "<number>" in text.words[max(0, at - 1) : at + 2]


def _while_known(text: Tagged, at: int, known: Known, role: str) -> int:
    while at < len(text.words) and known.roles.get(text.words[at]) == role:
        at += 1
    return at


def _surely_name(text: Tagged, cased: list[str], at: int) -> bool:
    """A name that is a word too (Mark, Rose) counts with a capital where none is due."""
    begins = at == 0 or text.words[at - 1] in END_SIGNS
    return cased[at][:1].isupper() and not begins


def _named(
    text: Tagged, cased: list[str], at: int, told: Mapping[str, str]
) -> tuple[int, int, str]:
    """A first name, with a family name where one follows."""
    after = at + 1
    if after < len(cased) and cased[after][:1].isupper() and not text.keys[after] & _STARTS:
        after += 1
    return at, _placed(text, after, told), "coll"


def _headed(
    text: Tagged, cased: list[str], at: int, told: Mapping[str, str]
) -> tuple[int, int, str] | None:
    """ "the new night porter", "billing", "your account manager Luis"."""
    keys = text.keys
    head = at
    determined = bool(keys[at] & {"@det", "@ourdet", "@yourdet"})
    limit = min(len(text.words), at + MODIFIERS_BEFORE + (2 if determined else 1))
    role = ""
    place = at + 1 if determined else at
    while place < limit:
        found = _role(keys[place], _HEADS)
        if found:
            role, head = found, place
            limit = min(len(text.words), place + 3)
        elif (
            text.words[place] in END_SIGNS
            or "@stop" in keys[place]
            or "@nomod" in keys[place]
            or (role and not keys[place] & {"@mod"})
            or (not role and not determined and "@mod" not in keys[place])
        ):
            break
        place += 1
    if not role:
        return None
    if role == "coll" and "@yourdet" in keys[at] and text.words[head] in _THEIR_OWN:
        role = told["you"]
    after = head + 1
    if after < len(text.words) and text.words[after] == "," and after + 2 < len(text.words):
        named = "@name" in keys[after + 1] and text.words[after + 2] == ","
        after = after + 3 if named and role == "coll" else after
    elif after < len(text.words) and keys[after] & {"@name"} and role == "coll":
        after += 1
    return at, _placed(text, after, told), told.get(role, role)


_THEIR_OWN = frozenset({"team", "staff", "colleague", "colleagues", "people", "department"})


def _placed(text: Tagged, after: int, told: Mapping[str, str]) -> int:
    """With the place behind it: "in accounts", "on nights", "you spoke to"."""
    words, keys = text.words, text.keys
    if after + 1 >= len(words) or words[after] not in ("in", "on", "at", "from"):
        return after
    at = after + 1
    if keys[at] & {"@det", "@ourdet"} and at + 1 < len(words):
        at += 1
    if keys[at] & {"@coll", "@mod", "@place"}:
        following = at + 1
        while following < len(words) and keys[following] & {"@coll", "@mod", "@place"}:
            following += 1
        return following
    return after
