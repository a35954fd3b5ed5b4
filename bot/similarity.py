"""What is alike in two mistakes, and why we think so (P19, P22).

The words are compared one by one (rapidfuzz forgives a slip of the pen), each by how much it says;
the same customer, tag or kind of cause is added to that. Nothing here knows who reported what.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from bot.forms import CAUSES
from bot.incident import Incident
from bot.ledger import Action
from bot.light_words import LIGHT, SILENT
from bot.searchable import (
    cause_key,
    customer_keys,
    is_systemic,
    keys,
    tag_keys,
    teaches,
    told_by_people,
)
from bot.words import singular, words

ENOUGH = 0.5  # from here on two mistakes are called alike
CUSTOMER, TAG, CAUSE = 0.5, 0.5, 0.15  # what sharing one adds
LIGHT_WEIGHT, SHORT_WEIGHT, SHORT = 0.3, 0.5, 2
PART = 0.7  # what it counts that a whole title is in another one, which says more
TELLING = 2  # words of it that have to say something
SPELLED_ALIKE = 86.0  # of 100, in words of FUZZY letters or more
FUZZY = 5
MOST_WORDS = 60  # of one text that are compared
MOST_LOOKED_FOR = 10
SHOWN = 3


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
    def lesson(self) -> int:
        """How much there is to take from it; it only puts several in an order."""
        return teaches(self.incident) + self.systemic

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


def look_for(incident: Incident) -> LookFor:
    """The words that say most about it, and its keys, the kind of cause left out: it is shared by
    too many to lead anywhere."""
    weighed = _Side(incident).whole.words
    telling = sorted(weighed.items(), key=lambda each: -each[1])
    chosen = [word for word, weight in telling[:MOST_LOOKED_FOR] if weight == 1]
    few = chosen or [word for word, _ in telling[:MOST_LOOKED_FOR]]
    cause = cause_key(incident)
    once = tuple(dict.fromkeys(map(singular, few)))
    return LookFor(once, tuple(key for key in keys(incident) if key != cause))


def ranked(incident: Incident, others: Iterable[Incident]) -> tuple[Similar, ...]:
    """Those of `others` that came before it and are like it: the likest first, then those of the
    same thing that taught something, then the rest. Of two that are as alike the one that taught
    more comes first, then the newer."""
    return shown(alike(incident, others))


def alike(incident: Incident, others: Iterable[Incident]) -> list[Similar]:
    """All of `others` that came before it and are like it, in no order."""
    mine = _Side(incident)
    found = (_compare(mine, _Side(other)) for other in others if other.id < incident.id)
    return [each for each in found if each.score >= ENOUGH]


def shown(found: Iterable[Similar]) -> tuple[Similar, ...]:
    """Those of them that people are shown (see `ranked`)."""
    order = sorted(found, key=_order)
    rest = sorted(order[1:], key=lambda each: -each.lesson if each.same_thing else 0)
    return (*order[:1], *rest[: SHOWN - 1])


def _order(each: Similar) -> tuple[float, int, int]:
    return (-round(each.score, 2), -each.lesson, -each.incident.number)


def repeats(incident: Incident, alike: Iterable[Similar]) -> tuple[Similar, ...]:
    """Those that make it a systemic repeat (P19): the same thing happened before, and one of the
    two was called systemic."""
    systemic = is_systemic(incident)
    return tuple(each for each in alike if each.same_thing and (systemic or each.systemic))


def compare(incident: Incident, other: Incident) -> Similar:
    """What the two share. The same whichever comes first, but for the order of the words."""
    return _compare(_Side(incident), _Side(other))


def _compare(mine: "_Side", theirs: "_Side") -> Similar:
    shared, text = _title_overlap(mine.title, theirs.title)
    if text < ENOUGH:  # what one says in its title the other may say further down
        wider = _overlap(mine.whole, theirs.whole)
        shared, text = max((shared, text), wider, key=lambda each: each[1])
    customers = tuple(name for key, name in theirs.customers.items() if key in mine.customers)
    customers = customers or _named(mine.incident, theirs.customers)
    tags = tuple(tag for key, tag in theirs.tags.items() if key in mine.tags)
    cause = _cause(mine.incident, theirs.incident)
    names = {singular(word) for name in customers for word in words(name)}
    score = text + CUSTOMER * bool(customers) + TAG * bool(tags) + CAUSE * bool(cause)
    return Similar(
        theirs.incident,
        score,
        tuple(word for word in shared if singular(word) not in names and word not in SILENT),
        customers,
        tags,
        cause,
        same_thing=text >= ENOUGH or bool(tags) or (bool(cause) and text >= ENOUGH / 2),
    )


def _named(incident: Incident, there: Mapping[str, str]) -> tuple[str, ...]:
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


@dataclass(frozen=True)
class _Weighed:
    """Words, each with how much it says. Those `aside` count only where the other one has them too:
    that it was somebody else makes two mistakes no less alike."""

    words: dict[str, float]
    aside: frozenset[str]

    @cached_property
    def by_singular(self) -> dict[str, str]:
        """The words by their singulars."""
        return {singular(word): word for word in self.words}

    def whole(self, shared: Iterable[str]) -> float:
        """How much there is of it, where those are shared."""
        own = self.aside - set(shared)
        return sum(weight for word, weight in self.words.items() if word not in own)


class _Side:
    """One of two incidents that are compared, looked into once."""

    def __init__(self, incident: Incident) -> None:
        self.incident = incident
        self.customers = customer_keys(incident)
        self.tags = tag_keys(incident)
        self._names = {singular(word) for name in self.customers.values() for word in words(name)}
        filed = {singular(word) for tag in self.tags.values() for word in words(tag)}
        self._aside = self._names | filed

    @cached_property
    def title(self) -> _Weighed:
        """The words of its title."""
        return self._weighed((self.incident.title,))

    @cached_property
    def whole(self) -> _Weighed:
        """The words of all that says what happened."""
        return self._weighed(told_by_people(self.incident))

    def _weighed(self, texts: Iterable[str]) -> _Weighed:
        found = [word for text in texts for word in words(text) if word not in SILENT][:MOST_WORDS]
        ones = {word: singular(word) for word in found}
        weights = {
            word: LIGHT_WEIGHT if one in self._names else _weight(word)
            for word, one in ones.items()
        }
        aside = frozenset(word for word, one in ones.items() if one in self._aside)
        return _Weighed(weights, aside)


def _weight(word: str) -> float:
    if word in LIGHT or word.isdigit():
        return LIGHT_WEIGHT
    return 1.0 if len(word) > SHORT else SHORT_WEIGHT


def _title_overlap(mine: _Weighed, theirs: _Weighed) -> tuple[list[str], float]:
    """The words of one title that are in the other, and how alike the two are. A short one may be
    in a long one."""
    pairs = _pairs(mine, theirs)
    shared, text = _said(mine, theirs, pairs)
    telling = [word for word, there in pairs.items() if mine.words[word] + theirs.words[there] == 2]
    if len(telling) < TELLING:
        return shared, text
    parts = (
        sum(mine.words[word] for word in pairs) / mine.whole(pairs),
        sum(theirs.words[word] for word in set(pairs.values())) / theirs.whole(pairs.values()),
    )
    return shared, max(text, PART * max(parts))


def _overlap(mine: _Weighed, theirs: _Weighed) -> tuple[list[str], float]:
    """The words of mine that are in theirs, and how much of the two that is (0 to 1)."""
    return _said(mine, theirs, _pairs(mine, theirs))


def _pairs(mine: _Weighed, theirs: _Weighed) -> dict[str, str]:
    """The words of mine that are in theirs, each with what it is there."""
    ones = theirs.by_singular
    return {word: there for word in mine.words if (there := _same(word, ones))}


def _said(mine: _Weighed, theirs: _Weighed, pairs: dict[str, str]) -> tuple[list[str], float]:
    if not any(mine.words[word] > LIGHT_WEIGHT for word in pairs):
        return [], 0.0
    said = sum(mine.words[word] + theirs.words[there] for word, there in pairs.items())
    return list(pairs), said / (mine.whole(pairs) + theirs.whole(pairs.values()))


def _same(word: str, others: dict[str, str]) -> str | None:
    """The one of `others` (by their singulars) that is that word, or is spelled nearly like it."""
    if found := others.get(singular(word)):
        return found
    if len(word) < FUZZY:
        return None
    from rapidfuzz import fuzz, process  # a twentieth of our memory: not before it is needed

    near = process.extractOne(word, others.values(), scorer=fuzz.ratio, score_cutoff=SPELLED_ALIKE)
    return near[0] if near else None
