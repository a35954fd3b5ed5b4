"""User text made safe: nothing typed can ping, link, format or turn what we show."""

import re
import unicodedata
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.text import (
    WORD_JOINER,
    channel_link,
    clean,
    esc,
    has_words,
    link,
    mention,
    one_line,
    shorten,
    unescape,
    when,
)
from sandbox.mrkdwn import Reader, mrkdwn

READER = Reader("U1", "UTC", 0.0, {}, {})
FAMILY = "👨‍👩‍👧‍👦"
PIECES = [
    "<!channel>", "<!here|here>", "<@U1>", "<#C1>", "<http://x.example|x>", "@here", "@channel",
    "@everyone", "@HERE", "&lt;", "&amp;", "&", "<", ">", "*", "_", "~", "`", "```", "\n", "\r\n",
    "\r", "\x0b", "\u2028", "\u202e", "\u2066", "\u061c", "\u200b", "\u200d", "\ufeff", "\xad",
    "\x00", "\x85", "\ud83d", "\ude00", "e\u0301", "\u0301", "\u0e33", "क्षि", FAMILY, "👍🏽", "🇩🇪",
    "1\ufe0f\u20e3", "\U0001f3f4\U000e0067\U000e0062\U000e007f", " ", "word", "ש", "é",
]  # fmt: skip
TEXTS = st.text(max_size=60) | st.lists(st.sampled_from(PIECES), max_size=30).map("".join)
INVISIBLE = ("Cc", "Cf", "Cs")  # categories: controls, formats, surrogates
NEEDED = {"\n", "\t", "\u200c", "\u200d"} | {chr(tag) for tag in range(0xE0000, 0xE0080)}
SCRIPTS_OWN = re.compile(  # signs of a few scripts that carry this category and are seen
    "[\u0600-\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd\U00013430-\U0001343f"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a]"
)


@given(TEXTS)
def test_nothing_typed_is_alive_in_slack(raw: str) -> None:
    safe = esc(raw)
    assert "<" not in safe
    assert ">" not in safe
    assert not re.search(r"&(?!amp;|lt;|gt;)", safe)
    assert not re.search(r"@(here|channel|everyone)\b", safe, re.IGNORECASE)
    assert not re.search(r"(^|\n)\s*&gt;", safe)
    assert "`" not in safe


@given(TEXTS | st.text("*_~` ab.\n", max_size=40))
def test_nothing_typed_formats_what_is_shown_or_what_stands_beside_it(raw: str) -> None:
    shown = str(mrkdwn(f"*Before* {esc(raw)}, *in {esc(raw)} it* “{esc(raw)}” `after`", READER))
    assert re.findall(r"<(b|i|s|code|pre)>", shown) == [
        "b",
        *["b"] * ("\n" not in esc(raw)),
        "code",
    ]


@pytest.mark.parametrize(
    "raw", ["2 * 3 crates, not 4 * 5", "a_b_c", "5 ~ 6 ~ 7", "2*3", "x@y_z.example"]
)
def test_what_formats_nothing_stays_as_it_is(raw: str) -> None:
    assert esc(raw) == raw


@given(TEXTS)
def test_safe_text_shows_what_was_typed(raw: str) -> None:
    alike = str.maketrans("∗ˍ∼ˋ", "*_~`")
    shown = unescape(esc(raw).replace(WORD_JOINER, ""))
    assert shown.translate(alike) == clean(raw).translate(alike)


@given(TEXTS)
def test_no_sign_hides_or_turns_what_stands_beside_it(raw: str) -> None:
    for sign in esc(raw).replace(WORD_JOINER, ""):
        hidden = unicodedata.category(sign) in INVISIBLE and sign not in NEEDED
        assert not hidden or SCRIPTS_OWN.match(sign), hex(ord(sign))


@given(TEXTS)
def test_cleaning_twice_is_cleaning_once(raw: str) -> None:
    cleaned = clean(raw)
    assert clean(cleaned) == cleaned
    assert cleaned == cleaned.strip()
    cleaned.encode()


@pytest.mark.parametrize(
    ("raw", "cleaned"),
    [
        ("  a b  ", "a b"),
        ("one\r\ntwo\rthree\x0bfour\u2028five", "one\ntwo\nthree\nfour\nfive"),
        ("ab\u202ecd", "abcd"),
        ("e\u0301", "é"),
        ("\ud83d", "\ufffd"),
        ("\ud83d\ude00", "😀"),
        (FAMILY, FAMILY),
        ("\ufeff\u200b", ""),
    ],
)
def test_cleaning(raw: str, cleaned: str) -> None:
    assert clean(raw) == cleaned


@given(TEXTS, st.integers(1, 80))
def test_shortening_respects_the_limit(raw: str, limit: int) -> None:
    short = shorten(raw, limit)
    assert len(short) <= limit
    assert short == raw if len(raw) <= limit else short.endswith("…")
    assert raw.startswith(short.removesuffix("…").rstrip())


@given(st.lists(st.sampled_from([FAMILY, "👍🏽", "🇩🇪", "e\u0301", "1\ufe0f\u20e3"]), min_size=1),
       st.integers(1, 60))  # fmt: skip
def test_shortening_cuts_nothing_that_belongs_together(signs: list[str], limit: int) -> None:
    short = shorten("".join(signs), limit).removesuffix("…")
    assert short in {"".join(signs[:kept]) for kept in range(len(signs) + 1)}


@pytest.mark.parametrize(
    ("raw", "limit", "short"),
    [
        ("We sent the wrong invoice", 30, "We sent the wrong invoice"),
        ("We sent the wrong invoice", 20, "We sent the wrong…"),
        ("A " + "x" * 30, 10, "A xxxxxxx…"),  # the space is too far away
        (FAMILY * 2, 3, "…"),
        ("🇩🇪🇫🇷🇮🇹", 4, "🇩🇪…"),
        ("ab👍🏽", 4, "ab👍🏽"),
        ("ab👍🏽c", 4, "ab…"),
    ],
)
def test_shortening(raw: str, limit: int, short: str) -> None:
    assert shorten(raw, limit) == short


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        ("", False),
        ("😱 !", False),
        (":scream: :+1::skin-tone-2:", False),
        ("ok", True),
        ("送", True),
    ],
)
def test_whether_there_are_words(raw: str, words: bool) -> None:
    assert has_words(raw) is words


def test_slack_tokens() -> None:
    assert mention("U1") == "<@U1>"
    assert channel_link("C1") == "<#C1>"
    assert link("https://x.example", "a|b <c>") == "<https://x.example|a¦b &lt;c&gt;>"
    assert one_line(" a\n b\tc ") == "a b c"
    moment = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
    assert when(moment) == (
        "<!date^1795428000^{date_short_pretty} at {time}|23 Nov 2026 10:00 UTC>"
    )
