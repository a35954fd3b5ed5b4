"""conversations.*"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping
from typing import TypeVar

from sandbox import shapes
from sandbox.api import Api, Args, Method
from sandbox.errors import ApiError
from sandbox.model import Channel, ChannelKind, Json, Message

Item = TypeVar("Item")
_KINDS: Mapping[str, ChannelKind] = {
    "public_channel": "public",
    "private_channel": "private",
    "im": "im",
    "mpim": "mpim",
}


def info(api: Api, args: Args) -> Json:
    """conversations.info."""
    channel = api.channel(args.need("channel"), "read")
    shape = shapes.channel_object(channel, api.bot)
    if not args.flag("include_num_members"):
        shape.pop("num_members", None)
    return {"channel": shape}


def members(api: Api, args: Args) -> Json:
    """conversations.members, in pages."""
    channel = api.channel(args.need("channel"), "read")
    page, more = _page(channel.members, args, default=100)
    return {"members": page, **more}


def list_(api: Api, args: Args) -> Json:
    """conversations.list of the kinds in `types`, in pages."""
    wanted: list[ChannelKind] = []
    for name in (args.text("types") or "public_channel").replace(" ", "").split(","):
        if name not in _KINDS:
            raise ApiError("invalid_types", f"{name!r} is none of {', '.join(_KINDS)}")
        wanted.append(_KINDS[name])
    for kind in wanted:
        api.manifest.need_for(Channel("", "", kind, []), "read")
    found = [
        shapes.channel_object(channel, api.bot)
        for channel in api.slack.channels.values()
        if channel.kind in wanted
        and (channel.kind == "public" or api.bot in channel.members)
        and not (args.flag("exclude_archived") and channel.archived)
    ]
    page, more = _page(found, args, default=100)
    return {"channels": page, **more}


def open_(api: Api, args: Args) -> Json:
    """conversations.open: the DM with one person or the group DM with several."""
    if args.text("channel"):
        channel = api.channel(args.text("channel"), "write")
        return {"channel": shapes.channel_object(channel, api.bot)}
    people = [one.strip() for one in args.need("users").split(",") if one.strip()]
    api.manifest.need("im:write" if len(people) == 1 else "mpim:write")
    for one in people:
        user = api.user(one)
        if user.deleted:
            raise ApiError("user_disabled", f"{one} is deactivated")
        if user.is_bot:
            raise ApiError("cannot_dm_bot", f"{one} is a bot")
    before = len(api.slack.channels)
    channel = api.slack.direct([api.bot, *people])
    known = len(api.slack.channels) == before
    shape = shapes.channel_object(channel, api.bot)
    if not args.flag("return_im"):
        shape = {"id": channel.id}
    return {"no_op": known, "already_open": known, "channel": shape}


def join(api: Api, args: Args) -> Json:
    """conversations.join: a public channel."""
    channel = api.channel(args.need("channel"))
    if channel.kind != "public":
        raise ApiError("method_not_supported_for_channel_type", f"{channel.id} is not public")
    if channel.archived:
        raise ApiError("is_archived", f"{channel.id} is archived")
    if api.bot not in channel.members:
        api.slack.join(channel, api.bot, api.bot)
    return {"channel": shapes.channel_object(channel, api.bot)}


def history(api: Api, args: Args) -> Json:
    """conversations.history: top-level messages, newest first, in pages."""
    channel = api.channel(args.need("channel"), "history", member=True)
    found = [m for m in _listable(api, channel) if m.thread_ts in (None, m.ts)]
    return _listed(api, args, _between(found, args)[::-1])


def replies(api: Api, args: Args) -> Json:
    """conversations.replies: the thread of `ts`, parent first, in pages."""
    channel = api.channel(args.need("channel"), "history", member=True)
    ts = args.need("ts")
    parent = next((m for m in api.slack.history(channel.id) if m.ts == ts), None)
    if parent is None:
        raise ApiError("thread_not_found", f"no message {ts!r} in {channel.id}")
    listable = {message.ts for message in _listable(api, channel)}
    if parent.thread_ts not in (None, ts):
        if ts not in listable:
            raise ApiError("thread_not_found", f"no message {ts!r} in {channel.id} yet")
        return _listed(api, args, [parent])
    answers = [m for m in _between(api.slack.replies(channel.id, ts), args) if m.ts in listable]
    return _listed(api, args, [parent, *answers])


def _listable(api: Api, channel: Channel) -> list[Message]:
    """What of a conversation is listed by now: Slack may lag behind what was just posted."""
    latest = api.slack.clock.now() - api.faults.history_lags
    return [
        m
        for m in api.slack.history(channel.id)
        if float(m.ts) <= latest or not api.faults.history_lags
    ]


def _listed(api: Api, args: Args, found: list[Message]) -> Json:
    page, more = _page(found, args, default=100)
    shown = []
    for message in page:
        replies_ = api.slack.replies(message.channel, message.ts)
        shape = shapes.message_object(message, api.slack.team, replies_)
        if "metadata" in shape and not args.flag("include_all_metadata"):
            shape["metadata"] = {"event_type": shape["metadata"]["event_type"]}
        parent = message.thread_ts and api.slack.message(message.channel, message.thread_ts)
        if parent and parent is not message:
            shape["parent_user_id"] = parent.user
        shown.append({key: value for key, value in shape.items() if key not in api.faults.without})
    return {"messages": shown, "has_more": bool(more), **more}


def _between(found: list[Message], args: Args) -> list[Message]:
    oldest, latest = _when(args, "oldest", "0"), _when(args, "latest", "inf")
    if args.flag("inclusive"):
        return [m for m in found if oldest <= float(m.ts) <= latest]
    return [m for m in found if oldest < float(m.ts) < latest]


def _when(args: Args, name: str, default: str) -> float:
    try:
        return float(args.text(name) or default)
    except ValueError:
        raise ApiError(f"invalid_ts_{name}", f"{name} must be a timestamp") from None


def _page(found: list[Item], args: Args, *, default: int) -> tuple[list[Item], Json]:
    limit, start = args.number("limit", default, 1000), 0
    if cursor := args.text("cursor"):
        try:
            start = int(base64.b64decode(cursor, validate=True).decode().removeprefix("next:"))
        except (binascii.Error, ValueError):
            raise ApiError("invalid_cursor", f"{cursor!r} is no cursor of this method") from None
    if start + limit >= len(found):
        return found[start:], {}
    after = base64.b64encode(f"next:{start + limit}".encode()).decode()
    return found[start : start + limit], {"response_metadata": {"next_cursor": after}}


METHODS: dict[str, Method] = {
    "conversations.info": info,
    "conversations.members": members,
    "conversations.list": list_,
    "conversations.open": open_,
    "conversations.join": join,
    "conversations.history": history,
    "conversations.replies": replies,
}
