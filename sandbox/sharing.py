"""Slack Connect: a channel is shared with another company, or no longer."""

from __future__ import annotations

from sandbox.model import Channel
from sandbox.slack import Slack

OTHER_COMPANY = "T0OUTSIDE"


def share(slack: Slack, channel: Channel, shared: bool) -> None:
    """Share that channel, or end it, and tell the app (Slack: "channel_shared",
    "channel_unshared")."""
    if channel.is_ext_shared == shared:
        return
    channel.is_ext_shared = shared
    event = {"channel": channel.id, "event_ts": slack.now_ts()}
    if shared:
        event |= {"type": "channel_shared", "connected_team_id": OTHER_COMPANY}
        slack.emit(event, channel)
        return
    event |= {"type": "channel_unshared", "previously_connected_team_id": OTHER_COMPANY}
    slack.emit({**event, "is_ext_shared": False}, channel)
