"""What is alike in two mistakes, and why we think so (P19, P22).

The words are compared one by one (rapidfuzz forgives a slip of the pen), each by how much it says;
the same customer, tag or kind of cause is added to that. Nothing here knows who reported what.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from bot.forms import CAUSES
from bot.incident import Incident
from bot.ledger import Action
from bot.light_words import LIGHT, SILENT
from bot.searchable import cause_key, customer_keys, debrief, happened, keys, tag_keys
from bot.words import words

ENOUGH = 0.5  # from here on two mistakes are called alike
CUSTOMER, TAG, CAUSE = 0.5, 0.5, 0.15  # what sharing one adds
LIGHT_WEIGHT, SHORT_WEIGHT, SHORT = 0.3, 0.5, 3
SPELLED_ALIKE = 86.0  # of 100, in words of FUZZY letters or more
FUZZY = 5
MOST_WORDS = 60  # of one text that are compared
MOST_LOOKED_FOR = 10
SHOWN = 3
SYSTEMIC = "systemic"


@dataclass(frozen=True)
class Similar:
    """A past mistake like this one, and why: what both share, as people wrote it. `score` only puts
    several in an order. `cause` is the kind of cause in words, "" where it is not shared."""

    incident: Incident
    score: float
    words: tuple[str, ...] = ()
    customers: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    cause: str = ""
    same_thing: bool = False  # what happened is alike, not only to whom

    @property
    def systemic(self) -> bool:
        """Whether that one was called systemic."""
        return is_systemic(self.incident)

    @property
    def open_actions(self) -> tuple[Action, ...]:
        """What was to prevent it and is not done, the soonest first."""
        todo = (action for action in self.incident.actions.values() if action.is_open)
        return tuple(sorted(todo, key=lambda action: action.day))


@dataclass(frozen=True)
class LookFor:
    """What others have to share with an incident to be compared with it: any one of these."""

    words: tuple[str, ...]
    keys: tuple[str, ...]


def is_systemic(incident: Incident) -> bool:
    """Whether its debrief calls it systemic."""
    return debrief(incident).get("recurrence") == SYSTEMIC


def look_for(incident: Incident) -> LookFor:
    """The words that say most about it, and its keys, the kind of cause left out: it is shared by
    too many to lead anywhere."""
    telling = sorted(_weighed(happened(incident)).items(), key=lambda each: -each[1])
    chosen = tuple(word for word, weight in telling[:MOST_LOOKED_FOR] if weight == 1)
    few = chosen or tuple(word for word, _ in telling[:MOST_LOOKED_FOR])
    cause = cause_key(incident)
    return LookFor(few, tuple(key for key in keys(incident) if key != cause))


def ranked(incident: Incident, others: Iterable[Incident]) -> tuple[Similar, ...]:
    """Those of `others` that are like it, the likest first, the newer of two that are as alike."""
    compared = [compare(incident, other) for other in others if other.id != incident.id]
    alike = (each for each in compared if each.score >= ENOUGH)
    order = sorted(alike, key=lambda each: (-round(each.score, 2), -each.incident.number))
    return tuple(order[:SHOWN])


def repeats(incident: Incident, alike: Iterable[Similar]) -> tuple[Similar, ...]:
    """Those that make it a systemic repeat (P19): the same thing happened before, and one of the
    two was called systemic."""
    systemic = is_systemic(incident)
    return tuple(each for each in alike if each.same_thing and (systemic or each.systemic))


def compare(incident: Incident, other: Incident) -> Similar:
    """What the two share. The same whichever comes first, but for the order of the words."""
    mine, theirs = _weighed((incident.title,)), _weighed((other.title,))
    shared, text = _overlap(mine, theirs)
    if text < ENOUGH:  # what one says in its title the other may say further down
        wider = _weighed(happened(incident)), _weighed(happened(other))
        shared, text = max((shared, text), _overlap(*wider), key=lambda each: each[1])
    here, there = customer_keys(incident), customer_keys(other)
    customers = tuple(there[key] for key in here if key in there) or _named(incident, there, other)
    tags_there = tag_keys(other)
    tags = tuple(tags_there[key] for key in tag_keys(incident) if key in tags_there)
    cause = _cause(incident, other)
    names = {word for name in customers for word in words(name)}
    score = text + CUSTOMER * bool(customers) + TAG * bool(tags) + CAUSE * bool(cause)
    return Similar(
        other,
        score,
        tuple(word for word in shared if word not in names and word not in SILENT),
        customers,
        tags,
        cause,
        same_thing=text >= ENOUGH or bool(tags) or (bool(cause) and text >= ENOUGH / 2),
    )


def _named(incident: Incident, there: dict[str, str], other: Incident) -> tuple[str, ...]:
    """Customers of the other one that are only mentioned in this one's words, as at its opening."""
    if incident.customers:
        return ()
    said = f" {' '.join(words(incident.title))} "
    return tuple(name for name in there.values() if f" {' '.join(words(name))} " in said)


def _cause(incident: Incident, other: Incident) -> str:
    mine, theirs = cause_key(incident), cause_key(other)
    if mine != theirs or not mine or mine == "cause_something_else":
        return ""
    return CAUSES.get(mine.removeprefix("cause_"), "")


def _weighed(texts: tuple[str, ...]) -> dict[str, float]:
    """The words of some texts, each with how much it says."""
    found = [word for text in texts for word in words(text) if word not in SILENT]
    return {word: _weight(word) for word in found[:MOST_WORDS]}


def _weight(word: str) -> float:
    if word in LIGHT or word.isdigit():
        return LIGHT_WEIGHT
    return 1.0 if len(word) > SHORT else SHORT_WEIGHT


def _overlap(mine: dict[str, float], theirs: dict[str, float]) -> tuple[list[str], float]:
    """The words of mine that are in theirs, and how much of the two that is (0 to 1)."""
    pairs = {word: there for word in mine if (there := _same(word, theirs))}
    said = sum(mine[word] + theirs[there] for word, there in pairs.items())
    if not any(mine[word] > LIGHT_WEIGHT for word in pairs):
        return [], 0.0
    return list(pairs), said / (sum(mine.values()) + sum(theirs.values()))


def _same(word: str, others: dict[str, float]) -> str | None:
    """The one of `others` that is that word, or is spelled nearly like it."""
    if word in others:
        return word
    if len(word) < FUZZY:
        return None
    from rapidfuzz import fuzz, process  # a twentieth of our memory: not before it is needed

    found = process.extractOne(word, others.keys(), scorer=fuzz.ratio, score_cutoff=SPELLED_ALIKE)
    return found[0] if found else None
