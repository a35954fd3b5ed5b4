"""What Slack sends the app about a gesture: commands, shortcuts, actions, submissions."""

from __future__ import annotations

from sandbox import shapes
from sandbox.model import Channel, Json, Message, OpenView
from sandbox.slack import Slack

VERIFICATION_TOKEN = "sandbox-verification-token"  # deprecated: it signs nothing
_NAMES = {"im": "directmessage", "private": "privategroup"}


def of_command(slack: Slack, user: str, channel: Channel, command: str, text: str) -> Json:
    """A slash command's form fields, without trigger_id and response_url."""
    return {
        "token": VERIFICATION_TOKEN,
        "team_id": slack.team.id,
        "team_domain": slack.team.domain,
        "channel_id": channel.id,
        "channel_name": _NAMES.get(channel.kind, channel.name),
        "user_id": user,
        "user_name": slack.users[user].name,
        "command": command,
        "text": shapes.escape(text),
        "api_app_id": slack.team.app_id,
        "is_enterprise_install": "false",
    }


def of_interaction(slack: Slack, kind: str, user: str, trigger_id: str) -> Json:
    """What every interactive payload begins with."""
    person = slack.users[user]
    return {
        "type": kind,
        "team": {"id": slack.team.id, "domain": slack.team.domain},
        "enterprise": None,
        "is_enterprise_install": False,
        "user": {
            "id": user,
            "username": person.name,
            "name": person.name,
            "team_id": person.team_id,
        },
        "api_app_id": slack.team.app_id,
        "token": VERIFICATION_TOKEN,
        "trigger_id": trigger_id,
    }


def of_message(slack: Slack, message: Message) -> Json:
    """The channel and message parts of an action or shortcut on a message."""
    channel = slack.channels[message.channel]
    replies = slack.replies(channel.id, message.ts)
    return {
        "channel": {"id": channel.id, "name": _NAMES.get(channel.kind, channel.name)},
        "message": shapes.message_object(message, slack.team, replies),
    }


def of_action_on_message(slack: Slack, message: Message, action: Json, values: Json) -> Json:
    """The rest of `block_actions` on a message. An ephemeral one is not sent along."""
    container = {
        "type": "message",
        "message_ts": message.ts,
        "channel_id": message.channel,
        "is_ephemeral": message.only_for is not None,
    }
    if message.thread_ts:
        container["thread_ts"] = message.thread_ts
    parts = of_message(slack, message)
    if message.only_for is not None:
        del parts["message"]
    return {"container": container, "actions": [action], "state": {"values": values}, **parts}


def of_action_in_view(slack: Slack, opened: OpenView, action: Json) -> Json:
    """The rest of `block_actions` in a modal or on Home."""
    return {
        "container": {"type": "view", "view_id": opened.id},
        "view": shapes.view_object(opened, slack.team),
        "actions": [action],
    }
