"""The review: words in, findings out. Pure and deterministic; the same words, the same findings.

Rules and the trained model each have a say. A rule that fired is heard unless the model holds its
sentence for very unlikely; the model alone is heard only where it is very sure.
"""

import re
from collections.abc import Callable, Iterator

from bot.language.features import items
from bot.language.findings import Circle, Finding, House, Lack, Remark, Surface
from bot.language.lacks import lacks
from bot.language.languages import FIRST
from bot.language.matching import Hit
from bot.language.model import doubt
from bot.language.own import own_phrases
from bot.language.packs import Pack, Rule, pack
from bot.language.reading import Reading, read
from bot.language.rewriting import rewritten
from bot.language.scoring import MOST_SENTENCES, Scores
from bot.language.shapes import shape

MOST_REMARKS = 5
NOTHING = House()
NOBODY = Circle()
BY_MODEL = "model"  # the rule named in a finding of the model alone
DECENT = "!decent"  # the shield of praise, help and learning; the model alone is not heard there
MOST_PROOFS = 12  # rewrites of one text that are read again
GAP = re.compile(r"\[[^\]]*\]")
FILLED = "Friday at 15:00"  # a gap is filled by a person, mostly with facts: when, what, who
SURER = 2.0  # log odds by which the model may doubt a sure rule more than others


def review(
    text: str, surface: Surface, circle: Circle = NOBODY, house: House = NOTHING
) -> tuple[Finding, ...]:
    """Words that hurt, in the order they stand in. Empty for text nothing can be said about."""
    reading = read(text, surface, circle, house)
    return _reviewed(reading, surface, house, Proof(surface, circle, house).clean)


class Proof:
    """Reads rewrites made of the writer's own words: one that hurts itself is not offered."""

    def __init__(self, surface: Surface, circle: Circle, house: House) -> None:
        self._surface, self._circle, self._house = surface, circle, house
        self._left = MOST_PROOFS

    def clean(self, line: str) -> bool:
        """Whether nothing is found in it once its gaps are filled; False once too much was read."""
        self._left -= 1
        if self._left < 0:
            return False
        reading = read(GAP.sub(FILLED, line), self._surface, self._circle, self._house)
        return not _reviewed(reading, self._surface, self._house, lambda _: True)


def _reviewed(
    reading: Reading, surface: Surface, house: House, clean: Callable[[str], bool]
) -> tuple[Finding, ...]:
    findings = list(own_phrases(reading, surface, house, pack(FIRST).said))
    language = reading.language
    if language is not None:
        scores = Scores(reading, surface, language.model)
        findings += _by_rules(reading, surface, language, scores, clean)
        findings += _by_model(reading, surface, language, scores, findings)
    fine = [finding for finding in findings if finding.shape in house.exceptions]
    kept = [
        finding
        for finding in findings
        if not any(_within(finding, other) for other in fine)
        and not house.muted & {finding.rule, finding.category.value}
    ]
    return _apart(kept)


def _within(finding: Finding, other: Finding) -> bool:
    """Whether it speaks of words that the other speaks of, and of no more of them: who called the
    one no blame has called this none, too."""
    met = finding.start < other.end and other.start < finding.end
    return met and finding.end - finding.start <= other.end - other.start


def _by_rules(
    reading: Reading,
    surface: Surface,
    language: Pack,
    scores: Scores,
    clean: Callable[[str], bool],
) -> Iterator[Finding]:
    for hit in reading.hits:
        rule = language.rules[hit.name]
        if _shielded(rule, hit, reading) or not _likely(hit, rule, reading, scores):
            continue
        ways = rewritten(rule, hit, reading, language, surface)
        ours = (rule.rewrite, rule.rewrite_draft)
        rewrite = next((line for line in ways if line in ours or clean(line)), "")
        yield _finding(hit, rule, reading, rewrite)


def _shielded(rule: Rule, hit: Hit, reading: Reading) -> bool:
    here = reading.numbers[hit.start]
    if not rule.unless.isdisjoint(reading.shields.get(here, ())):
        return True
    around = (here - 1, here, here + 1)
    return any(not rule.unless_near.isdisjoint(reading.shields.get(at, ())) for at in around)


def _likely(hit: Hit, rule: Rule, reading: Reading, scores: Scores) -> bool:
    """Whether the model does not speak against what a rule found."""
    if scores.model is None:
        return True
    first, last = reading.numbers[hit.start], reading.numbers[hit.end - 1]
    best = max(scores.of(number) for number in range(first, last + 1))
    return best >= scores.agree - (SURER if rule.sure else 0.0)


def _by_model(
    reading: Reading, surface: Surface, language: Pack, scores: Scores, found: list[Finding]
) -> Iterator[Finding]:
    """What the model alone is sure of, in sentences where no rule was heard."""
    model = scores.model
    if model is None or len(reading.sentences) > MOST_SENTENCES:
        return
    for number, (start, end) in enumerate(reading.sentences):
        score = scores.of(number) - model.cuts[surface].alone
        if score < 0 or DECENT in reading.shields.get(number, ()):
            continue
        names = reading.names(number)
        unsure = doubt(names, surface, len(reading.sentences), reading.technical, end - start)
        category = model.category(names, surface)
        if score < unsure or category is None or not model.familiar(names):
            continue
        first, after = reading.place(start, end)
        if any(finding.start < after and first < finding.end for finding in found):
            continue
        row = items(reading.tagged, start, end)
        words = model.words(reading.tagged, row, surface)
        said = language.said[category]
        place = reading.place(*words)
        yield Finding(
            category=category,
            start=place[0],
            end=place[1],
            why=said.why,
            principle=said.principle,
            rewrite=said.rewrite,
            rule=BY_MODEL,
            shape=shape(Hit(BY_MODEL, *words), reading.tagged),
        )


def _finding(hit: Hit, rule: Rule, reading: Reading, rewrite: str) -> Finding:
    start, end = reading.place(hit.start, hit.end)
    return Finding(
        category=rule.category,
        start=start,
        end=end,
        why=rule.why,
        principle=rule.principle,
        rewrite=rewrite,
        rule=rule.id,
        shape=shape(hit, reading.tagged),
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
    return _lacking(read(text, Surface.CUSTOMER_DRAFT, NOBODY, house))


def _lacking(reading: Reading) -> tuple[Lack, ...]:
    return lacks(reading) if reading.language is not None and reading.language.has else ()


def remarks(text: str, circle: Circle = NOBODY, house: House = NOTHING) -> tuple[Remark, ...]:
    """What to say about a customer draft: at most five remarks, the most important first."""
    reading = read(text, Surface.CUSTOMER_DRAFT, circle, house)
    proof = Proof(Surface.CUSTOMER_DRAFT, circle, house)
    found = _reviewed(reading, Surface.CUSTOMER_DRAFT, house, proof.clean)
    said = [Remark(finding, None) for finding in found]
    return (*said, *(Remark(None, lack) for lack in _lacking(reading)))[:MOST_REMARKS]
