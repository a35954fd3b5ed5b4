"""What a person can do in Slack, with the refusals the real one gives."""

from __future__ import annotations

import re

from sandbox import forms, payloads, shapes
from sandbox.delivery import Delivery, NotAcked
from sandbox.errors import GestureRefused
from sandbox.model import Channel, Message
from sandbox.responses import Responses
from sandbox.slack import Slack
from sandbox.view_gestures import ViewGestures


class Gestures(ViewGestures):
    """Gestures of people on messages and channels; those in modals and on Home are inherited.

    Every method raises GestureRefused with a plain sentence where Slack would not allow it.
    What the app has to acknowledge is awaited (3 real seconds at most); events are sent on
    behind the scenes.
    """

    def __init__(self, slack: Slack, delivery: Delivery, responses: Responses) -> None:
        super().__init__(slack, delivery)
        self.responses = responses

    async def say(self, user: str, channel: str, text: str, thread_ts: str | None = None) -> str:
        """Post `text` as typed (a known @name becomes a mention). Returns the message's ts."""
        place = self._writable(user, channel)
        if command := re.match(r"/[a-z][\w-]*", text):
            where = " in threads" if thread_ts else " as a message"
            raise GestureRefused(f"{command[0]} is a command and does not work{where}.")
        if not text.strip():
            raise GestureRefused("There is nothing to send yet.")
        if thread_ts:
            parent = self._message(user, channel, thread_ts)
            thread_ts = parent.thread_ts or parent.ts
        stored = shapes.typed(text, self.slack.users)
        ts = self.slack.now_ts()
        message = Message(place.id, ts, user, stored, thread_ts=thread_ts)
        message.client_msg_id = f"00000000-0000-4000-8000-{ts.replace('.', '')[-12:]}"
        self.slack.post(message)
        self.slack.mark_read(user, channel)
        return ts

    async def edit(self, user: str, channel: str, ts: str, text: str) -> None:
        """Edit an own message. With the same words nothing happens."""
        message = self._message(user, channel, ts)
        if message.user != user:
            raise GestureRefused("You can only edit your own messages.")
        stored = shapes.typed(text, self.slack.users)
        if stored != message.text:
            self.slack.edit(message, stored, [], None)

    async def delete(self, user: str, channel: str, ts: str) -> None:
        """Delete an own message, or as an admin any; an ephemeral one is only dismissed."""
        message = self._message(user, channel, ts)
        mine = user in (message.user, message.only_for)
        if not (mine or self.slack.users[user].is_admin):
            raise GestureRefused("You can only delete your own messages.")
        self.slack.delete(message)

    async def command(self, user: str, channel: str, command: str, text: str = "") -> None:
        """Type a slash command. An answer to it is shown to this person (or all, if it says so)."""
        place = self._writable(user, channel)
        self._employee(user)
        if command not in self.delivery.manifest.commands:
            raise GestureRefused(f"{command} is not a valid command.")
        payload = payloads.of_command(self.slack, user, place, command, text.strip())
        payload["response_url"] = self.delivery.tickets.response_url(user, channel)
        payload["trigger_id"] = self.delivery.tickets.trigger(user)
        try:
            answer = await self.delivery.interact("slash_commands", payload)
        except NotAcked as fault:
            code = "operation_timeout" if "timeout" in fault.reason else "dispatch_failed"
            self.slack.notify(user, f'{command} failed with the error "{code}"')
            return
        if answer:
            self.responses.to_command(user, channel, answer)

    async def react(self, user: str, channel: str, ts: str, name: str) -> None:
        """Add a reaction (its name without colons)."""
        self.slack.react(self._reactable(user, channel, ts), user, name.strip(":"), add=True)

    async def unreact(self, user: str, channel: str, ts: str, name: str) -> None:
        """Take an own reaction back."""
        self.slack.react(self._reactable(user, channel, ts), user, name.strip(":"), add=False)

    async def press(
        self,
        user: str,
        channel: str,
        ts: str,
        action_id: str,
        block_id: str | None = None,
        value: str | None = None,
        selected: object = None,
    ) -> None:
        """Press a button, or choose `selected` in a menu, on a message.

        `block_id` and `value` tell apart elements that share an action_id.
        """
        message = self._message(user, channel, ts)
        block, element = self._element(message.blocks, action_id, block_id, value)
        action, state = self._action(block, element, selected)
        values = forms.initial_values(message.blocks)
        if state is not None:
            values[block["block_id"]][action_id] = state
        trigger = self.delivery.tickets.trigger(user)
        payload = payloads.of_interaction(self.slack, "block_actions", user, trigger)
        payload |= payloads.of_action_on_message(self.slack, message, action, values)
        payload["response_url"] = self.delivery.tickets.response_url(
            user, channel, ts, message.thread_ts
        )
        await self._interact(user, payload)

    async def message_shortcut(self, user: str, channel: str, ts: str, callback_id: str) -> None:
        """Choose a shortcut from a message's menu."""
        message = self._message(user, channel, ts)
        self._employee(user)
        self._shortcut("message", callback_id)
        if message.only_for is not None:
            raise GestureRefused("A message only you can see has no shortcuts.")
        tickets = self.delivery.tickets
        trigger = tickets.trigger(user)
        payload = payloads.of_interaction(self.slack, "message_action", user, trigger)
        payload |= payloads.of_message(self.slack, message)
        payload |= {
            "callback_id": callback_id,
            "message_ts": ts,
            "action_ts": self.slack.now_ts(),
            "response_url": tickets.response_url(user, channel, None, message.thread_ts),
        }
        await self._interact(user, payload)

    async def open_dm(self, user: str, other: str) -> str:
        """Open the DM with somebody (or the app). Returns its channel id."""
        return self.slack.direct([user, other]).id

    async def invite(self, user: str, channel: str, who: str) -> None:
        """Add somebody, or the app, to a channel."""
        place = self._writable(user, channel)
        if place.kind in ("im", "mpim"):
            raise GestureRefused("Nobody can be added to a direct message.")
        if who in place.members:
            raise GestureRefused(f"{self.slack.users[who].real_name} is in #{place.name} already.")
        self.slack.join(place, who, user)

    async def remove(self, user: str, channel: str, who: str) -> None:
        """Take somebody, or the app, out of a channel."""
        place = self._writable(user, channel)
        if place.kind in ("im", "mpim") or who not in place.members:
            raise GestureRefused(f"{self.slack.users[who].real_name} is not in that channel.")
        self.slack.leave(place, who, user)

    async def archive(self, user: str, channel: str) -> None:
        """Archive a channel."""
        place = self._writable(user, channel)
        if place.kind in ("im", "mpim"):
            raise GestureRefused("A direct message cannot be archived.")
        self.slack.archive(place, user)

    async def unarchive(self, user: str, channel: str) -> None:
        """Bring an archived channel back."""
        place = self._place(user, channel)
        if not place.archived:
            raise GestureRefused("That channel is not archived.")
        self.slack.archive(place, user, back=True)

    def _place(self, user: str, channel: str) -> Channel:
        place = self.slack.channels.get(channel)
        if place is None or user not in place.members:
            raise GestureRefused("You are not in that channel.")
        return place

    def _writable(self, user: str, channel: str) -> Channel:
        place = self._place(user, channel)
        if place.archived:
            raise GestureRefused("That channel is archived.")
        if self.slack.users[user].deleted:
            raise GestureRefused("That account is deactivated.")
        return place

    def _message(self, user: str, channel: str, ts: str) -> Message:
        self._place(user, channel)
        message = self.slack.message(channel, ts)
        if message is None or message.only_for not in (None, user):
            raise GestureRefused("That message is not there any more.")
        return message

    def _reactable(self, user: str, channel: str, ts: str) -> Message:
        self._writable(user, channel)
        message = self._message(user, channel, ts)
        if message.only_for is not None or message.subtype == "tombstone":
            raise GestureRefused("You cannot react to that message.")
        return message
