"""Answers to a gesture: in the acknowledgement of a command, or through its response_url."""

from __future__ import annotations

from sandbox.blocks import check_message
from sandbox.errors import ApiError
from sandbox.model import Json, Message
from sandbox.slack import Slack
from sandbox.tickets import Tickets

_KNOWN = {"text", "blocks", "response_type", "replace_original", "delete_original", "thread_ts",
          "unfurl_links", "unfurl_media", "mrkdwn", "metadata"}  # fmt: skip


class Responses:
    """Turns such answers into messages. They need no membership of the app in the channel."""

    def __init__(self, slack: Slack, tickets: Tickets) -> None:
        self.slack = slack
        self.tickets = tickets

    def to_command(self, user: str, channel: str, answer: Json) -> None:
        """Show the answer that came with a command's acknowledgement."""
        try:
            self._new(user, channel, answer, None)
        except ApiError as fault:
            self.slack.refusals.append(f"answer to a command: {fault.body()}")
            self.slack.notify(user, 'The command failed with the error "invalid_command_response"')

    def to_url(self, key: str, answer: Json) -> None:
        """What was sent to a response_url. Raises ApiError."""
        ticket = self.tickets.use_response_url(key)
        channel = ticket.channel or ""
        original = self.slack.message(channel, ticket.message_ts) if ticket.message_ts else None
        if answer.get("delete_original") or answer.get("replace_original"):
            if original is None:
                raise ApiError("no_original", "there is no message of the app to replace or delete")
            if answer.get("delete_original"):
                self.slack.delete(original)
            else:
                blocks = check_message(str(answer.get("text") or ""), answer.get("blocks"))
                self.slack.edit(original, str(answer.get("text") or ""), blocks, None)
            return
        new = self._new(ticket.user, channel, answer, ticket.thread_ts)
        ticket.message_ts = ticket.message_ts or new.ts

    def _new(self, user: str, channel: str, answer: Json, thread_ts: str | None) -> Message:
        if unknown := set(answer) - _KNOWN:
            raise ApiError("invalid_payload", f"unknown field: {', '.join(sorted(unknown))}")
        text = str(answer.get("text") or "")
        blocks = check_message(text, answer.get("blocks"))
        kind = answer.get("response_type", "ephemeral")
        if kind not in ("ephemeral", "in_channel"):
            raise ApiError("invalid_payload", f"response_type {kind!r}: ephemeral or in_channel")
        message = Message(
            channel=channel,
            ts=self.slack.now_ts(),
            user=self.slack.team.bot_user,
            text=text,
            blocks=blocks,
            thread_ts=answer.get("thread_ts") or thread_ts,
            only_for=user if kind == "ephemeral" else None,
            bot_id=self.slack.team.bot_id,
        )
        return self.slack.post(message)
