"""The app manifest: what the app may call, what it is told, what it offers."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from sandbox.errors import ApiError
from sandbox.model import Channel, Json, read_yaml

# Slack's family of scopes for a kind of conversation.
FAMILY = {"public": "channels", "private": "groups", "im": "im", "mpim": "mpim"}

# The scope a method needs. "" is none; the scope of conversations.* depends on the
# conversation and is checked there (each method's page on docs.slack.dev).
METHOD_SCOPES = {
    "auth.test": "",
    "team.info": "team:read",
    "users.info": "users:read",
    "users.list": "users:read",
    "dnd.info": "dnd:read",
    "chat.postMessage": "chat:write",
    "chat.postEphemeral": "chat:write",
    "chat.update": "chat:write",
    "chat.delete": "chat:write",
    "chat.getPermalink": "",
    "conversations.info": "",
    "conversations.members": "",
    "conversations.history": "",
    "conversations.replies": "",
    "conversations.open": "",
    "conversations.list": "",
    "conversations.join": "channels:join",
    "files.getUploadURLExternal": "files:write",
    "files.completeUploadExternal": "files:write",
    "reactions.add": "reactions:write",
    "reactions.remove": "reactions:write",
    "reactions.get": "reactions:read",
    "views.open": "",
    "views.push": "",
    "views.update": "",
    "views.publish": "",
}


@dataclass(frozen=True)
class Manifest:
    """An app manifest (v2), as far as the sandbox holds the app to it."""

    scopes: frozenset[str] = frozenset()
    events: frozenset[str] = frozenset()
    commands: dict[str, Json] = field(default_factory=dict)
    shortcuts: dict[tuple[str, str], str] = field(default_factory=dict)
    home_tab: bool = False
    messages_tab: bool = True

    def need(self, scope: str) -> None:
        """Raises ApiError missing_scope unless the app has `scope` ("" is always there)."""
        if scope and scope not in self.scopes:
            provided = ",".join(sorted(self.scopes))
            text = f"manifest.yml does not ask for {scope}"
            raise ApiError("missing_scope", text, needed=scope, provided=provided)

    def need_for(self, channel: Channel, verb: str) -> None:
        """The same for `verb` (read, history, write) on this kind of conversation."""
        self.need(f"{FAMILY[channel.kind]}:{verb}")

    def hears(self, kind: str, channel: Channel | None) -> bool:
        """Whether an event of this type is subscribed to, and its scope granted."""
        family = FAMILY[channel.kind] if channel else ""
        if kind == "message":
            name, scope = f"message.{family}", f"{family}:history"
        elif kind.startswith("reaction_"):
            name, scope = kind, "reactions:read"
        elif kind == "user_change":
            name, scope = kind, "users:read"
        elif kind == "app_home_opened":
            name, scope = kind, ""
        else:
            name, scope = kind, f"{family}:read"
        return name in self.events and (not scope or scope in self.scopes)


def load_manifest(path: Path) -> Manifest:
    """Read a manifest file. Raises OSError, yaml.YAMLError or KeyError where it is unusable."""
    raw = read_yaml(path)
    features = raw["features"]
    home = features.get("app_home", {})
    subscriptions = raw["settings"].get("event_subscriptions", {})
    return Manifest(
        scopes=frozenset(raw["oauth_config"]["scopes"]["bot"]),
        events=frozenset(subscriptions.get("bot_events", [])),
        commands={row["command"]: row for row in features.get("slash_commands", [])},
        shortcuts={
            (row["type"], row["callback_id"]): row["name"] for row in features.get("shortcuts", [])
        },
        home_tab=bool(home.get("home_tab_enabled")),
        messages_tab=bool(home.get("messages_tab_enabled", True)),
    )
