"""What one person can see at one moment, in the form that drawing needs."""

import json
from collections.abc import Mapping, Sequence

from sandbox.model import Channel, Message, OpenView
from sandbox.mrkdwn import Reader
from sandbox.page.rows import Talk
from sandbox.page.surface import Choice, Json, Surface
from sandbox.scopes import Manifest
from sandbox.slack import Slack

# (view, block, action) -> what stands in the field, and why it could not be taken
Unsaved = Mapping[tuple[str, str, str], tuple[str, str]]


class Sight:
    """Names, menus and the reader of the person `me` at `now` (epoch seconds)."""

    def __init__(self, slack: Slack, manifest: Manifest, me: str, now: float) -> None:
        self.slack, self.manifest, self.me = slack, manifest, me
        self.names = {c.id: self._called(c) for c in slack.channels.values()}
        users, mine = slack.users.values(), slack.channels_of(me)
        public = {c.id: c.name for c in slack.channels.values() if c.kind == "public"}
        self.rooms = {c.id: self.names[c.id] for c in mine}
        people = {user.id: user.real_name for user in users}
        self.reader = Reader(me, slack.users[me].tz, now, people, public | self.rooms)
        self.surface = Surface(
            self.reader,
            people=[(user.id, user.real_name) for user in users if not user.deleted],
            rooms=list(self.rooms.items()),
            public=list(public.items()),
        )

    def filled(self, opened: OpenView, unsaved: Unsaved) -> Surface:
        """The surface of an open view; what could not be taken stays in its field, with why."""
        values: dict[str, dict[str, Json]] = {b: dict(each) for b, each in opened.values.items()}
        errors = dict(opened.errors)
        for (view, block, action), (raw, reason) in unsaved.items():
            if view == opened.id:
                values.setdefault(block, {})[action] = {"value": raw}
                errors[block] = reason
        on = self.surface
        return Surface(on.reader, on.people, on.rooms, on.public, values, errors)

    def talk(self, threads: Mapping[str, Sequence[Message]] | None) -> Talk:
        """For drawing messages; `threads` are the replies by parent, None inside a thread."""
        return Talk(self.slack.users, self.surface, self.shortcuts("message"), threads)

    def shortcuts(self, kind: str) -> list[Choice]:
        """The app's shortcuts of a kind ('message' or 'global')."""
        return [(name, words) for (k, name), words in self.manifest.shortcuts.items() if k == kind]

    def suggestions(self, *, commands: bool) -> str:
        """What a composer may suggest, as JSON pairs of what is typed and what it means."""
        users = [user for user in self.slack.users.values() if not user.deleted]
        found = [(f"@{user.name}", user.real_name) for user in users]
        if commands:
            rows = self.manifest.commands.items()
            found += [(name, str(row.get("description", ""))) for name, row in rows]
            found += [("/invite", "Add somebody to this channel"), ("/remove", "Take somebody out")]
        return json.dumps(found)

    def _called(self, channel: Channel) -> str:
        if channel.kind not in ("im", "mpim"):
            return channel.name
        others = [m for m in channel.members if m != self.me] or [self.me]
        return ", ".join(self.slack.users[other].real_name for other in others)
