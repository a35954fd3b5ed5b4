"""A language's pack: its words and its rules, read once from the files in its folder.

`people.toml` and `words.toml` hold classes of words, `rules_*.toml` the rules. A language is added
by adding a folder with these files.
"""

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Any

from bot.language.english import Verbs
from bot.language.findings import Category, Surface
from bot.language.matching import Matcher
from bot.language.model import Model
from bot.language.normal import folded
from bot.language.patterns import Compiler, Pattern, expand

ROLES: Mapping[str, frozenset[str]] = {
    "coll": frozenset({"coll", "third", "some"}),  # somebody on our side
    "blamed": frozenset({"coll", "third", "some", "they", "you"}),  # whoever may be accused
    "nobody": frozenset({"none"}),
    "we": frozenset({"we"}),
    "me": frozenset({"me"}),
    "self": frozenset({"we", "me"}),
    "you": frozenset({"you", "cust"}),
    "cust": frozenset({"cust"}),
    "theyc": frozenset({"cust", "they", "third"}),
    "they": frozenset({"they", "cust", "vendor", "third"}),
    "vendor": frozenset({"vendor"}),
    "third": frozenset({"vendor", "they", "circ"}),
    "circ": frozenset({"circ"}),
    "machine": frozenset({"machine"}),
    "someone": frozenset({"coll", "third", "some", "they", "you", "cust", "vendor"}),
    "named": frozenset({"coll", "vendor", "cust"}),
    "who": frozenset({"some"}),
    "staff": frozenset({"coll", "third", "some", "they"}),
    "staffs": frozenset({"coll"}),
    "staffn": frozenset({"coll", "third"}),
    "collp": frozenset({"coll", "third"}),
    "none": frozenset({"none"}),
    "notme": frozenset({"coll", "third", "some", "they", "you", "cust", "we", "none"}),
    "notme2": frozenset({"coll", "third", "some", "they", "cust", "we"}),
    "notmachine": frozenset({"coll", "third", "some", "they", "you", "cust", "we"}),
    "yourcust": frozenset({"cust"}),
}
_SURFACES = {"both": (Surface.THREAD, Surface.CUSTOMER_DRAFT)}
_CACHED_WORDS = 20_000


@dataclass(frozen=True, slots=True)
class Rule:
    """One thing to look for. `fires` and `near` are run as tests."""

    id: str
    category: Category
    surfaces: tuple[Surface, ...]
    why: str
    principle: str
    rewrite: str
    rewrite_by: str
    rewrite_draft: str  # instead of `rewrite` in a customer draft
    sure: bool  # heard even where the model has its doubts
    unless: frozenset[str]
    unless_near: frozenset[str]
    fires: tuple[str, ...]
    near: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ending:
    """Words of some length that end (and begin) like this are of these classes."""

    end: str
    least: int
    classes: str
    start: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """What is said about words that the model alone has found."""

    why: str
    principle: str
    rewrite: str


