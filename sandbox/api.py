"""What Web API methods work with: the state, the call's arguments, common checks."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sandbox.errors import ApiError
from sandbox.faults import Faults
from sandbox.model import Channel, Json, Message, User
from sandbox.scopes import Manifest
from sandbox.slack import Slack
from sandbox.socket_mode import SocketMode
from sandbox.tickets import Tickets


class Args:
    """A call's arguments, from a form, a query or JSON alike."""

    def __init__(self, values: Json) -> None:
        self._values = values

    def text(self, name: str) -> str:
        """A text argument; "" where absent."""
        value = self._values.get(name)
        if value is not None and not isinstance(value, str | int | float):
            raise ApiError("invalid_arguments", f"{name} must be a string")
        return "" if value is None else str(value)

    def need(self, name: str) -> str:
        """A text argument that must be there. Raises ApiError invalid_arguments."""
        if not (value := self.text(name)):
            raise ApiError("invalid_arguments", f"missing required field: {name}")
        return value

    def flag(self, name: str, default: bool = False) -> bool:
        """A boolean: true, "true", "1" and 1 are true."""
        value = self._values.get(name)
        return default if value is None else str(value).lower() in ("true", "1")

    def number(self, name: str, default: int, most: int) -> int:
        """A whole number from 1 to `most`. Raises ApiError invalid_limit."""
        raw = self.text(name)
        if raw and (not raw.isdigit() or not 1 <= int(raw) <= most):
            raise ApiError("invalid_limit", f"{name} must be a whole number from 1 to {most}")
        return int(raw) if raw else default

    def json(self, name: str) -> Any:
        """A structure, given as such or as JSON text; None where absent."""
        value = self._values.get(name)
        if isinstance(value, str) and value[:1] in ("{", "["):
            try:
                return json.loads(value)
            except ValueError as error:
                code = "invalid_blocks_format" if name == "blocks" else "invalid_json"
                raise ApiError(code, f"{name} is not JSON: {error}") from error
        return None if value == "" else value


@dataclass
class Api:
    """The state the methods read and change."""

    slack: Slack
    manifest: Manifest
    tickets: Tickets
    socket: SocketMode
    faults: Faults

    @property
    def bot(self) -> str:
        """The bot's user id."""
        return self.slack.team.bot_user

    def user(self, user_id: str) -> User:
        """A user. Raises ApiError user_not_found."""
        user = self.slack.users.get(user_id)
        if user is None:
            raise ApiError("user_not_found", f"no user has the id {user_id!r}")
        return user

    def channel(self, channel_id: str, verb: str = "", *, member: bool = False) -> Channel:
        """A conversation the bot may see.

        `verb` (read, history) is the scope family it needs, `member` that the bot must be in it.
        Raises ApiError channel_not_found, missing_scope or not_in_channel.
        """
        channel = self.slack.channels.get(channel_id)
        inside = channel is not None and self.bot in channel.members
        if channel is None or not (inside or channel.kind == "public"):
            raise ApiError("channel_not_found", f"the bot sees no conversation {channel_id!r}")
        if verb:
            self.manifest.need_for(channel, verb)
        if member and not inside:
            raise ApiError("not_in_channel", f"invite the bot to #{channel.name} first")
        return channel

    def message(self, channel: Channel, ts: str) -> Message:
        """A message everybody may see. Raises ApiError message_not_found."""
        message = self.slack.message(channel.id, ts)
        if message is None:
            raise ApiError("message_not_found", f"no message {ts!r} in {channel.id}")
        if message.only_for is not None:
            raise ApiError("message_not_found", f"{ts} is ephemeral and cannot be reached")
        return message


Method = Callable[[Api, Args], Json]
