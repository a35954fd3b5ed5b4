"""One browser window: who acts in it, what it looks at, and how it is redrawn."""

import asyncio
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from markupsafe import Markup
from nicegui import ui

from sandbox.clock import SandboxClock
from sandbox.gestures import Gestures
from sandbox.model import Change, Channel, User
from sandbox.page import forms, frame
from sandbox.page.dates import date_text
from sandbox.page.rows import Row, rows
from sandbox.page.shell import Deed, Shell
from sandbox.page.sight import Sight
from sandbox.slack import Slack

_COALESCE = 0.04  # seconds; several changes in one go are drawn once


@dataclass
class Place:
    """Where one person is: `tab` is 'messages' or 'home', `pane` what a phone shows."""

    me: str
    channel: str
    thread: str | None = None
    tab: str = "messages"
    pane: str = "channel"
    notices: int = 0
    unsaved: dict[tuple[str, str, str], tuple[str, str]] = field(default_factory=dict)
    pending: Deed | None = None


class Window:
    """Draws the state of `slack` for one person and redraws what changes."""

    def __init__(
        self,
        slack: Slack,
        gestures: Gestures,
        clock: SandboxClock,
        asked: dict[str, str],
        hear: Any,
    ) -> None:
        self.slack, self.gestures, self.clock = slack, gestures, clock
        self.manifest = gestures.delivery.manifest
        self.shell = Shell(hear)
        self.client = ui.context.client
        self._due: asyncio.TimerHandle | None = None
        self._modal: str | None = None
        self._wrong: list[str] = []
        self.act_as(asked.get("as", ""), asked.get("c", ""), asked.get("t"))
        self._unsubscribe = slack.subscribe(self._changed)
        self.client.on_delete(self._gone)
        ui.timer(1.0, self._tick)
        ui.timer(15.0, self.redraw)

    # --- where one is ------------------------------------------------------------------------

    @property
    def me(self) -> str:
        """The acting person's id."""
        return self.at.me

    def people(self) -> list[User]:
        """Everybody one can act as."""
        return [user for user in self.slack.users.values() if not (user.is_bot or user.deleted)]

    def act_as(self, user: str, channel: str = "", thread: str | None = None) -> None:
        """Become somebody else; stays in the same channel if that person is in it."""
        people = [each.id for each in self.people()]
        me = user if user in people else people[0]
        rooms = {c.id: c for c in self.slack.channels_of(me)}
        first = next((c.id for c in rooms.values() if c.name == "mistakes"), next(iter(rooms), ""))
        self.at = Place(me, channel if channel in rooms else first)
        self.at.notices = len(self.slack.notices(me))
        if thread and channel in rooms:
            self.at.thread, self.at.pane = thread, "thread"
        self.moved()

    def go(self, channel: str, thread: str | None = None) -> None:
        """Look at a channel, or at one of its threads."""
        if self.at.channel != channel:
            self.at.tab, self.at.thread = "messages", None
        self.at.channel, self.at.thread = channel, thread or self.at.thread
        self.at.pane = "thread" if thread else "channel"
        self.moved(thread)

    def moved(self, thread: str | None = None) -> None:
        """Redraw after a change of place, keep it in the address, and scroll to the newest."""
        at = self.at
        address = f"?as={at.me}&c={at.channel}" + (f"&t={at.thread}" if at.thread else "")
        self.redraw()
        with self.shell.root:
            ui.navigate.history.replace(address)
            self.run("bottom", *(["thread"] if thread else ["channel"]))
            name = "thread-composer" if thread else "composer"
            self.run("focus", f'[data-testid="{name}"]')

    def run(self, what: str, *args: str) -> None:
        """Call one of the browser's own few functions."""
        with self.shell.root:
            ui.run_javascript(f"desk.{what}({', '.join(json.dumps(arg) for arg in args)})")

    def sight(self) -> Sight:
        """What the acting person can see right now."""
        return Sight(self.slack, self.manifest, self.me, self.clock.now())

    def toast(self, text: str) -> None:
        """A short message to this person."""
        with self.shell.root:
            ui.notify(text, position="top", timeout=7000, classes="toast", close_button="✕")

    # --- drawing -----------------------------------------------------------------------------

    def _changed(self, change: Change) -> None:
        if change.user not in (None, self.me) and change.kind in ("view", "home", "notice"):
            return
        if self._due is None:
            self._due = asyncio.get_running_loop().call_later(_COALESCE, self.redraw)

    def _gone(self) -> None:
        self._unsubscribe()
        if self._due is not None:
            self._due.cancel()

    def _tick(self) -> None:
        zone = self.slack.users[self.me].tz
        now = self.clock.now()
        day = date_text(now, "{date_long}", zone, now).split(",")[0][:3]
        words = date_text(now, f"{day}, {{date_short}} · {{time}}", zone, now)
        fast = f" · {self.clock.scale:g}× faster" if self.clock.scale != 1 else ""
        self.shell.clock.set_text(f"{words} · {zone.replace('_', ' ')}{fast}")

    def redraw(self) -> None:
        """Bring everything on the page up to date; what has not changed is left alone."""
        self._due = None
        slack, at, shell, sight = self.slack, self.at, self.shell, self.sight()
        channel, rooms = slack.channels.get(at.channel), slack.channels_of(at.me)
        shown = channel is not None and at.me in channel.members
        if rooms and not shown:
            return self.go(rooms[0].id)
        if shown and at.pane != "side" and at.tab == "messages":
            slack.mark_read(at.me, at.channel)
        unread = {c.id: slack.unread(at.me, c.id) for c in rooms}
        shell.cast.show(frame.cast(self.people(), at.me))
        shell.side.show(frame.sidebar(slack.team.name, rooms, sight.names, unread, at.channel))
        everybody = [user for user in slack.users.values() if not user.deleted]
        shell.new.show(frame.new_message(everybody, at.me))
        shell.root.classes(replace=f"desk pane-{at.pane} {'with-thread' if at.thread else ''}")
        shell.main.set_visibility(shown)
        shell.thread_box.set_visibility(shown and bool(at.thread))
        if shown and channel is not None:
            self._draw_channel(channel, sight)
            self._draw_thread(channel, sight)
        self._draw_modal(sight)
        for notice in slack.notices(at.me)[at.notices :]:
            self.toast(notice.text)
        at.notices = len(slack.notices(at.me))
        self._tick()
        return None

    def _draw_channel(self, channel: Channel, sight: Sight) -> None:
        shell, at = self.shell, self.at
        bot = self.slack.team.bot_user
        has_home = channel.kind == "im" and bot in channel.members and self.manifest.home_tab
        at_home = has_home and at.tab == "home"
        tab = (at.tab if has_home else None) or None
        shell.title.show(frame.title(channel, sight.names[channel.id], self.slack.users, tab))
        messages = self.slack.messages(channel.id, at.me)
        threads = {m.ts: self.slack.replies(channel.id, m.ts) for m in messages}
        shell.stream.container.set_visibility(not at_home)
        shell.home_box.set_visibility(at_home)
        shell.stream.show(_signed(rows(messages, sight.talk(threads))))
        home = self.slack.home_of(at.me) if at_home else None
        shell.home.show(forms.form_rows(home, sight.filled(home, at.unsaved)) if home else ())
        shell.composer.box.set_visibility(not (at_home or channel.archived))
        shell.closed.set_visibility(channel.archived)
        sign = "#" if channel.kind in ("public", "private") else ""
        words = f"Message {sign}{sight.names[channel.id]}"
        place = f"{at.me} {at.channel}"
        shell.composer.says(words, sight.suggestions(commands=True), place)
        shell.composer.menu.show(frame.shortcuts(sight.shortcuts("global")))

    def _draw_thread(self, channel: Channel, sight: Sight) -> None:
        shell, at = self.shell, self.at
        if not at.thread:
            return
        sign = "#" if channel.kind in ("public", "private") else ""
        shell.thread_title.show(frame.thread_title(sign + sight.names[channel.id]))
        messages = self.slack.thread(channel.id, at.thread, at.me)
        shell.thread.show(_signed(rows(messages, sight.talk(None))))
        shell.thread_composer.box.set_visibility(not channel.archived)
        place = f"{at.me} {at.channel} {at.thread}"
        shell.thread_composer.says("Reply…", sight.suggestions(commands=False), place)

    def _draw_modal(self, sight: Sight) -> None:
        opened, shell = self.slack.view_of(self.me), self.shell
        shell.veil.set_visibility(opened is not None)
        if opened is None:
            self._modal = None
            shell.blocks.show(())
            return
        shell.head.show(forms.head(opened))
        shell.foot.show(forms.foot(opened))
        shell.blocks.show(forms.form_rows(opened, sight.filled(opened, self.at.unsaved)))
        title = str(opened.view["title"]["text"])
        if shell.modal.props.get("aria-label") != title:
            shell.modal.props["aria-label"] = title
            shell.modal.update()
        if self._modal != opened.id:
            self._modal = opened.id
            self.run("focus", ".modal .input .field, .modal .input input")
        wrong = sorted(opened.errors)
        if wrong != self._wrong:
            self._wrong = wrong
            self.reveal_fault()

    def reveal_fault(self) -> None:
        """Scroll to the first field of the modal that something is wrong with."""
        self.run("reveal", ".modal .error")

    def submitting(self) -> None:
        """The modal is sent: what is wrong with it will be news, even if it was wrong before."""
        self._wrong = []

    def pop(self, html: Markup) -> None:
        """Show a small dialog over everything; an empty one takes it away."""
        self.shell.popup.show(html)


def _signed(found: Iterable[Row]) -> Iterable[tuple[str, str, Markup]]:
    """Rows whose signature is their HTML."""
    return ((key, str(html), html) for key, html in found)
