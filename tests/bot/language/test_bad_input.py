"""Whatever people or machines paste: no exception, and nothing said where nothing can be said."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.language import Surface, missing, remarks, review
from bot.language.matching import MOST_TRIES

NOTHING_TO_SAY = [
    "",
    " \n\t",
    "🙏🎉",
    ":tada: :tada:",
    "\x00\x01\x02",
    "\ud800",
    "0x00ff 3 3 3",
    "……",
    "\u200b\u200b",
    "> This is Dave's fault.",
    "```This is Dave's fault.```",
    "`git blame` says so",
    "https://example.com/this-is-daves-fault",
    "“This is Dave's fault” is what we agreed not to say",
    "C'est la faute de Pierre, il a encore oublié le colis du client hier soir.",
    "Це його вина, він знову забув про замовлення клієнта.",
]


@pytest.mark.parametrize("text", NOTHING_TO_SAY)
@pytest.mark.parametrize("surface", Surface)
def test_nothing_is_said(text: str, surface: Surface) -> None:
    assert review(text, surface) == ()


@pytest.mark.parametrize(
    "text",
    [
        "This is D\u200bave’s fa\u200bult.",
        "Thіs is Dаve's fault.",  # two letters are Cyrillic
        "This is *Dave's* _fault_.",
        "this is   dave's fault",
        "&gt; they wrote\nThis is Dave's fault &amp; nobody else's",
        "Ｔｈｉｓ is Dave's fault.",
        "This\u00a0is Dave's fault",
        "This is \u0410nna's fault",
    ],
)
def test_disguises_do_not_matter(text: str) -> None:
    (finding,) = review(text, Surface.THREAD)
    assert text[finding.start : finding.end].endswith(("ult", "fault"))


@given(st.text(max_size=300), st.sampled_from(Surface))
def test_any_text_at_all(text: str, surface: Surface) -> None:
    for finding in review(text, surface):
        assert 0 <= finding.start < finding.end <= len(text)
    missing(text)
    assert len(remarks(text)) <= 5


@pytest.mark.parametrize(
    "piece",
    [
        "a ",
        "sorry but ",
        "the driver's fault ",
        "if only they had ",
        "' \" ",
        "<@",
        "`",
        "> a\n",
        "they could not have been. ",
        "whoever the team ",
        "“ß’",
    ],
)
@pytest.mark.parametrize("surface", Surface)
def test_the_longest_message_takes_no_more_than_its_share(piece: str, surface: Surface) -> None:
    text = (piece * 40_000)[:40_000]
    assert len(review(text, surface)) < MOST_TRIES
