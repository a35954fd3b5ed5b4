"""What a person does at a window, turned into gestures."""

import html
import re
from collections.abc import Awaitable, Callable

from markupsafe import Markup
from nicegui import events

from sandbox.errors import GestureRefused
from sandbox.page import frame, view_deeds
from sandbox.page.blocks import confirm_words
from sandbox.page.shell import Deed
from sandbox.page.window import Window

_COMMAND = re.compile(r"(/[a-zA-Z][\w-]*)\s*(.*)", re.DOTALL)
Doing = Callable[[Window, Deed], Awaitable[None]]


async def heard(window: Window, event: events.GenericEventArguments) -> None:
    """Do one thing; where Slack would refuse it, say so in a toast."""
    deed: Deed = event.args
    if deed.get("confirm"):
        return _ask_first(window, deed)
    try:
        await DOINGS[deed["do"]](window, deed)
    except GestureRefused as refusal:
        window.toast(refusal.reason)
        if deed["do"] == "say":
            name = "thread-composer" if deed["pane"] == "thread" else "composer"
            window.run("put", name, deed["typed"])
    return None


def _ask_first(window: Window, deed: Deed) -> None:
    raw = deed.pop("confirm")
    window.at.pending = deed
    reader = window.sight().reader
    window.pop(frame.confirm_box(confirm_words(raw), reader, "danger" if "danger" in raw else ""))


async def _confirmed(window: Window, deed: Deed) -> None:
    pending, window.at.pending = window.at.pending, None
    window.pop(Markup())
    if pending:
        await DOINGS[pending["do"]](window, pending)


async def _dismiss(window: Window, deed: Deed) -> None:
    window.at.pending = None
    window.pop(Markup())


async def _escape(window: Window, deed: Deed) -> None:
    if window.shell.popup.content:
        return await _dismiss(window, deed)
    if window.slack.view_of(window.me):
        return await view_deeds.close_view(window, deed)
    return await _close_thread(window, deed) if window.at.thread else None


# --- moving about ----------------------------------------------------------------------------


async def _act_as(window: Window, deed: Deed) -> None:
    window.act_as(deed["user"], window.at.channel, window.at.thread)


async def _open(window: Window, deed: Deed) -> None:
    channel = window.slack.channels.get(deed["channel"])
    if channel is None or window.me not in channel.members:
        raise GestureRefused("You are not in that channel.")
    window.at.thread = None
    window.go(channel.id)
    await _greet_app(window)


async def _dm(window: Window, deed: Deed) -> None:
    window.at.thread = None
    window.go(await window.gestures.open_dm(window.me, deed["user"]))
    await _greet_app(window)


async def _greet_app(window: Window) -> None:
    """Opening the app's DM is what tells the app that its Home was opened."""
    channel = window.slack.channels[window.at.channel]
    if channel.kind == "im" and window.slack.team.bot_user in channel.members:
        await window.gestures.open_home(window.me)


async def _tab(window: Window, deed: Deed) -> None:
    window.at.tab = deed["name"]
    await _greet_app(window)
    window.redraw()


async def _back(window: Window, deed: Deed) -> None:
    window.at.pane = "side"
    window.redraw()


async def _thread(window: Window, deed: Deed) -> None:
    message = window.slack.message(deed["channel"], deed["ts"])
    channel = window.slack.channels.get(deed["channel"])
    if message is None or channel is None or window.me not in channel.members:
        raise GestureRefused("That message is gone, or you are not in its channel.")
    window.go(message.channel, message.thread_ts or message.ts)


async def _close_thread(window: Window, deed: Deed) -> None:
    window.at.thread = None
    window.go(window.at.channel)


# --- messages --------------------------------------------------------------------------------


