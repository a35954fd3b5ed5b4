"""The settings of the language: questions, hints, and what is said beside a field.

Plain text, except what a docstring calls mrkdwn.
"""

from collections.abc import Mapping
from types import MappingProxyType

from bot.text import esc
from bot.wording.terms import plain

TITLE = "Language"
PHRASES_TITLE = "Your own phrases"
OPEN_LANGUAGE = "Language…"
OPEN_PHRASES = "Your own phrases…"

COACH = "Where do I speak up?"
COACH_MODES: Mapping[str, str] = MappingProxyType(
    {
        "on": "In threads, and on words to customers",
        "drafts": "On words to customers only",
        "off": "Nowhere: I keep my thoughts to myself",
    }
)
COACH_HINT = (
    "In a thread, to nobody but the author. On words to customers, in the form, before they are "
    "noted."
)
LOOKS_FOR = "What do I look for?"
MUTED_RULES = "Is there anything I should let pass?"
MUTED_RULES_HINT = "Type a word to find it. What you choose here I no longer bring up."
MUTED_RULES_PLACEHOLDER = "Nothing"
LANGUAGES = "In which languages?"
NAMES: Mapping[str, str] = MappingProxyType({"en": "English", "de": "German", "es": "Spanish"})
VENDORS = "Which suppliers and partners do you have?"
VENDORS_HINT = "One per line. It helps me notice when something that is ours is put on them."
EXCEPTIONS = "What is no blame here?"
EXCEPTIONS_HINT = "Added when somebody pressed “Not blame”. Take one off, and I bring it up again."
EXCEPTIONS_PLACEHOLDER = "Nothing"
PHRASES_HINT = "One phrase per line."

EXAMPLE_LENGTH = 75  # Slack: "Option object", text


def intro() -> str:
    """Above the settings of the language (mrkdwn)."""
    return (
        "Blame and half an apology make it harder to put things right. I point out such words, "
        "privately, and it is always the writer who decides. I keep nobody’s words, and I count "
        "nothing about anyone."
    )


def phrases_intro() -> str:
    """Above a team's own phrases (mrkdwn)."""
    return (
        "Ways of saying it that are your own: a nickname for a team, a formula in your letters. "
        "I bring them up like the others."
    )


def no_exceptions() -> str:
    """In place of the exceptions (mrkdwn)."""
    return f"*{EXCEPTIONS}*\nNothing yet. What people mark as “Not blame” appears here."


def more_exceptions(count: int) -> str:
    """Below the newest exceptions (mrkdwn)."""
    return f"And {count} older ones, which appear as you take some off."


def example(words: str) -> str:
    """A rule in a menu, by words it would bring up."""
    return plain(words, EXAMPLE_LENGTH) or "…"


def exceptions_told(shapes: tuple[str, ...]) -> str:
    """The exceptions to read (mrkdwn)."""
    return "\n".join(f"• {esc(shape)}" for shape in shapes)


def language_needed() -> str:
    return "Choose at least one language, or choose “Nowhere” above."


def too_many_phrases(limit: int) -> str:
    return f"{limit} phrases at most. Keep the ones you meet most often."


def phrase_too_long(limit: int) -> str:
    return f"{limit} characters at most for one phrase. The few words that hurt are enough."
