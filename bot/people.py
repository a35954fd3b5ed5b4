"""What the core knows of a person: who they are to Slack, and which clock they live by."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

DEFAULT_ZONE = "UTC"


@dataclass(frozen=True)
class Person:
    """A member of the workspace. `zone` is an IANA name (Slack: "User object", field `tz`).

    `active` is False for a deactivated account; `known_at` is when Slack last told us (UTC),
    None where it never has and the rest are defaults.
    """

    user: str
    name: str = ""
    zone: str = DEFAULT_ZONE
    is_admin: bool = False
    active: bool = True
    is_bot: bool = False
    known_at: datetime | None = None


People = Mapping[str, Person]


def person(people: People, user: str) -> Person:
    """The person with that user id, with defaults where Slack has not told us about them yet."""
    return people.get(user) or Person(user)


def can_lead(people: People, user: str) -> bool:
    """Whether that account is a person's and active, as far as Slack has told us."""
    found = person(people, user)
    return found.active and not found.is_bot
