"""The whole state of the local Slack, who may see what, and every change to it."""

from __future__ import annotations

import copy
import itertools
from collections.abc import Callable

from sandbox import shapes
from sandbox.clock import SandboxClock
from sandbox.files import Files
from sandbox.model import (
    Change,
    ChangeKind,
    Channel,
    Json,
    Message,
    Notice,
    OpenView,
    Ping,
    User,
    Workspace,
)
from sandbox.pings import pings_in
from sandbox.views import Views

Listener = Callable[[Change], None]
EventSink = Callable[[Json, Channel | None], None]


class Slack:
    """Users, channels, messages, modals and Home tabs of one workspace, in memory.

    Changes are told to subscribers (pages); events are handed to `emit` (the delivery), which
    decides whether the app gets them. `pings` keeps what of the app's would notify somebody,
    `refusals` what it was refused.
    """

    def __init__(self, workspace: Workspace, clock: SandboxClock) -> None:
        self.team = workspace.team
        self.tokens = workspace.tokens
        self.clock = clock
        self.users: dict[str, User] = {user.id: user for user in workspace.users}
        self.channels: dict[str, Channel] = {
            channel.id: copy.deepcopy(channel) for channel in workspace.channels
        }
        self.pings: list[Ping] = []
        self.refusals: list[str] = []
        self.emit: EventSink = lambda event, channel: None
        self.views = Views(self._changed)
        self.files = Files()
        self._listeners: list[Listener] = []
        self._messages: dict[str, list[Message]] = {key: [] for key in self.channels}
        self._read: dict[tuple[str, str], str] = {}
        self._notices: list[Notice] = []
        self._last_ts = 0
        self._numbers = itertools.count(1)
        for row in workspace.history:
            self._seed(row)

    def subscribe(self, callback: Listener) -> Callable[[], None]:
        """Call `callback` with every Change from now on; returns what ends it."""
        self._listeners.append(callback)
        return lambda: self._listeners.remove(callback)

    def now_ts(self) -> str:
        """A new message timestamp: sandbox time, never the same twice."""
        self._last_ts = max(int(self.clock.now() * 1_000_000), self._last_ts + 1)
        return f"{self._last_ts // 1_000_000}.{self._last_ts % 1_000_000:06d}"

    # --- looking -----------------------------------------------------------------------------

    def channels_of(self, user_id: str) -> list[Channel]:
        """Conversations this person is in: channels first, by name."""
        order = ["public", "private", "mpim", "im"]
        mine = [c for c in self.channels.values() if user_id in c.members]
        return sorted(mine, key=lambda c: (order.index(c.kind), c.name))

    def messages(self, channel_id: str, viewer: str) -> list[Message]:
        """Top-level messages of a channel that `viewer` may see, oldest first."""
        return [m for m in self.visible(channel_id, viewer) if m.thread_ts in (None, m.ts)]

    def thread(self, channel_id: str, thread_ts: str, viewer: str) -> list[Message]:
        """A thread as `viewer` sees it: the parent, then the replies."""
        return [m for m in self.visible(channel_id, viewer) if thread_ts in (m.ts, m.thread_ts)]

    def message(self, channel_id: str, ts: str) -> Message | None:
        """A message that is still there, ephemeral ones included."""
        for message in reversed(self._messages.get(channel_id, [])):
            if message.ts == ts and not message.deleted:
                return message
        return None

    def history(self, channel_id: str) -> list[Message]:
        """What the API may list: no ephemeral messages, no deleted ones; tombstones stay."""
        return [m for m in self._messages[channel_id] if not m.deleted and m.only_for is None]

    def replies(self, channel_id: str, thread_ts: str) -> list[Message]:
        """The replies of a thread, without its parent, for everybody."""
        return [
            m for m in self.history(channel_id) if m.thread_ts == thread_ts and m.ts != thread_ts
        ]

    def unread(self, user_id: str, channel_id: str) -> int:
        """How many messages of others came since this person last looked."""
        since = self._read.get((user_id, channel_id), "")
        return sum(m.ts > since and m.user != user_id for m in self.visible(channel_id, user_id))

    def notices(self, user_id: str) -> list[Notice]:
        """The toasts of this person so far, oldest first."""
        return [notice for notice in self._notices if notice.user == user_id]

    def view_of(self, user_id: str) -> OpenView | None:
        """The modal this person is looking at: the top of the stack."""
        return self.views.top(user_id)

    def home_of(self, user_id: str) -> OpenView | None:
        """The Home tab the app published for this person."""
        return self.views.home(user_id)

    def visible(self, channel_id: str, viewer: str) -> list[Message]:
        """Every message there that `viewer` may see, in threads or not, oldest first."""
        if viewer not in self.channels[channel_id].members:
            return []
        everything = self._messages[channel_id]
        return [m for m in everything if not m.deleted and m.only_for in (None, viewer)]

    # --- changing ----------------------------------------------------------------------------

    def mark_read(self, user_id: str, channel_id: str) -> None:
        """This person has looked at the channel now."""
        seen = self.visible(channel_id, user_id)
        if seen:
            self._read[user_id, channel_id] = max(m.ts for m in seen)

    def notify(self, user_id: str, text: str) -> None:
        """Show a toast to one person."""
        self._notices.append(Notice(user_id, text, self.clock.now()))
        self._changed("notice", user=user_id)

    def direct(self, members: list[str]) -> Channel:
        """The DM (or group DM) of exactly these people, opened if it was not."""
        for channel in self.channels.values():
            if channel.kind in ("im", "mpim") and set(channel.members) == set(members):
                return channel
        one = len(set(members)) <= 2
        number = next(self._numbers)
        channel = Channel(
            id=f"D0DIRECT{number:03d}" if one else f"G0DIRECT{number:03d}",
            name="" if one else "mpdm-" + "--".join(self.users[m].name for m in members),
            kind="im" if one else "mpim",
            members=list(dict.fromkeys(members)),
        )
        self.channels[channel.id] = channel
        self._messages[channel.id] = []
        self._changed("channel", channel.id)
        return channel

    def post(self, message: Message) -> Message:
        """Add a message (with a fresh `ts` from now_ts) and tell everybody."""
        self._messages[message.channel].append(message)
        channel = self.channels[message.channel]
        self._note_pings(message, edited=False)
        if message.only_for is None:
            parent = message.thread_ts and self.message(channel.id, message.thread_ts)
            author = parent.user if parent else None
            event = shapes.message_event(message, channel, self.team, author)
            home = self.users[message.user].team_id
            if home != self.team.id:  # somebody of another company, in a shared channel
                event |= {"team": home, "user_team": home, "source_team": home}
            self.emit(event, channel)
        self._changed("message", channel.id, message.user, message.ts)
        return message

    def edit(self, message: Message, text: str, blocks: list[Json], metadata: Json | None) -> None:
        """Change a message in place; metadata None keeps what it has."""
        old = shapes.message_object(message, self.team)
        ts = self.now_ts()
        message.text, message.blocks = text, blocks
        if message.only_for is None:  # what is replaced for one reader bears no mark of it
            message.edited_ts = ts
        if metadata is not None:
            message.metadata = metadata
        self._note_pings(message, edited=True)
        if message.only_for is None:
            new = shapes.message_object(message, self.team)
            channel = self.channels[message.channel]
            self.emit(shapes.changed_event("message_changed", old, new, channel, ts), channel)
        self._changed("message", message.channel, message.user, message.ts)

    def look_into(self, message: Message) -> None:
        """Slack unfurls a message's links and finds out its language: the app hears of a change
        though the words are the same."""
        old, ts = shapes.message_object(message, self.team), self.now_ts()
        new = old | {"attachments": [{"id": 1, "fallback": "A page that was linked to"}]}
        channel = self.channels[message.channel]
        self.emit(shapes.changed_event("message_changed", old, new, channel, ts), channel)

    def delete(self, message: Message) -> None:
        """Take a message away; a parent that has replies stays as a tombstone."""
        old = shapes.message_object(message, self.team)
        channel, ts = self.channels[message.channel], self.now_ts()
        if message.only_for is None and self.replies(channel.id, message.ts):
            message.user, message.bot_id, message.subtype = "USLACKBOT", None, "tombstone"
            message.text, message.blocks = "This message was deleted.", []
            message.metadata, message.reactions = None, {}
        else:
            message.deleted = True
        if message.only_for is None:
            self.emit(shapes.changed_event("message_deleted", old, None, channel, ts), channel)
        self._changed("message", channel.id, message.user, message.ts)

    def react(self, message: Message, user_id: str, name: str, *, add: bool) -> bool:
        """Add or take back a reaction; False where that changes nothing."""
        users = message.reactions.setdefault(name, [])
        changes = (user_id in users) != add
        if changes:
            users.append(user_id) if add else users.remove(user_id)
            kind = "reaction_added" if add else "reaction_removed"
            event = shapes.reaction_event(kind, user_id, name, message, self.now_ts())
            self.emit(event, self.channels[message.channel])
        if not users:
            del message.reactions[name]
        if changes:
            self._changed("reaction", message.channel, user_id, message.ts)
        return changes

    def join(self, channel: Channel, user_id: str, inviter: str) -> None:
        """Make somebody a member of a channel."""
        channel.members.append(user_id)
        self._member("member_joined_channel", "channel_join", "joined", channel, user_id, inviter)

    def leave(self, channel: Channel, user_id: str, by: str) -> None:
        """Take somebody out of a channel. The one who left gets no event any more."""
        channel.members.remove(user_id)
        self._member("member_left_channel", "channel_leave", "left", channel, user_id, by)

    def archive(self, channel: Channel, user_id: str, *, back: bool = False) -> None:
        """Archive a channel, or bring it back."""
        channel.archived = not back
        family = "channel" if channel.kind == "public" else "group"
        kind = f"{family}_unarchive" if back else f"{family}_archive"
        event = {"type": kind, "channel": channel.id, "user": user_id, "event_ts": self.now_ts()}
        self.emit(event, channel)
        self._changed("channel", channel.id, user_id)

    def change_user(self, user_id: str, **fields: object) -> None:
        """Change fields of a User (tz, deleted, title…) and tell the app."""
        user = self.users[user_id]
        for name, value in fields.items():
            if name not in User.__dataclass_fields__ or name == "id":
                raise ValueError(f"a user has no field {name!r} that can change")
            setattr(user, name, value)
        person = shapes.user_object(user, self.clock.now())
        ts = self.now_ts()
        self.emit({"type": "user_change", "user": person, "event_ts": ts}, None)
        self._changed("user", user=user_id)

    # --- within ------------------------------------------------------------------------------

    def _member(
        self, kind: str, subtype: str, verb: str, channel: Channel, user_id: str, by: str
    ) -> None:
        letter = "C" if channel.kind == "public" else "G"
        event = {"type": kind, "user": user_id, "channel": channel.id, "channel_type": letter,
                 "team": self.team.id, "inviter": by, "event_ts": self.now_ts()}  # fmt: skip
        self.emit(event, channel)
        text = f"<@{user_id}> has {verb} the channel"
        self.post(Message(channel.id, self.now_ts(), user_id, text, subtype=subtype))
        self._changed("channel", channel.id, user_id)

    def _note_pings(self, message: Message, *, edited: bool) -> None:
        if message.bot_id:
            found = pings_in(message.text, message.blocks)
            self.pings += [Ping(message.channel, message.ts, what, edited) for what in found]

    def _changed(
        self,
        kind: ChangeKind,
        channel: str | None = None,
        user: str | None = None,
        ts: str | None = None,
    ) -> None:
        for listener in list(self._listeners):
            listener(Change(kind, channel, user, ts))

    def _seed(self, row: Json) -> None:
        at = int((self.clock.now() - float(row["hours_ago"]) * 3600) * 1_000_000)
        ts = f"{at // 1_000_000}.{at % 1_000_000:06d}"
        text = shapes.typed(row["text"], self.users)
        self._messages[row["channel"]].append(Message(row["channel"], ts, row["user"], text))
        self._messages[row["channel"]].sort(key=lambda message: message.ts)
