"""What the review says about words that go to a customer, before they are noted. mrkdwn."""

from collections.abc import Mapping
from types import MappingProxyType

from bot.text import esc
from bot.wording.coach import instead, quoted
from bot.wording.drafts import NEXT_WORD_GAP

NOTE_AS_IT_IS = "Note it as it is"  # a button: 24 characters at most (Slack: "Views")

_COUNTS = ("", "One thought", "Two thoughts", "Three thoughts", "Four thoughts", "Five thoughts")

# What a good message has and this one lacks (P05, P04, P11, P14).
_LACKS: Mapping[str, str] = MappingProxyType(
    {
        "ownership": (
            "*Whose mistake was it?* Say that it was ours, in the first person.\n"
            "*For example:* We made a mistake, and I am sorry."
        ),
        "impact": (
            "*What did it mean for them?* Say what it cost them, so that they know you have seen "
            "it.\n*For example:* You lost a morning waiting for us."
        ),
        "action": (
            "*What do we do about it?* Say what is done, or what you are doing now.\n"
            "*For example:* The right one leaves our warehouse today."
        ),
    }
)

# What can be said instead, where there is no better way to say the very words.
EXAMPLES: Mapping[str, str] = MappingProxyType(
    {
        "person_blame": "This was our mistake.",
        "customer_blame": "We did not make this clear to you, and we are changing that.",
        "deflection": "You ordered from us, and this is ours to put right.",
        "qualified_apology": "I am sorry.",
        "distant_apology": "We made a mistake, and I am sorry.",
        "denial_minimising": "Here is what happened: [what happened].",
        "vague_promise": f"You will hear from me by {NEXT_WORD_GAP}.",
        "personnel_disclosure": "We have changed how we work: [what changed].",
    }
)


def intro(count: int) -> str:
    """Above the remarks. `count` is from one to five."""
    return (
        f"*{_COUNTS[count]} before this is noted.* Change the words, or note them as they are: it "
        "is up to you. Nothing is noted yet."
    )


def afterwards() -> str:
    """Above remarks on what is noted already."""
    return "*Before the customer gets these words:* press *Change…* if you would say it otherwise."


def found(category: str, words: str, why: str, rewrite: str, next_word: str) -> str:
    """Words that may hurt, and what to say instead: `rewrite`, or an example where no rewrite of
    these words would do. `next_word` as above."""
    said = f"*{quoted(words)}*\n{esc(why)}"
    if rewrite:
        return f"{said}\n{instead(_timed(rewrite, next_word))}"
    example = EXAMPLES.get(category)
    return f"{said}\n*For example:* {_timed(example, next_word)}" if example else said


def _timed(words: str, next_word: str) -> str:
    return words.replace(NEXT_WORD_GAP, next_word) if next_word else words


def lack(kind: str, next_word: str) -> str:
    """Something that is missing; `next_word` is when the customer hears from us again, as it is
    said, or "" where that is not known."""
    if kind in _LACKS:
        return _LACKS[kind]
    return (
        "*When do they hear from you again?* Give them a day and a time.\n"
        f"*For example:* You will hear from me by {next_word or 'Friday at 15:00'}."
    )
