"""Addresses of messages, built as Slack builds them. Slack's own answer costs a call for each."""

from bot.incident import Incident


def message_path(channel: str, ts: str) -> str:
    """What all addresses of a message share. Slack's own says more where the message is part of a
    thread (Slack: "chat.getPermalink"), so that it changes with the first answer."""
    return f"/archives/{channel}/p{ts.replace('.', '')}"


def message_address(workspace_url: str, channel: str, ts: str) -> str:
    """Where that message is read; "" where the workspace's own address is unknown."""
    if not workspace_url:
        return ""
    return workspace_url.rstrip("/") + message_path(channel, ts)


def thread_address(workspace_url: str, incident: Incident) -> str:
    """Where the incident's thread is read; "" while its card is not posted."""
    home = incident.home
    return message_address(workspace_url, home.channel, home.thread_ts) if home.thread_ts else ""
