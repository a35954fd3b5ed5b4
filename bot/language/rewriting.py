"""A kinder way to say it that keeps the facts: the same sentence, changed where it hurts.

A rule names a way (`rewrite_by`) and, for where that cannot be done, a sentence (`rewrite`). Gaps
that only a person can fill are shown in [brackets], as in the drafts.
"""

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType

from bot.language.findings import Surface
from bot.language.matching import Hit
from bot.language.normal import VEIL
from bot.language.packs import Pack, Rule
from bot.language.patterns import END_SIGNS
from bot.language.reading import Reading
from bot.language.recasting import active, as_we, cut, question, swapped

LONGEST = 300  # characters of a rewrite
_IN_THE_WAY = {VEIL, "he", "she", "him", "his", "her", "himself", "herself"}
Way = Callable[[Reading, Hit, Pack, str], str]
# Ways a rule can name; those with words of their own take them after a colon: "cut:but however".
WAYS: Mapping[str, Way] = MappingProxyType(
    {"active": active, "as_we": as_we, "cut": cut, "question": question, "swap": swapped}
)


def rewritten(
    rule: Rule, hit: Hit, reading: Reading, language: Pack, surface: Surface
) -> Iterator[str]:
    """Rewrites of what a rule found, the best first. What is made of the writer's own words may
    hold another fault of theirs."""
    template = rule.rewrite
    if surface is Surface.CUSTOMER_DRAFT and rule.rewrite_draft:
        template = rule.rewrite_draft
    way, _, words = rule.rewrite_by.partition(":")
    if _simple(reading, hit):
        own = [WAYS[way](reading, hit, language, words)] if way else []
        own.append(_filled(template, hit, reading, language))
        yield from (line for line in map(_tidy, own) if line and _fit(line))
    elif template and "{" not in template:
        yield template


def _simple(reading: Reading, hit: Hit) -> bool:
    """Whether the sentence can be recast: nothing was taken out of it, nobody else acts in it."""
    start, end = reading.sentences[reading.numbers[hit.start]]
    return _IN_THE_WAY.isdisjoint(reading.tokens.words[start:end])


def _fit(text: str) -> bool:
    return len(text) <= LONGEST and not any("\ud800" <= sign <= "\udfff" for sign in text)


def _filled(template: str, hit: Hit, reading: Reading, language: Pack) -> str:
    """The sentence with `{rest}`, what stands after the words found, and `{verb}`, the base of the
    last verb found; "" where there is no such verb."""
    if "{" not in template:
        return template
    end = hit.end
    words = reading.tokens.words
    while end < len(words) and words[end] not in END_SIGNS:
        end += 1
    verb = language.verbs.base(words[hit.end - 1])
    said = set(words[hit.start : hit.end])
    if verb in ("", "be") or said & {"not", "never"}:
        return ""
    if {"@break", "@we"} & frozenset().union(*reading.tagged.keys[hit.end : end]):
        return ""
    if words[hit.end - 2] == "been":
        verb += " it"
    return template.format(rest=reading.words(hit.end, end), verb=verb)


def _tidy(text: str) -> str:
    line = " ".join(text.split())
    for sign in "?.,!":
        line = line.replace(f" {sign}", sign)
    return line[:1].upper() + line[1:]