async def _say(window: Window, deed: Deed) -> None:
    at, text = window.at, deed["typed"].strip()
    thread = at.thread if deed["pane"] == "thread" else None
    command = _COMMAND.fullmatch(text)
    if command and thread:
        raise GestureRefused(f"{command[1]} is not supported in threads. Sorry!")
    if command and command[1] in ("/invite", "/remove"):
        return await _membership(window, command[1], command[2])
    if command:
        return await window.gestures.command(at.me, at.channel, command[1], command[2])
    await window.gestures.say(at.me, at.channel, text, thread)
    window.run("bottom", "thread" if thread else "channel")
    return None


async def _membership(window: Window, command: str, whom: str) -> None:
    wanted = whom.strip().removeprefix("@").casefold()
    for user in window.slack.users.values():
        if wanted in (user.name.casefold(), user.real_name.casefold()):
            change = window.gestures.invite if command == "/invite" else window.gestures.remove
            return await change(window.me, window.at.channel, user.id)
    raise GestureRefused(f"There is nobody called “{whom.strip()}”. Try {command} @name.")


async def _react(window: Window, deed: Deed) -> None:
    window.pop(Markup())
    message = window.slack.message(deed["channel"], deed["ts"])
    mine = message is not None and window.me in message.reactions.get(deed["name"], [])
    gesture = window.gestures.unreact if mine else window.gestures.react
    await gesture(window.me, deed["channel"], deed["ts"], deed["name"])


async def _pick(window: Window, deed: Deed) -> None:
    window.pop(frame.emoji_picker(deed["ts"], deed["channel"]))
    window.run("focus", ".picker input")


async def _edit(window: Window, deed: Deed) -> None:
    message = window.slack.message(deed["channel"], deed["ts"])
    if message:
        window.pop(frame.edit_box(message.ts, message.channel, _as_typed(window, message.text)))
        window.run("focus", ".card textarea")


def _as_typed(window: Window, text: str) -> str:
    """Stored text as the person typed it: mentions and links lose their brackets."""
    names = {user.id: user.name for user in window.slack.users.values()}
    text = re.sub(r"<@(\w+)[^>]*>", lambda found: "@" + names.get(found[1], found[1]), text)
    text = re.sub(r"<!(here|channel|everyone)[^>]*>", r"@\1", text)
    return html.unescape(re.sub(r"<(https?://[^|>]+)[^>]*>", r"\1", text))


async def _save(window: Window, deed: Deed) -> None:
    window.pop(Markup())
    await window.gestures.edit(window.me, deed["channel"], deed["ts"], deed["typed"])


async def _delete(window: Window, deed: Deed) -> None:
    message = window.slack.message(deed["channel"], deed["ts"])
    if message and not message.only_for and deed is not window.at.pending and "sure" not in deed:
        window.at.pending = deed | {"sure": True}
        words = confirm_words(
            '{"title": {"text": "Delete message"}, "confirm": {"text": "Delete"}}'
        )
        words |= {"deny": {"text": "Cancel"}, "text": {"text": "This cannot be undone."}}
        return window.pop(frame.confirm_box(words, window.sight().reader, "danger"))
    await window.gestures.delete(window.me, deed["channel"], deed["ts"])
    return None


async def _shortcut(window: Window, deed: Deed) -> None:
    await window.gestures.message_shortcut(window.me, deed["channel"], deed["ts"], deed["name"])


async def _global(window: Window, deed: Deed) -> None:
    await window.gestures.global_shortcut(window.me, deed["name"])


DOINGS: dict[str, Doing] = {
    "act_as": _act_as, "open": _open, "dm": _dm, "tab": _tab, "back": _back, "thread": _thread,
    "close_thread": _close_thread, "say": _say, "react": _react, "unreact": _react, "pick": _pick,
    "edit": _edit, "save": _save, "delete": _delete, "shortcut": _shortcut, "global": _global,
    "press": view_deeds.press, "set": view_deeds.fill, "submit": view_deeds.submit,
    "close_view": view_deeds.close_view, "close_all": view_deeds.close_all,
    "confirmed": _confirmed, "dismiss": _dismiss, "escape": _escape,
}  # fmt: skip
