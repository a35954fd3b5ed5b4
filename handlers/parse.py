"""Slack's words to ours: one small value for each kind of payload. Pure."""

from dataclasses import dataclass

from bot.commands import MessageRef, OpenIncident
from bot.ports import Happened
from bot.text import unescape
from handlers import ids, ids_learning
from handlers.payload import (
    Payload,
    event_key,
    instant,
    is_dm,
    is_private,
    items,
    part,
    team_of,
    text,
)


@dataclass(frozen=True)
class Place:
    """Where a person is in Slack, so that a private answer can reach them there.

    `channel` is empty where there is none; `thread_ts` is set only inside a thread.
    `response_url` (Slack: "Handling user interaction") reaches even where the bot is not a member.
    """

    channel: str = ""
    thread_ts: str = ""
    in_private: bool = False
    response_url: str = ""

    @property
    def home(self) -> str | None:
        """The channel an incident opened here would live in, None where there is none.

        A direct message of two may be one the bot is not part of: its own with the person will do.
        """
        return self.channel if self.channel and not is_dm(self.channel) else None


@dataclass(frozen=True)
class Slash:
    """A slash command as typed."""

    team: str
    user: str
    command: str
    text: str
    place: Place
    trigger: str

    @property
    def key(self) -> str | None:
        """The dedupe key; None where there is nothing to tell one command from another by."""
        return f"command:{self.trigger}" if self.trigger else None


def slash(body: Payload, ours: str) -> Slash:
    """From a slash command's payload (Slack: "Implementing slash commands")."""
    channel = text(body, "channel_id")
    place = Place(
        channel,
        "",
        is_private(channel, text(body, "channel_name")),
        text(body, "response_url"),
    )
    return Slash(
        team_of(body, ours),
        text(body, "user_id"),
        text(body, "command"),
        unescape(text(body, "text")),
        place,
        text(body, "trigger_id"),
    )


def opening(words: str, by: str, place: Place) -> OpenIncident:
    """Open an incident with these words, here."""
    return OpenIncident(by, words, channel=place.home, in_private_channel=place.in_private)


@dataclass(frozen=True)
class Press:
    """A button or a menu was used.

    `number` and `subject` are what its value says, `choice` a menu's choice; `raw` is the value as
    it came. `message` is our message it stands in (None in a modal or in a private answer, which
    cannot be shown afresh). `view` is the modal it stands in. `key` tells one press from another,
    `once` is the same for all presses of that button by that person.
    """

    team: str
    user: str
    action: str
    raw: str
    number: int
    subject: str
    choice: str
    place: Place
    message: MessageRef | None
    view: Payload
    trigger: str
    key: str | None
    once: str | None

    @property
    def meta(self) -> ids.Meta:
        """What a modal opened from here is to remember."""
        return ids.Meta(
            number=self.number,
            channel=self.place.channel,
            thread_ts=self.place.thread_ts,
            message_ts=self.message.ts if self.message else "",
            in_private=self.place.in_private,
        )


def press(body: Payload, ours: str) -> Press | None:
    """From a block_actions payload; None where its value is not one of ours."""
    action = next(iter(items(body, "actions")), {})
    of_menu = text(action, "selected_option", "value")
    raw = text(action, "value") or of_menu
    action_id, user = text(action, "action_id"), text(body, "user", "id")
    if not user:
        return None
    choice, number, subject = "", 0, ""
    if action_id not in ids.OF_THEIR_OWN | ids_learning.OF_THEIR_OWN:
        try:
            choice, number, subject = (
                ids.read_option(of_menu) if "|" in of_menu else ("", *ids.read_value(raw))
            )
        except ValueError:
            return None
    container, view = part(body, "container"), part(body, "view")
    origin, at = text(container, "message_ts") or text(view, "id"), text(action, "action_ts")
    place, message = _where(body)
    return Press(
        team=team_of(body, ours),
        user=user,
        action=action_id,
        raw=raw,
        number=number,
        subject=subject,
        choice=choice,
        place=place,
        message=message,
        view=view,
        trigger=text(body, "trigger_id"),
        key=f"action:{origin}:{at}:{user}:{action_id}" if at else None,
        once=f"once:{origin}:{user}:{action_id}" if origin else None,
    )


def _where(body: Payload) -> tuple[Place, MessageRef | None]:
    """Where a press happened, and our message it happened on."""
    container = part(body, "container")
    if part(body, "view"):
        meta = ids.Meta.load(text(body, "view", "private_metadata"))
        return Place(meta.channel, meta.thread_ts, meta.in_private), None
    channel = text(body, "channel", "id") or text(container, "channel_id")
    ts = text(container, "message_ts")
    thread_ts = text(body, "message", "thread_ts") or text(container, "thread_ts")
    place = Place(
        channel,
        thread_ts if thread_ts != ts else "",
        is_private(channel, text(body, "channel", "name")),
        text(body, "response_url"),
    )
    ephemeral = container.get("is_ephemeral") is True
    message = MessageRef(channel, ts) if channel and ts and not ephemeral else None
    return place, message


@dataclass(frozen=True)
class Shortcut:
    """A shortcut was chosen. `message` and `said`, its text as Slack has it, are set for a message
    shortcut."""

    team: str
    user: str
    callback: str
    trigger: str
    place: Place
    message: MessageRef | None
    said: str


def shortcut(body: Payload, ours: str) -> Shortcut:
    """From a shortcut's payload (Slack: "Implementing shortcuts")."""
    channel = text(body, "channel", "id")
    ts = text(body, "message", "ts") or text(body, "message_ts")
    thread_ts = text(body, "message", "thread_ts")
    place = Place(
        channel,
        thread_ts if thread_ts != ts else "",
        is_private(channel, text(body, "channel", "name")),
    )
    return Shortcut(
        team_of(body, ours),
        text(body, "user", "id"),
        text(body, "callback_id"),
        text(body, "trigger_id"),
        place,
        MessageRef(channel, ts) if channel and ts else None,
        text(body, "message", "text"),
    )


@dataclass(frozen=True)
class Reaction:
    """A reaction was put on a message, or taken off it. `name` is without a skin tone; `author`
    wrote the message (empty where Slack does not say), `event_ts` is when it happened."""

    team: str
    user: str
    name: str
    message: MessageRef
    author: str
    added: bool
    key: str | None
    event_ts: str = ""

    def happened(self, gesture: str) -> Happened | None:
        """When this person last changed that gesture on that message; None where Slack does not
        say."""
        at = instant(self.event_ts)
        what = f"{self.message.channel}:{self.message.ts}:{self.user}:{gesture}"
        return Happened(what, at) if at else None


def reaction(body: Payload, ours: str) -> Reaction | None:
    """From a reaction event; None where it is not about a message (Slack: "reaction_added")."""
    event = part(body, "event")
    item = part(event, "item")
    found = MessageRef(text(item, "channel"), text(item, "ts"))
    user, name = text(event, "user"), text(event, "reaction").partition("::")[0]
    if not (user and name and found.channel and found.ts):
        return None
    return Reaction(
        team_of(body, ours),
        user,
        name,
        found,
        text(event, "item_user"),
        text(event, "type") == "reaction_added",
        event_key(body),
        text(event, "event_ts"),
    )
