"""The forms about make-ups: for one, for its approval, and for the workspace. Plain text, except
what a docstring calls mrkdwn."""

from collections.abc import Sequence

from bot.make_up import MakeUp
from bot.money import shown
from bot.text import esc, mention
from bot.wording.terms import fit

TITLE = "Make it up"
DECLINE_TITLE = "Not this one?"
AMOUNT_TITLE = "Another amount"
DECLINE_IT = "Decline"
ALLOW_IT = "Allow it"
WHY_NOT = "Why not?"
WHY_NOT_HINT = "They read it in the thread. Say what would be better."
UP_TO = "How much is fine, for this mistake altogether?"
UP_TO_HINT = "An amount. What they asked for is approved if it is within."

# The workspace's settings
SETTINGS_TITLE = "Make-ups"
OPEN_SETTINGS = "Make-ups…"
CURRENCY = "Which currency do you count in?"
CURRENCY_HINT = "Its three letters, such as EUR, USD or GBP."
LIMIT = "How much may anyone offer without asking?"
LIMIT_HINT = (
    "For one mistake altogether, such as 100 EUR. Above it, your lead says yes or no. Empty: "
    "anything."
)
TRADE = "What do you do?"
TRADE_HINT = "So that the ideas fit."
TRADE_ANY = "Something else"
IDEAS = "Your own ideas for making it up"
IDEAS_HINT = "One per line. They come first."


def slips(amounts: tuple[str, ...]) -> str:
    """Above the form, once, where an amount is larger than anybody is likely to mean (mrkdwn)."""
    listed = " and ".join(f"*{esc(each)}*" for each in amounts)
    return f"{listed}: is that a slip? Correct it below. If it is right, just send it again."


def intro() -> str:
    """Above the settings (mrkdwn)."""
    return (
        "A make-up is something a customer did not expect, on top of putting it right. People "
        "remember it longest."
    )


def teaching() -> str:
    """Small print of the form (mrkdwn)."""
    return (
        "People weigh it against what they lost, not against your price list. The cheapest thing "
        "on the bill hurts more than nothing."
    )


def ideas(listed: Sequence[str]) -> str:
    """Ideas that fit (mrkdwn)."""
    lines = "\n".join(f"• {fit(each, 300)}" for each in listed)
    return f"*If you want an idea:*\n{lines}"


def beside(yardstick: str, weighed: str) -> str:
    """The make-up beside what is at stake, before it is noted (mrkdwn); both are plain text."""
    return (
        f"⚖️ *{esc(weighed)}*\n{esc(yardstick)}\nIs it what you would want in their place? Note "
        "it, or change it first."
    )


def waits(lead: str | None) -> str:
    """The make-up of this step waits for an approval (mrkdwn)."""
    if lead:
        return (
            f"What is written here waits for {mention(lead)}. You can change it; below the limit "
            "it needs nobody’s yes."
        )
    return (
        "What is written here waits for an admin’s yes. You can change it; below the limit it "
        "needs nobody’s."
    )


def has_a_yes() -> str:
    """The make-up of this step is approved (mrkdwn)."""
    return "This one has its yes. Once you have told the customer, note it here."


def what(made: MakeUp) -> str:
    """Which make-up a form is about (mrkdwn)."""
    return f"{mention(made.by)} would like to offer: “{fit(made.offer, 1200)}”, worth " + esc(
        shown(made.worth)
    )


def settings_saved() -> str:
    """The settings for make-ups are kept (mrkdwn)."""
    return "Saved. It holds from the next make-up on."


def too_many_ideas(limit: int) -> str:
    return f"{limit} ideas at most. Keep the best."
