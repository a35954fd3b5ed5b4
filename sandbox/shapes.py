"""Slack's own JSON shapes of people, conversations, messages, views and events. Pure."""

from __future__ import annotations

import html
import re
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from sandbox.model import Channel, Json, Message, OpenView, Team, User

CHANNEL_TYPE = {"public": "channel", "private": "group", "im": "im", "mpim": "mpim"}
_MENTION = re.compile(r"(?<![\w@])@([a-z0-9._-]+)")
_LINK = re.compile(r"https?://[^\s<>|]+")


def escape(text: str) -> str:
    """Escape the three characters Slack escapes in every text a person types."""
    return html.escape(text, quote=False)


def typed(text: str, users: dict[str, User]) -> str:
    """What a person typed, as Slack stores it: escaped, with live mentions and links."""
    handles = {user.name: user.id for user in users.values()}

    def mention(found: re.Match[str]) -> str:
        word = found[1].rstrip(".-_")
        rest = found[1][len(word) :]
        if word in ("channel", "here", "everyone"):
            return f"<!{word}>{rest}"
        return f"<@{handles[word]}>{rest}" if word in handles else found[0]

    return _LINK.sub(lambda found: f"<{found[0]}>", _MENTION.sub(mention, escape(text)))


def user_object(user: User, now: float) -> Json:
    """A `user` object as users.info gives it; `tz_offset` in seconds at `now` (epoch s)."""
    zone = ZoneInfo(user.tz)
    offset = datetime.fromtimestamp(now, UTC).astimezone(zone).utcoffset()
    return {
        "id": user.id,
        "team_id": user.team_id,
        "name": user.name,
        "real_name": user.real_name,
        "deleted": user.deleted,
        "color": user.color,
        "tz": user.tz,
        "tz_label": user.tz,
        "tz_offset": int(offset.total_seconds()) if offset else 0,
        "is_admin": user.is_admin,
        "is_owner": False,
        "is_primary_owner": False,
        "is_restricted": user.is_restricted,
        "is_ultra_restricted": False,
        "is_bot": user.is_bot,
        "is_app_user": False,
        "updated": int(now),
        "profile": {
            "title": user.title,
            "real_name": user.real_name,
            "display_name": user.name,
            "real_name_normalized": user.real_name,
            "display_name_normalized": user.name,
            "team": user.team_id,
        },
    }


def channel_object(channel: Channel, bot_user: str) -> Json:
    """A `conversation` object as the bot sees it."""
    shape: Json = {
        "id": channel.id,
        "is_channel": channel.kind == "public",
        "is_group": channel.kind == "private",
        "is_im": channel.kind == "im",
        "is_mpim": channel.kind == "mpim",
        "is_private": channel.kind != "public",
        "is_archived": channel.archived,
        "is_ext_shared": channel.is_ext_shared,
        "is_shared": channel.is_ext_shared,
        "is_org_shared": False,
        "is_pending_ext_shared": False,
        "created": 1_700_000_000,
    }
    if channel.kind == "im":
        others = [member for member in channel.members if member != bot_user]
        return shape | {"user": others[0] if others else bot_user, "is_open": True}
    return shape | {
        "name": channel.name,
        "name_normalized": channel.name,
        "is_general": channel.name == "general",
        "is_member": bot_user in channel.members,
        "num_members": len(channel.members),
        "topic": {"value": "", "creator": "", "last_set": 0},
        "purpose": {"value": "", "creator": "", "last_set": 0},
    }


def message_object(message: Message, team: Team, replies: list[Message] | None = None) -> Json:
    """A `message` object; pass the thread's replies for a parent. Metadata comes whole."""
    shape: Json = {
        "type": "message",
        "user": message.user,
        "text": message.text,
        "ts": message.ts,
        "team": team.id,
    }
    if message.blocks:
        shape["blocks"] = message.blocks
    if message.files:
        shape |= {"subtype": "file_share", "files": message.files}
    if message.bot_id:
        profile = {"id": message.bot_id, "app_id": team.app_id, "team_id": team.id}
        shape |= {"bot_id": message.bot_id, "app_id": team.app_id, "bot_profile": profile}
    for name in ("subtype", "metadata", "client_msg_id", "thread_ts"):
        if (value := getattr(message, name)) is not None:
            shape[name] = value
    if message.edited_ts:
        shape["edited"] = {"user": message.user, "ts": message.edited_ts}
    if message.reactions:
        shape["reactions"] = [
            {"name": name, "users": list(users), "count": len(users)}
            for name, users in message.reactions.items()
        ]
    if replies:
        shape |= {
            "thread_ts": message.ts,
            "reply_count": len(replies),
            "reply_users": list(dict.fromkeys(reply.user for reply in replies)),
            "latest_reply": replies[-1].ts,
        }
    return shape


def view_object(opened: OpenView, team: Team) -> Json:
    """A `view` object as payloads and views.* replies carry it."""
    return {
        "private_metadata": "",
        "callback_id": "",
        "clear_on_close": False,
        "notify_on_close": False,
        "close": None,
        "submit": None,
        **opened.view,
        "id": opened.id,
        "team_id": team.id,
        "app_id": team.app_id,
        "app_installed_team_id": team.id,
        "bot_id": team.bot_id,
        "state": {"values": opened.values},
        "hash": opened.hash,
        "external_id": opened.external_id,
        "root_view_id": opened.root_view_id,
        "previous_view_id": opened.previous_view_id,
    }


def message_event(message: Message, channel: Channel, team: Team, parent: str | None) -> Json:
    """The `message` event of a new message; `parent` is the author of the thread's parent."""
    shape = message_object(message, team)
    if parent is not None:
        shape["parent_user_id"] = parent
    return shape | {
        "channel": channel.id,
        "event_ts": message.ts,
        "channel_type": CHANNEL_TYPE[channel.kind],
    }


def changed_event(
    subtype: str, old: Json, new: Json | None, channel: Channel, event_ts: str
) -> Json:
    """`message_changed` (with `new`) or `message_deleted`."""
    shape: Json = {
        "type": "message",
        "subtype": subtype,
        "hidden": True,
        "channel": channel.id,
        "channel_type": CHANNEL_TYPE[channel.kind],
        "ts": event_ts,
        "event_ts": event_ts,
        "previous_message": old,
    }
    return shape | ({"message": new} if new is not None else {"deleted_ts": old["ts"]})


def reaction_event(kind: str, user: str, name: str, message: Message, event_ts: str) -> Json:
    """`reaction_added` or `reaction_removed`."""
    return {
        "type": kind,
        "user": user,
        "reaction": name,
        "item": {"type": "message", "channel": message.channel, "ts": message.ts},
        "item_user": message.user,
        "event_ts": event_ts,
    }
