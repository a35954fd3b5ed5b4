"""Reading Slack's payloads without trusting that anything is there."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

Payload = Mapping[str, Any]


def part(payload: object, *path: str) -> Payload:
    """The object at that path; an empty one where there is none."""
    for name in path:
        payload = payload.get(name) if isinstance(payload, Mapping) else None
    return payload if isinstance(payload, Mapping) else {}


def text(payload: object, *path: str) -> str:
    """The text at that path; empty where there is none."""
    *parents, name = path
    found = part(payload, *parents).get(name)
    return found if isinstance(found, str) else ""


def items(payload: object, *path: str) -> list[Payload]:
    """The list of objects at that path; empty where there is none."""
    *parents, name = path
    found = part(payload, *parents).get(name)
    return [item for item in found if isinstance(item, Mapping)] if isinstance(found, list) else []


def team_of(body: Payload, ours: str) -> str:
    """The workspace this came to. `ours` stands in where the payload does not say.

    An event's first authorization is the installation it is for (Slack: "Events API").
    """
    authorized = items(body, "authorizations")
    return (
        (text(authorized[0], "team_id") if authorized else "")
        or text(body, "team", "id")
        or text(body, "team_id")
        or ours
    )


def acting_team(body: Payload) -> str:
    """The workspace of whoever acts; empty where Slack does not say."""
    event = part(body, "event")
    return (
        text(body, "user", "team_id")
        or text(event, "user_team")
        or text(event, "source_team")
        or text(event, "team")
        or (text(body, "team_id") if "command" in body else "")
    )


def is_private(channel: str, name: str) -> bool:
    """Whether a conversation is a private one, as far as its name in a payload tells
    (Slack: "Implementing slash commands")."""
    return name in ("privategroup", "directmessage") or name.startswith("mpdm-") or is_dm(channel)


def is_dm(channel: str) -> bool:
    """Whether that is a direct message of two."""
    return channel.startswith("D")


def instant(ts: str) -> datetime | None:
    """A Slack timestamp, to the microsecond, as an instant in UTC; None for anything else."""
    try:
        return datetime.fromtimestamp(float(ts), UTC)
    except (ValueError, OverflowError, OSError):
        return None


def event_key(body: Payload) -> str | None:
    """An event's dedupe key, the same for every delivery of it; None where Slack gave it no id."""
    event_id = text(body, "event_id")
    return f"event:{event_id}" if event_id else None