class Pack:
    """The words and rules of one language."""

    def __init__(self, code: str, folder: Traversable) -> None:
        self.code = code
        files = {
            file.name: tomllib.loads(file.read_text(encoding="utf-8"))
            for file in sorted(folder.iterdir(), key=lambda file: file.name)
            if file.name.endswith(".toml")
        }
        words = files["words.toml"]
        self._common = frozenset(
            folded(words["classes"]["stop"] + " " + words.get("common", "")).split()
        )
        self.verbs = Verbs(
            words.get("irregular", "").strip(), words.get("doubling", ""), words.get("regular", "")
        )
        self._folder = folder
        self.said = {
            Category(name): Said(**words) for name, words in files["categories.toml"].items()
        }
        self.contractions = {
            folded(short): tuple(folded(whole).split())
            for short, whole in words.get("contractions", {}).items()
        }
        self._endings = tuple(Ending(**raw) for raw in words.get("endings", ()))
        # Words that make up much of any text in this language.
        self.frequent = frozenset(word for word in self._common if word[:1].isalpha())
        self.frequent |= frozenset(folded(words.get("frequent", "")).split())
        self._known = self._classes(files.values())
        self._compiler = Compiler(self.verbs.forms, ROLES, self._common)
        # What a word counts as: itself, its classes, and what its ending says.
        self.keys = lru_cache(maxsize=_CACHED_WORDS)(self._keys_of)
        self.rules: dict[str, Rule] = {}
        self.has = any("has" in file for file in files.values())  # knows what a draft may lack
        patterns: dict[Surface, list[Pattern]] = {surface: [] for surface in Surface}
        for file in files.values():
            for name, written in file.get("shields", {}).items():
                shields = tuple(self._compiled(f"!{name}", written))
                for surface in Surface:
                    patterns[surface] += shields
            for name, written in file.get("has", {}).items():
                patterns[Surface.CUSTOMER_DRAFT] += self._compiled(f"={name}", written)
            for raw in file.get("rule", ()):
                rule = _rule(raw)
                if rule.id in self.rules:
                    raise ValueError(f"two rules are called {rule.id}")
                self.rules[rule.id] = rule
                mine = tuple(self._compiled(rule.id, raw["patterns"]))
                for surface in rule.surfaces:
                    patterns[surface] += mine
        self.matchers = {surface: Matcher(mine) for surface, mine in patterns.items()}

    @cached_property
    def model(self) -> Model | None:
        """The trained model, None for a language that has none."""
        weights = self._folder.joinpath("model.json")
        if not weights.is_file():
            return None
        return Model(weights.read_text(encoding="utf-8"))

    def _classes(self, files: Iterable[Mapping[str, Any]]) -> dict[str, frozenset[str]]:
        keys: dict[str, set[str]] = {}
        for file in files:
            for name, members in file.get("classes", {}).items():
                plain = folded(members)
                for member in plain.split(" ") if name == "end" else plain.split():
                    ways = self.verbs.forms(member[1:]) if member[0] == "~" else (member,)
                    for way in ways:
                        keys.setdefault(way, {way}).add(f"@{name}")
        for form in self.verbs.participles:
            keys.setdefault(form, {form}).add("@pp")
        for form in self.verbs.pasts:
            keys.setdefault(form, {form}).add("@past")
        return {word: frozenset(mine | self._by_ending(word)) for word, mine in keys.items()}

    def _by_ending(self, word: str) -> set[str]:
        for ending in self._endings:
            fits = word.startswith(ending.start) and word.endswith(ending.end)
            if fits and len(word) >= ending.least:
                return {f"@{name}" for name in ending.classes.split()}
        return set()

    def _compiled(self, name: str, written: Iterable[str]) -> Iterator[Pattern]:
        for way in written:
            for row in expand(folded(way)):
                yield self._compiler.pattern(name, row)

    def common(self, word: str) -> bool:
        """Whether it is one of the most frequent words."""
        return word in self._common

    def _keys_of(self, word: str) -> frozenset[str]:
        return self._known.get(word) or frozenset({word, *self._by_ending(word)})


def _rule(raw: Mapping[str, Any]) -> Rule:
    surface = raw["surface"]
    return Rule(
        id=raw["id"],
        category=Category(raw["category"]),
        surfaces=_SURFACES.get(surface) or (Surface(surface),),
        why=raw["why"],
        principle=raw["principle"],
        rewrite=raw.get("rewrite", ""),
        rewrite_by=raw.get("rewrite_by", ""),
        rewrite_draft=raw.get("rewrite_draft", ""),
        sure=raw.get("sure", False),
        unless=_shields(raw.get("unless", ())),
        unless_near=_shields(raw.get("unless_near", ())),
        fires=tuple(raw.get("fires", ())),
        near=tuple(raw.get("near", ())),
    )


def _shields(names: Iterable[str]) -> frozenset[str]:
    return frozenset(f"!{name}" for name in names)


@cache
def pack(code: str) -> Pack:
    """The pack of a language, by its two-letter code. Raises KeyError where there is none."""
    if code not in available():
        raise KeyError(code)
    return Pack(code, resources.files("bot.language").joinpath(code))


@cache
def available() -> tuple[str, ...]:
    """The codes of all languages there are packs for."""
    here = resources.files("bot.language")
    return tuple(
        sorted(place.name for place in here.iterdir() if place.joinpath("words.toml").is_file())
    )
