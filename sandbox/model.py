"""What the local Slack is made of: plain data, and the workspace file it starts from."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal
from zoneinfo import ZoneInfo

import yaml

Json = dict[str, Any]
ChannelKind = Literal["public", "private", "im", "mpim"]
ChangeKind = Literal["message", "reaction", "view", "home", "channel", "user", "notice"]


@dataclass
class User:
    """A person or a bot. `tz` is an IANA name; `name` is the handle without the @."""

    id: str
    name: str
    real_name: str
    tz: str
    title: str = ""
    is_admin: bool = False
    is_bot: bool = False
    deleted: bool = False
    team_id: str = ""
    color: str = "4a6670"
    is_restricted: bool = False


@dataclass
class Channel:
    """A conversation of any kind; `members` are user ids."""

    id: str
    name: str
    kind: ChannelKind
    members: list[str]
    archived: bool = False
    is_ext_shared: bool = False


@dataclass
class Message:
    """A message. `only_for` names the one reader of an ephemeral message."""

    channel: str
    ts: str
    user: str
    text: str
    blocks: list[Json] = field(default_factory=list)
    thread_ts: str | None = None
    edited_ts: str | None = None
    reactions: dict[str, list[str]] = field(default_factory=dict)
    only_for: str | None = None
    metadata: Json | None = None
    bot_id: str | None = None
    subtype: str | None = None
    deleted: bool = False
    client_msg_id: str | None = None
    files: list[Json] = field(default_factory=list)


@dataclass
class OpenView:
    """A modal (or a Home tab) as one person sees it; `values` is Slack's `state.values`."""

    id: str
    user: str
    view: Json
    hash: str
    values: dict[str, dict[str, Json]]
    root_view_id: str
    errors: dict[str, str] = field(default_factory=dict)
    previous_view_id: str | None = None
    external_id: str = ""
    in_flight: bool = False


@dataclass(frozen=True)
class Change:
    """One thing that changed, for those who redraw."""

    kind: ChangeKind
    channel: str | None = None
    user: str | None = None
    ts: str | None = None


@dataclass(frozen=True)
class Notice:
    """A short toast that only one person sees; `at` is sandbox time in epoch seconds."""

    user: str
    text: str
    at: float


@dataclass(frozen=True)
class Ping:
    """A message of the bot that would notify somebody: what in it does, and whether by an edit."""

    channel: str
    ts: str
    what: str
    edited: bool


@dataclass(frozen=True)
class Tokens:
    """What an app needs to talk to this workspace."""

    bot: str
    app: str
    signing_secret: str


@dataclass(frozen=True)
class Team:
    """The workspace itself and the one app installed in it."""

    id: str
    name: str
    domain: str
    app_id: str
    bot_id: str
    bot_user: str


@dataclass
class Workspace:
    """A loaded workspace file. `history` rows hold channel, user, hours_ago and text."""

    team: Team
    tokens: Tokens
    users: list[User]
    channels: list[Channel]
    history: list[Json]


class WorkspaceError(ValueError):
    """The workspace file says something that cannot be."""


def read_yaml(path: Path) -> Any:
    """What is in a YAML file, by the loader in C where there is one: it takes a tenth of the time.

    Raises OSError or yaml.YAMLError.
    """
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return yaml.load(path.read_text(encoding="utf-8"), loader)


def load_workspace(path: Path) -> Workspace:
    """Read and check a workspace file. Raises WorkspaceError naming the first fault."""
    try:
        raw = read_yaml(path)
        team = Team(**raw["team"])
        workspace = Workspace(
            team=team,
            tokens=Tokens(**raw["tokens"]),
            users=[User(**{"team_id": team.id, **row}) for row in raw["users"]],
            channels=[Channel(**row) for row in raw["channels"]],
            history=list(raw.get("history", [])),
        )
    except (OSError, yaml.YAMLError, KeyError, TypeError) as error:
        raise WorkspaceError(f"{path.name}: {error}") from error
    _check(workspace, path.name)
    return workspace


def _check(workspace: Workspace, name: str) -> None:
    people = {user.id for user in workspace.users}
    channels = {channel.id for channel in workspace.channels}
    wrong = [
        *(f"#{c.name} has unknown member {m}" for c in workspace.channels for m in c.members
          if m not in people),
        *(f"history names unknown {row}" for row in workspace.history
          if row["user"] not in people or row["channel"] not in channels),
    ]  # fmt: skip
    if workspace.team.bot_user not in people:
        wrong.append(f"the bot user {workspace.team.bot_user} is not among the users")
    for user in workspace.users:
        try:
            ZoneInfo(user.tz)
        except (KeyError, ValueError, OSError):
            wrong.append(f"{user.name} has unknown time zone {user.tz!r}")
    if wrong:
        raise WorkspaceError(f"{name}: {wrong[0]}")
