"""A kinder way to say it that keeps the facts."""

from bot.language.normal import Plain
from bot.language.packs import Pack, Rule
from bot.language.patterns import END_SIGNS, Hit
from bot.language.tokens import Tokens


def rewritten(rule: Rule, hit: Hit, tokens: Tokens, seen: Plain, language: Pack) -> str:
    """The rule's rewrite with its gaps filled, or "" where they cannot be filled.

    `{rest}` is the sentence after the words found, `{before}` what stands before them, `{verb}` the
    base of the last verb found.
    """
    if not rule.rewrite:
        return ""
    rest = _words(tokens, seen, hit.end, _ends(tokens, hit.end))
    before = _words(tokens, seen, _begins(tokens, hit.start), hit.start)
    verb = language.verbs.base(tokens.words[hit.end - 1])
    if "{verb}" in rule.rewrite and not verb:
        return ""
    whole = rule.rewrite.format(rest=rest, before=before, verb=verb)
    return " ".join(whole.split()).replace(" ?", "?").replace(" .", ".").replace(" ,", ",")


def _ends(tokens: Tokens, at: int) -> int:
    while at < len(tokens.words) and tokens.words[at] not in END_SIGNS:
        at += 1
    return at


def _begins(tokens: Tokens, at: int) -> int:
    while at > 0 and tokens.words[at - 1] not in END_SIGNS:
        at -= 1
    return at


def _words(tokens: Tokens, seen: Plain, first: int, after: int) -> str:
    return seen.cased[tokens.starts[first] : tokens.ends[after - 1]] if after > first else ""
