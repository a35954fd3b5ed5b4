"""The figures of a period: what counts, what does not, and in which words."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from bot.cases import Case, History, case_of, past_of
from bot.incident import Incident, NoticedBy
from bot.insights import Figures, Insights, Part, Repeats, insights, since
from bot.make_up import MakingUp
from bot.periods import Period, read
from bot.wording import insights as words
from bot.wording import insights_picture as pictured
from storage.mapping import incident_values
from tests.many import NOW, many

QUARTER = read("90d", NOW, "UTC")
HOUR = timedelta(hours=1)


def history_of(found: list[Incident], period: Period) -> History:
    ordered = sorted(found, key=lambda each: (each.opened_at, each.id))
    return History(
        [
            case_of(incident_values(each), NOW)
            for each in ordered
            if period.before <= each.opened_at < period.end
        ],
        [
            past_of(incident_values(each))
            for each in ordered
            if since(period) <= each.opened_at < period.before
        ],
    )


def one(**changes: Any) -> Incident:
    plain = many(1, 0)[0]
    bare = replace(
        plain,
        opened_at=NOW - HOUR,
        own_playbook=None,
        playbook_key="full",
        customers=(),
        promises={},
        steps={},
        making_up=MakingUp(),
        words_given=(),
        noticed_by=NoticedBy.US,
        noticed_at=None,
        first_told_at=None,
        next_update_at=None,
        private=False,
    )
    return replace(bare, **changes)


def figures(*found: Incident) -> Figures:
    return insights(history_of(list(found), QUARTER), QUARTER).now


@pytest.mark.principle("P03")
def test_we_got_there_first_only_once_they_have_heard() -> None:
    told = one(first_told_at=NOW - HOUR + timedelta(minutes=10))
    theirs = replace(told, noticed_by=NoticedBy.CUSTOMER)
    nobody_knows = replace(told, noticed_by=NoticedBy.UNKNOWN)
    found = figures(told, theirs, nobody_knows, one())
    assert found.first == Part(1, 2)
    assert (found.lead, found.own) == (timedelta(minutes=10), timedelta(minutes=10))
    assert (found.told, found.untold) == (3, 1)


def test_the_middle_of_an_even_number_lies_between_the_two() -> None:
    both = [one(first_told_at=NOW - HOUR + timedelta(minutes=each)) for each in (10, 20)]
    assert figures(*both).own == timedelta(minutes=15)


def test_who_told_before_noticing_took_no_time() -> None:
    assert figures(one(first_told_at=NOW - 2 * HOUR)).own == timedelta(0)


def test_a_word_that_is_overdue_is_late() -> None:
    waiting = one(next_update_at=NOW - timedelta(minutes=1))
    assert figures(replace(waiting, status=many(9, 1)[0].status.OPEN)).updates == Part(0, 1)


def test_of_nothing_there_are_no_figures() -> None:
    found = insights(History(), QUARTER)
    assert found.now == Figures() == found.before
    assert found.now.updates.share is None


def said(now: Figures, before: Figures | None = None) -> str:
    found = Insights(QUARTER, now, before or Figures())
    lines = [words.heading(found), words.fallback(found), words.intro(found), *words.lines(found)]
    return "\n".join([*lines, words.alt_text(found), words.picture_comment(found)])


def test_an_empty_period_gets_kind_words() -> None:
    assert "so there is nothing to count" in words.nothing(
        Insights(QUARTER, Figures(), Figures()), "/mistake"
    )
    for count, counted in ((1, "one was"), (3, "3 were")):
        before = Figures(opened=count)
        text = words.nothing(Insights(QUARTER, Figures(), before), "/mistake")
        assert counted in text and "whoever reports a mistake helps" in text
    assert words.opened(0) == "No mistake was reported."


def test_one_mistake_is_a_story() -> None:
    text = said(Figures(opened=1, own=HOUR, told=1))
    assert "a story, not a trend" in text
    assert "the customer heard from us within 60 minutes" in text
    assert "It is still open." in text
    assert "It is closed." in said(Figures(opened=1, closed=1, untold=1))
    assert pictured.small(Insights(QUARTER, Figures(opened=1), Figures())).startswith(
        "Small numbers"
    )


def test_small_numbers_are_said_to_be_small_and_get_no_percentage() -> None:
    text = said(Figures(opened=3, closed=1, first=Part(2, 3), untold=3))
    assert "They say nothing about a trend" in text
    assert "2 of 3" in text and "%" not in text
    assert "One is closed." in text
    assert "3 customers have not been told yet" in text


def test_many_are_compared_with_those_before() -> None:
    now = Figures(
        opened=20,
        closed=20,
        own=HOUR,
        told=19,
        untold=1,
        first=Part(10, 16),
        lead=HOUR / 2,
        updates=Part(30, 40),
        promises=Part(3, 4),
        debriefs=Part(1, 2),
        recurrence={"one_off": 1, "systemic": 2},
        causes={("not_followed", "one_off"): 1, ("not_foreseen", "systemic"): 2},
        repeats=Repeats(1, 1, 2),
        make_ups={"EUR": Decimal("80"), "CHF": Decimal("12.50")},
        offers=3,
        asked=4,
        stayed=Part(2, 3),
        referring=Part(1, 1),
    )
    before = replace(now, opened=9, make_ups={"EUR": Decimal(5)}, offers=1, closed=4)
    text = said(now, before)
    assert "10 of 16, 62% (before: 10 of 16, 62%)" in text
    assert "customers told so far heard from us within 60 minutes of our noticing; one" in text
    assert "€80 + CHF\u00a012.50 in 3 offers (before: €5 in 1 offer)" in text
    assert "2 of 3 (asked: 4) (before: 2 of 3)" in text
    assert "A situation nobody had foreseen: 2 systemic (before: 2)" in text
    assert "cause: 1) (before: 2; same customer: 1, same cause: 1)" in text
    assert "2 within a year (the same customer: 1, the same kind of systemic cause: 1)" in text
    assert "All are closed." in text and "with 9." in text
    assert pictured.small(Insights(QUARTER, now, before)) == ""
    few_before = said(now, replace(before, opened=2))
    assert "do not read much into the comparison" in few_before
    assert pictured.small(Insights(QUARTER, now, replace(before, opened=2))).startswith(
        "Few before"
    )
    assert "4 are closed." in said(before, now)
    assert len(words.known_lines(Insights(QUARTER, now, before))) == 12
    assert words.known_lines(Insights(QUARTER, Figures(opened=1), before)) == []
    assert "(asked: 2)" in said(Figures(opened=6, asked=2))


def test_the_picture_says_what_it_shows() -> None:
    found = Insights(QUARTER, Figures(opened=1, own=HOUR), Figures())
    assert pictured.picture_subtitle(found) == "The last 90 days: one mistake"
    assert pictured.minutes(found.now.own) == 60 and pictured.minutes(None) is None
    assert pictured.part_label(Part(1, 2)) == "1 of 2" and pictured.part_label(Part()) == ""
    assert pictured.own_label(found.now) == "60 minutes" and pictured.own_label(Figures()) == ""
    told = Figures(opened=36, own=HOUR, told=4, untold=32)
    assert pictured.own_label(told) == "60 minutes (4 of 36 told)"
    assert pictured.small(Insights(QUARTER, replace(told, opened=40), Figures())) == ""
    assert set(pictured.cause_names()) == {
        "not_followed",
        "not_understood",
        "not_foreseen",
        "something_else",
    }
    assert "by direct message" not in words.private_note()
    assert words.picture_follows() and words.picture_failed()


def test_figures_of_many_are_those_of_their_parts() -> None:
    everything = many(300, 3)
    found = insights(history_of(everything, QUARTER), QUARTER)
    inside = [each for each in everything if QUARTER.start <= each.opened_at < QUARTER.end]
    assert found.now.opened == len(inside) > 10
    assert isinstance(history_of(everything, QUARTER).cases[0], Case)
