"""The review: words in, findings out. Pure and deterministic; the same words, the same findings."""

from itertools import islice

from bot.language.findings import Circle, Finding, House, Lack, Remark, Surface
from bot.language.lacks import lacks
from bot.language.normal import Plain, plain
from bot.language.packs import Pack, Rule, pack
from bot.language.patterns import END_SIGNS, Hit, Tagged
from bot.language.people import Known, tag
from bot.language.rewriting import rewritten
from bot.language.shapes import shape
from bot.language.tokens import Tokens, tokenise

MOST_REMARKS = 5
MOST_HITS = 120  # in one text; who writes more than that is not helped by more
NOTHING = House()
NOBODY = Circle()


def review(
    text: str, surface: Surface, circle: Circle = NOBODY, house: House = NOTHING
) -> tuple[Finding, ...]:
    """Words that hurt, in the order they stand in. Empty for text nothing can be said about."""
    seen = plain(text)
    language = pack("en")
    tokens = tokenise(seen, language.contractions)
    tagged = Tagged(tokens.words, [language.keys(word) for word in tokens.words])
    cased = [seen.cased[s:e] for s, e in zip(tokens.starts, tokens.ends, strict=True)]
    tag(tagged, cased, surface, _known(circle, house))
    hits = list(islice(language.matchers[surface].hits(tagged), MOST_HITS))
    sentences = _sentences(tokens)
    shields = {(hit.name, sentences[hit.start]) for hit in hits if hit.name[0] == "!"}
    best: list[tuple[Hit, Rule]] = []
    for hit in hits:
        rule = language.rules.get(hit.name)
        if rule is None or {rule.id, rule.category.value} & house.muted:
            continue
        sentence = sentences[hit.start]
        if any((name, sentence) in shields for name in rule.unless):
            continue
        near = (sentence - 1, sentence, sentence + 1)
        if any((name, place) in shields for name in rule.unless_near for place in near):
            continue
        best.append((hit, rule))
    findings = [_finding(hit, rule, text, seen, tokens, tagged, language) for hit, rule in best]
    kept = [finding for finding in findings if finding.shape not in house.exceptions]
    return _apart(kept)


def _sentences(tokens: Tokens) -> list[int]:
    """The number of the sentence each word stands in; its end sign belongs to it."""
    numbers: list[int] = []
    number = 0
    for word in tokens.words:
        numbers.append(number)
        number += word in END_SIGNS
    return numbers


def _known(circle: Circle, house: House) -> Known:
    roles: dict[str, str] = {}
    for names, role in (
        (circle.people, "coll"),
        (circle.teams, "coll"),
        (circle.vendors, "vendor"),
        (house.vendors, "vendor"),
        (circle.customers, "cust"),
    ):
        for name in names:
            for word in name.lower().split():
                if len(word) > 2:
                    roles[word] = role
    return Known(roles)


def _finding(
    hit: Hit, rule: Rule, text: str, seen: Plain, tokens: Tokens, tagged: Tagged, language: Pack
) -> Finding:
    first, last = tokens.starts[hit.start], tokens.ends[hit.end - 1]
    return Finding(
        category=rule.category,
        start=seen.place(first),
        end=seen.place(last - 1) + 1,
        why=rule.why,
        principle=rule.principle,
        rewrite=rewritten(rule, hit, tokens, seen, language),
        rule=rule.id,
        shape=shape(hit, tagged),
    )


def _apart(findings: list[Finding]) -> tuple[Finding, ...]:
    """Of findings of one category on the same words, the longest."""
    kept: list[Finding] = []
    for finding in sorted(findings, key=lambda one: (one.start - one.end, one.start, one.rule)):
        if not any(
            finding.category is other.category
            and finding.start < other.end
            and other.start < finding.end
            for other in kept
        ):
            kept.append(finding)
    return tuple(sorted(kept, key=lambda one: (one.start, one.end, one.category)))


def missing(text: str, house: House = NOTHING) -> tuple[Lack, ...]:
    """What a recovery message should have and this draft lacks, the most important first."""
    return lacks(plain(text).text)


def remarks(text: str, circle: Circle = NOBODY, house: House = NOTHING) -> tuple[Remark, ...]:
    """What to say about a customer draft: at most five remarks, the most important first."""
    found = [
        Remark(finding, None) for finding in review(text, Surface.CUSTOMER_DRAFT, circle, house)
    ]
    return (*found, *(Remark(None, lack) for lack in missing(text, house)))[:MOST_REMARKS]
