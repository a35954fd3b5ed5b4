"""Ways to recast an English sentence. Each gives "" where it would not come out right."""

from collections.abc import Sequence

from bot.language.matching import Hit
from bot.language.packs import Pack
from bot.language.patterns import END_SIGNS
from bot.language.reading import Reading

LONGEST_SUBJECT = 6  # words
SHORTEST = 3  # words of a sentence that is left when the rest is cut
_PLURAL = {"was": "were", "is": "are", "has": "have", "does": "do"}
_BEEN = (("has", "been"), ("have", "been"), ("had", "been"))
_OBJECT = {"i": "me", "he": "him", "she": "her", "we": "us", "they": "them"}
_BY_MISTAKE = "@accident"
# What these leave open cannot be said as a fact.
_OPEN = {"any", "anyone", "anybody", "may", "might", "could", "whatever"}
_UNMEANT = {"inadvertently", "accidentally", "mistakenly", "erroneously", "unintentionally"}
_BEGINS = {"@det", "@ourdet", "@yourdet", "@you"}  # words that a subject we can move begins with


def _sentence(reading: Reading, hit: Hit) -> tuple[int, int]:
    """The first word of the sentence that begins the finding, and the one after its last word."""
    start, end = reading.sentences[reading.numbers[hit.start]]
    while end > start and reading.tokens.words[end - 1] in END_SIGNS:
        end -= 1
    return start, end


def cut(reading: Reading, hit: Hit, language: Pack, words: str) -> str:
    """The sentence up to one of these words, as a sentence of its own."""
    start, end = _sentence(reading, hit)
    ends = words.split()
    for at in range(hit.start + 1, end):
        if reading.tokens.words[at] in ends:
            if {"@we", "@me", "<number>"} & _all(reading.tagged.keys[at:end]):
                return ""  # not an excuse: what we do, or a fact
            kept = at - 1 if reading.tokens.words[at - 1] == "," else at
            return reading.words(start, kept) + "." if kept - start >= SHORTEST else ""
    return ""


def swapped(reading: Reading, hit: Hit, language: Pack, words: str) -> str:
    """The sentence with some words left out or put in others' place: "any= if=that"."""
    start, end = _sentence(reading, hit)
    instead = dict(pair.split("=") for pair in words.split())
    found = [
        at for at in range(hit.start, min(hit.end, end)) if reading.tokens.words[at] in instead
    ]
    if (
        not found
        or found[0] == start
        or _OPEN & set(reading.tokens.words[start:end])
        or reading.tokens.words[found[0] - 1] == "as"
    ):
        return ""
    if found[0] + 1 < end and "[" in instead[reading.tokens.words[found[0]]]:
        return ""  # a time stands at the end
    parts: list[str] = []
    begun = start
    for at in found:
        parts += (reading.words(begun, at), instead[reading.tokens.words[at]].replace("_", " "))
        begun = at + 1
    parts.append(reading.words(begun, end).rstrip("."))
    return " ".join(part for part in parts if part) + "."


def question(reading: Reading, hit: Hit, language: Pack, words: str) -> str:
    """ "Dan forgot to renew it" as "What would have helped us to renew it?"."""
    end = _sentence(reading, hit)[1]
    for at in range(hit.start + 1, min(hit.end + 1, end - 1)):
        if reading.tokens.words[at] == "to" and "@slip" in reading.tagged.keys[at - 1]:
            plain = "@break" not in _all(reading.tagged.keys[at:end])
            return f"What would have helped us {reading.words(at, end)}?" if plain else ""
    return ""


def as_we(reading: Reading, hit: Hit, language: Pack, words: str) -> str:
    """ "Our trainee forgot the part" as "We forgot the part"."""
    begins = reading.tagged.begins.get(hit.start)
    start, end = _sentence(reading, hit)
    if begins is None or begins[0] >= end or "@break" in _all(reading.tagged.keys[hit.start : end]):
        return ""
    if hit.start > start and reading.tokens.words[hit.start - 1] == "of":
        return ""
    after = begins[0]
    word = reading.tokens.words[after]
    keys = reading.tagged.keys[after]
    if word in _PLURAL:
        rest = f"{_PLURAL[word]} {reading.words(after + 1, end)}"
    elif keys & {"@past", "@pp", "@adv", "@slip"}:
        rest = reading.words(after, end)
    else:
        return ""
    return f"{reading.words(start, hit.start)} we {rest}."


def active(reading: Reading, hit: Hit, language: Pack, words: str) -> str:
    """ "Your claim was overlooked" as "We overlooked your claim"."""
    start, end = _sentence(reading, hit)
    tokens, keys = reading.tokens.words, reading.tagged.keys
    while start < end and (keys[start] & {_BY_MISTAKE} or tokens[start] == ","):
        start += 1
    if tokens[start] == "it" and start + 2 < end and tokens[start + 2] == "that":
        start += 3  # "it appears that"
    at = start
    while at < end and not _passive(tokens, at):
        at += 1
    subject = at - start
    if at >= end or not 0 < subject <= LONGEST_SUBJECT or not keys[start] & _BEGINS:
        return ""
    if "@stop" in _all(keys[start + 1 : at]) or _by_somebody(tokens[at:end]):
        return ""
    at += 1 if tokens[at] in ("was", "were", "got") else 2
    mistaken = denied = False
    while at < end and (keys[at] & {"@adv", _BY_MISTAKE} or tokens[at] == "not"):
        if _BY_MISTAKE in keys[at] and tokens[at] not in _UNMEANT:
            return ""  # "wrongly addressed" is not "addressed by mistake"
        mistaken |= _BY_MISTAKE in keys[at]
        denied |= tokens[at] == "not"
        at += 1
    base = language.verbs.base(tokens[at]) if at < end else ""
    if not base or "@break" in _all(keys[at:end]):
        return ""
    verb = f"did not {base}" if denied else language.verbs.past_of(base)
    what = reading.words(start, start + subject)
    what = _OBJECT.get(what.lower(), what[:1].lower() + what[1:])
    tail = " by mistake" if mistaken else ""
    return f"We {verb} {what} {reading.words(at + 1, end)}{tail}."


def _by_somebody(tokens: list[str]) -> bool:
    """Whether the doer is named already."""
    after = tokens[tokens.index("by") + 1 :][:1] if "by" in tokens else []
    return bool(after) and after[0] not in ("mistake", "accident", "error")


def _passive(tokens: list[str], at: int) -> bool:
    return tokens[at] in ("was", "were", "got") or tuple(tokens[at : at + 2]) in _BEEN


def _all(keys: Sequence[frozenset[str]]) -> frozenset[str]:
    return frozenset().union(*keys)
