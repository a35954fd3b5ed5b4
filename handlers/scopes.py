"""Every scope the app asks for, and why. `manifest.yml` asks for exactly these."""

from collections.abc import Mapping
from types import MappingProxyType

BOT_SCOPES: Mapping[str, str] = MappingProxyType(
    {
        "commands": "/mistake and the two shortcuts.",
        "chat:write": "The card, the prompts, private answers and reminders.",
        "files:write": "The picture of the insights, and exports, as files.",
        "im:write": "Opening the direct message in which a person is reminded.",
        "im:history": "Hearing “help” in a direct message, and 📌 in a thread kept in one.",
        "mpim:write": "Opening the group message in which a private incident lives.",
        "mpim:history": "Hearing the replies and 📌 in such a group message’s thread.",
        "reactions:read": "✅ ✋ ⏭ on a prompt, 📌 and 📣 on a message.",
        "channels:read": "Whether the app is in a channel, and whether it was archived or shared.",
        "groups:read": "The same for private channels.",
        "mpim:read": "Whether people of another company read along in a group message.",
        "channels:history": "Replies in an incident’s thread, and the words of a pinned message.",
        "groups:history": "The same in private channels.",
        "users:read": "A person’s time zone for quiet hours, and whether the account is active.",
    }
)
GRANTED = "x-oauth-scopes"  # what the token may do; Slack says so with every answer


def lacks(headers: Mapping[str, str]) -> tuple[str, ...] | None:
    """The scopes that a token does not have, by an answer's headers; None where they do not say."""
    granted = next((value for name, value in headers.items() if name.lower() == GRANTED), None)
    if granted is None:
        return None
    have = {scope.strip() for scope in granted.split(",")}
    return tuple(scope for scope in BOT_SCOPES if scope not in have)


APP_SCOPES: Mapping[str, str] = MappingProxyType(
    {"connections:write": "Socket Mode: receiving events without a public address."}
)
