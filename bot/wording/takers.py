"""To whoever chose somebody that cannot see to it (mrkdwn)."""

from bot.text import mention


def _cannot(user: str, what: str) -> str:
    return f"{mention(user)} can’t {what}: the account is not active, or is not a person."


def owner_instead(number: int, asked: str) -> str:
    """`asked` was to be the owner (a user id)."""
    return (
        f"{_cannot(asked, 'take this on')} So that it does not wait for them, you are the owner of "
        f"#{number} for now. Is it better with someone else? Press *Hand over*."
    )


def came_back(number: int, to: str) -> str:
    """`to` was handed a part of it (a user id)."""
    return (
        f"{_cannot(to, 'take this on')} So that it does not wait for them, it is with you for now "
        f"(#{number}). You can hand it over to someone else."
    )


def left_with(number: int, to: str, lead: str | None) -> str:
    """`to` was handed it, and whoever did so cannot see it any more (user ids)."""
    ask = mention(lead) if lead else "someone who takes part in it"
    return (
        f"{_cannot(to, 'take this on')} #{number} is private and you can’t see it any more, so it "
        f"could not come back to you. Please ask {ask} to press *Hand over* on it."
    )


def not_the_lead(asked: str, stays: str | None, command: str) -> str:
    """`asked` was named the lead; `stays` is it still (user ids)."""
    now = f"{mention(stays)} is the lead still." if stays else "So no lead is named now."
    return (
        f"{_cannot(asked, 'be the lead')} {now} All else is saved. Type `{command} settings` to "
        "name someone else."
    )
