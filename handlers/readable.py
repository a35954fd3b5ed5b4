"""A Slack message's text as plain words, as its readers saw it."""

import re

from bot.people import People, person
from bot.text import unescape

# <@U1>, <@U1|name>, <#C1|name>, <!here>, <!subteam^S1|@name>, <!date^…|shown>, <url>, <url|label>
_TOKEN = re.compile(r"<([@#!]?)([^<>|]*)(?:\|([^<>]*))?>")


def readable(text: str, people: People) -> str:
    """What a reader saw, without Slack's tokens (Slack: "Formatting text for app surfaces")."""
    return unescape(
        _TOKEN.sub(lambda found: _shown(found[1], found[2], found[3] or "", people), text)
    )


def mentioned(text: str) -> tuple[str, ...]:
    """The ids of the people whom a Slack message's text names without saying what they are called,
    each once."""
    found = (each[2] for each in _TOKEN.finditer(text) if each[1] == "@" and not each[3])
    return tuple(dict.fromkeys(found))


def _shown(sign: str, target: str, label: str, people: People) -> str:
    match sign:
        case "@":
            return f"@{label or person(people, target).name or target}"
        case "#":
            return f"#{label or target}"
        case "!":
            return label or f"@{target.partition('^')[0]}"
    address = target.removeprefix("mailto:")
    if not label or label in (address, target.partition("://")[2]):
        return address
    return f"{label} ({target})"
