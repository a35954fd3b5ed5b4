"""What Slack would send, as finished HTTP requests: signed, so that sending costs nothing more.

Slack: "Verifying requests from Slack", "Implementing slash commands", "reaction_added",
"block_actions payload".
"""

import hashlib
import hmac
import itertools
import json
import time
from typing import Any
from urllib.parse import urlencode

SECRET = "bench-signing-secret"
TOKEN = "xoxb-bench"
TEAM, APP, BOT = "T0BENCH", "A0BENCH", "U0AMENDS"
PATH = "/slack/events"
PEOPLE = 40
CHANNELS = 400  # many, so that the pace Slack allows in one channel holds nothing up

FORM = "application/x-www-form-urlencoded"
_counter = itertools.count(1)


def command(respond_to: str, channels: int = CHANNELS) -> bytes:
    """`/mistake …` by one of many people in one of so many channels; each is a new incident."""
    number = next(_counter)
    fields = {
        "team_id": TEAM,
        "team_domain": "bench",
        "channel_id": channel(number % channels),
        "channel_name": "general",
        "user_id": person(number),
        "user_name": "someone",
        "command": "/mistake",
        "text": f"We sent invoice {number} to the wrong address, and Acme paid it twice",
        "api_app_id": APP,
        "is_enterprise_install": "false",
        "response_url": respond_to,
        "trigger_id": f"{number}.{time.time_ns()}.bench",
    }
    return signed(urlencode(fields).encode(), FORM)


def channel(number: int) -> str:
    """The channel that request comes from."""
    return f"C{number % CHANNELS:08d}"


def person(number: int) -> str:
    """Who sends that request."""
    return f"U{number % PEOPLE:08d}"


def reaction(name: str, in_channel: str, ts: str) -> bytes:
    """Someone puts that reaction on a message of the bot's."""
    number = next(_counter)
    event = {
        "type": "reaction_added",
        "user": person(number),
        "reaction": name,
        "item": {"type": "message", "channel": in_channel, "ts": ts},
        "item_user": BOT,
        "event_ts": f"{time.time():.6f}",
    }
    body = {
        "team_id": TEAM,
        "api_app_id": APP,
        "event": event,
        "type": "event_callback",
        "event_id": f"Ev{number:08d}{time.time_ns()}",
        "event_time": int(time.time()),
        "authorizations": [{"team_id": TEAM, "user_id": BOT, "is_bot": True}],
    }
    return signed(json.dumps(body).encode(), "application/json")


def press(action_id: str, value: str, in_channel: str, ts: str) -> bytes:
    """Someone presses that button on a message of the bot's."""
    number = next(_counter)
    body: dict[str, Any] = {
        "type": "block_actions",
        "team": {"id": TEAM, "domain": "bench"},
        "user": {"id": person(number), "team_id": TEAM},
        "api_app_id": APP,
        "trigger_id": f"{number}.{time.time_ns()}.bench",
        "container": {"type": "message", "message_ts": ts, "channel_id": in_channel},
        "channel": {"id": in_channel, "name": "general"},
        "message": {"ts": ts},
        "actions": [
            {
                "type": "button",
                "action_id": action_id,
                "block_id": "b",
                "value": value,
                "action_ts": f"{time.time():.6f}",
            }
        ],
    }
    return signed(urlencode({"payload": json.dumps(body)}).encode(), FORM)


def signed(body: bytes, content_type: str) -> bytes:
    """The whole HTTP request."""
    stamp = str(int(time.time()))
    base = b"v0:" + stamp.encode() + b":" + body
    digest = hmac.new(SECRET.encode(), base, hashlib.sha256).hexdigest()
    head = (
        f"POST {PATH} HTTP/1.1\r\n"
        "Host: 127.0.0.1\r\n"
        "User-Agent: Slackbot 1.0 (+https://api.slack.com/robots)\r\n"
        "Accept: application/json,*/*\r\n"
        f"Content-Type: {content_type}\r\n"
        f"Content-Length: {len(body)}\r\n"
        f"X-Slack-Request-Timestamp: {stamp}\r\n"
        f"X-Slack-Signature: v0={digest}\r\n\r\n"
    )
    return head.encode() + body
