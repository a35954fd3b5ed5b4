"""chat.* and reactions.*"""

from __future__ import annotations

import json
import re
from typing import Any

from sandbox import shapes
from sandbox.api import Api, Args, Method
from sandbox.blocks import check_message
from sandbox.errors import ApiError
from sandbox.model import Channel, Json, Message

METADATA_BYTES = 16_000  # Using message metadata
# What chat.* can do at Slack and nobody needs here; refused, so that it is not missed in silence.
_NOT_HERE = ("attachments", "markdown_text", "reply_broadcast", "link_names", "parse", "as_user")


def post_message(api: Api, args: Args) -> Json:
    """chat.postMessage: to a channel, a DM, or a person (whose DM is opened)."""
    channel = _destination(api, args.need("channel"))
    message = _drafted(api, args, channel, metadata=_metadata(args.json("metadata")))
    _refuse_unknown_looks(api, args)
    api.slack.post(message)
    return {
        "channel": channel.id,
        "ts": message.ts,
        "message": shapes.message_object(message, api.slack.team),
    }


def post_ephemeral(api: Api, args: Args) -> Json:
    """chat.postEphemeral: to one member of a channel."""
    channel = api.channel(args.need("channel"), member=True)
    reader = args.need("user")
    if reader not in channel.members:
        raise ApiError("user_not_in_channel", f"{reader} is not in {channel.id}")
    message = _drafted(api, args, channel, only_for=reader)
    api.slack.post(message)
    return {"message_ts": message.ts}


def update(api: Api, args: Args) -> Json:
    """chat.update: an own message. Text without blocks takes the old blocks away."""
    channel = api.channel(args.need("channel"), member=True)
    message = _own(api, channel, args.need("ts"), "cant_update_message")
    if channel.archived:
        raise ApiError("is_inactive", f"{channel.id} is archived")
    text = args.text("text")
    blocks = check_message(text, args.json("blocks"))
    metadata = args.json("metadata")
    if metadata == {}:  # an empty object takes the old metadata away; nothing keeps it
        message.metadata = metadata = None
    api.slack.edit(message, text, blocks, _metadata(metadata))
    return {
        "channel": channel.id,
        "ts": message.ts,
        "text": text,
        "message": shapes.message_object(message, api.slack.team),
    }


def delete(api: Api, args: Args) -> Json:
    """chat.delete: an own message."""
    channel = api.channel(args.need("channel"), member=True)
    message = _own(api, channel, args.need("ts"), "cant_delete_message")
    api.slack.delete(message)
    return {"channel": channel.id, "ts": message.ts}


def get_permalink(api: Api, args: Args) -> Json:
    """chat.getPermalink."""
    channel = api.channel(args.need("channel"))
    message = api.message(channel, args.need("message_ts"))
    link = f"https://{api.slack.team.domain}.slack.com/archives/{channel.id}"
    link += f"/p{message.ts.replace('.', '')}"
    if message.thread_ts:
        link += f"?thread_ts={message.thread_ts}&cid={channel.id}"
    return {"channel": channel.id, "permalink": link}


def reactions_add(api: Api, args: Args) -> Json:
    """reactions.add."""
    return _reaction(api, args, add=True)


def reactions_remove(api: Api, args: Args) -> Json:
    """reactions.remove."""
    return _reaction(api, args, add=False)


def reactions_get(api: Api, args: Args) -> Json:
    """reactions.get."""
    channel = api.channel(args.need("channel"))
    message = api.message(channel, args.need("timestamp"))
    shape = shapes.message_object(message, api.slack.team)
    return {"type": "message", "channel": channel.id, "message": shape}


def _destination(api: Api, to: str) -> Channel:
    person = api.slack.users.get(to)
    if person is None:
        return api.channel(to, member=True)
    if not api.manifest.messages_tab:
        raise ApiError("messages_tab_disabled", "the manifest switches the Messages tab off")
    if person.deleted or person.is_bot:
        raise ApiError("channel_not_found", f"{to} is deactivated or a bot: no DM with it")
    return api.slack.direct([api.bot, to])


def _drafted(api: Api, args: Args, channel: Channel, **more: Any) -> Message:
    if channel.archived:
        raise ApiError("is_archived", f"{channel.id} is archived")
    text = args.text("text")
    thread_ts = args.text("thread_ts") or None
    for name in _NOT_HERE:
        if args.flag(name) or args.json(name):
            raise ApiError("invalid_arguments", f"the sandbox does not do {name}")
    if thread_ts:
        parent = api.slack.message(channel.id, thread_ts)
        if parent is None:
            raise ApiError("thread_not_found", f"no message {thread_ts!r} in {channel.id}")
        if parent.only_for is not None or parent.thread_ts not in (None, parent.ts):
            raise ApiError("cannot_reply_to_message", f"{thread_ts} is no parent of a thread")
    return Message(
        channel=channel.id,
        ts=api.slack.now_ts(),
        user=api.bot,
        text=text,
        blocks=check_message(text, args.json("blocks")),
        thread_ts=thread_ts,
        bot_id=api.slack.team.bot_id,
        client_msg_id=args.text("client_msg_id") or None,
        **more,
    )


def _refuse_unknown_looks(api: Api, args: Args) -> None:
    if any(args.text(name) for name in ("username", "icon_emoji", "icon_url")):
        api.manifest.need("chat:write.customize")


def _own(api: Api, channel: Channel, ts: str, code: str) -> Message:
    message = api.message(channel, ts)
    if message.bot_id != api.slack.team.bot_id:
        raise ApiError(code, f"{ts} was not written by this app")
    return message


def _metadata(value: Any) -> Json | None:
    if value is None:
        return None
    if not isinstance(value, dict):
        raise ApiError("invalid_metadata_format", "metadata must be an object")
    kind, payload = value.get("event_type"), value.get("event_payload")
    if not isinstance(kind, str) or not kind or not isinstance(payload, dict):
        text = "metadata needs event_type (text) and event_payload (object)"
        raise ApiError("invalid_metadata_schema", text)
    if len(json.dumps(value)) > METADATA_BYTES:
        raise ApiError("metadata_too_large", f"at most {METADATA_BYTES} bytes")
    return value


def _reaction(api: Api, args: Args, *, add: bool) -> Json:
    channel = api.channel(args.need("channel"), member=True)
    message = api.message(channel, args.need("timestamp"))
    name = args.need("name")
    if not re.fullmatch(r"[a-z0-9_+'-]+(::skin-tone-[2-6])?", name):
        raise ApiError("invalid_name", f"{name!r}: write it without colons")
    if channel.archived:
        raise ApiError("is_archived", f"{channel.id} is archived")
    if not api.slack.react(message, api.bot, name, add=add):
        raise ApiError("already_reacted" if add else "no_reaction", f"{name} on {message.ts}")
    return {}


METHODS: dict[str, Method] = {
    "chat.postMessage": post_message,
    "chat.postEphemeral": post_ephemeral,
    "chat.update": update,
    "chat.delete": delete,
    "chat.getPermalink": get_permalink,
    "reactions.add": reactions_add,
    "reactions.remove": reactions_remove,
    "reactions.get": reactions_get,
}
