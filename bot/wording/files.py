"""Files in direct messages: what they are, and what to do where one could not be sent."""

from bot.text import esc


def not_sent(code: str) -> str:
    """`code` is Slack's word for it."""
    if code == "missing_scope":
        return (
            "Slack does not let me send files here yet. Whoever installed me can change that: "
            "install the app again from its current manifest, which asks for `files:write`."
        )
    return (
        f"Slack did not take the file (“{esc(code)}”). Nothing is lost: please try again in a "
        "moment."
    )
