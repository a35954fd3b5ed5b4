"""All text of a message fits into what Slack takes, and what is left out is not cut in two."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.text import esc
from handlers.views.shapes import (
    MESSAGE_LIMIT,
    Block,
    actions,
    button,
    context,
    cut,
    fullest,
    level,
    message,
    paragraphs,
    section,
    size,
    within,
)
from tests.handlers.cases import texts
from tests.handlers.limits import check_message

TOKEN = "<https://harbour.slack.com/archives/C0MISTAKE/p1|#12 We sent &amp; lost the wrong invoice>"
said = st.lists(
    st.one_of(
        texts.map(esc),
        st.just(TOKEN),
        st.just("<@U0PRIYA00>"),
        st.just("*bold words*"),
        st.just("<!date^1700000000^{date_short}|14 Nov 2023>"),
    ),
    min_size=1,
    max_size=8,
).map(lambda found: f"x {' '.join(found)}".strip())


@given(said, st.integers(1, 400))
def test_what_is_cut_is_cut_between_tokens_and_signs(text: str, limit: int) -> None:
    found = cut(text, limit)
    assert len(found) <= limit
    assert found == text or "…" in found
    check_message(("x", [section(found)]))  # nothing in it is cut in two


def test_a_link_stays_one_with_less_of_its_label() -> None:
    assert cut(TOKEN, 70) == "<https://harbour.slack.com/archives/C0MISTAKE/p1|#12 We sent &amp;…>…"
    assert cut(f"*{TOKEN}*", 70).endswith("…>…*")
    assert cut(TOKEN, 40) == "…"
    assert cut("2*3 words *and more words*", 20) == "2*3 words *and…*"
    assert cut("x" * 100, 10) == "xxxxxxxx…"


@given(st.lists(st.integers(0, 5000), max_size=50), st.integers(50, 20_000))
def test_only_what_is_long_is_shortened_and_all_of_it_alike(lengths: list[int], room: int) -> None:
    most = level(lengths, room)
    assert sum(min(each, most) for each in lengths) <= room
    if sum(lengths) > room:
        assert sum(min(each, most + 1) for each in lengths) > room


@given(st.lists(said, min_size=1, max_size=20))
def test_whatever_is_said_a_message_fits(found: list[str]) -> None:
    blocks: list[Block] = []
    for number, text in enumerate(found):
        row = button("Done", f"done{number}", "x")
        blocks += [*paragraphs(text), actions(row), context(text)]
    check_message(message("Some words", blocks))


def test_what_fits_stays_as_it_is() -> None:
    blocks = [section("x" * 3000), section("y", fields=["z" * 2000]), context("w")]
    assert within(blocks) is blocks
    [first, second, third] = within(blocks, 1000)
    assert size([first, second, third]) <= 1000
    assert (second["text"]["text"], third) == ("y", context("w"))
    assert first["text"]["text"].endswith("…") and len(first["text"]["text"]) == 498


@pytest.mark.parametrize(("sizes", "made"), [(range(3000, 0, -1000), 2000), ([3000], 3000)])
def test_the_fullest_that_fits(sizes: range, made: int) -> None:
    blocks = fullest(lambda each: [section("x" * each)] * 5, sizes)
    assert size(blocks) == 5 * made
    assert MESSAGE_LIMIT == 10_000


def test_nothing_cut_leaves_half_a_sign() -> None:
    found = cut("&amp;" * 100, 50)
    assert re.fullmatch("(&amp;)+…", found)
