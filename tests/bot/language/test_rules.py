"""Every rule keeps its word: its examples fire, its near misses do not."""

import pytest

from bot.language import Circle, House, Surface, review
from bot.language.packs import Rule, available, pack
from bot.language.reading import read

RULES = [rule for code in available() for rule in pack(code).rules.values()]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_rule_finds_its_examples(rule: Rule) -> None:
    assert len(rule.fires) >= 5
    surface = rule.surfaces[0]
    for text in rule.fires:
        hits = {hit.name for hit in read(text, surface, Circle(), House()).hits}
        found = {finding.category for finding in review(text, surface)}
        assert rule.id in hits, text
        assert rule.category in found, text


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_rule_lets_near_misses_be(rule: Rule) -> None:
    assert len(rule.near) >= 5
    for surface in rule.surfaces:
        assert not [text for text in rule.near if review(text, surface)]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_rule_says_why_in_one_line(rule: Rule) -> None:
    assert 20 < len(rule.why) <= 120
    assert "\n" not in rule.why
    assert rule.principle.startswith("P")


@pytest.mark.parametrize("code", available())
def test_every_category_has_words(code: str) -> None:
    for said in pack(code).said.values():
        assert said.why
        assert said.principle.startswith("P")


def test_a_finding_points_at_the_words_and_keeps_no_names() -> None:
    text = "Morning! This is Priya’s fault, 12 boxes."
    (finding,) = review(text, Surface.THREAD)
    assert "Priya’s fault" in text[finding.start : finding.end]
    assert "priya" not in finding.shape
    assert "<someone>" in finding.shape
