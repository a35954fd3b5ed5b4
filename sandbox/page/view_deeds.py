"""What a person does with buttons, fields and modals, turned into gestures."""

from datetime import datetime
from zoneinfo import ZoneInfo

from sandbox.errors import GestureRefused
from sandbox.page.shell import Deed
from sandbox.page.window import Window

_TYPED_LATE = ("email", "url", "text")


async def press(window: Window, deed: Deed) -> None:
    action, block, value = deed["action"], deed["block"], deed.get("value")
    chosen = deed.get("selected")
    if deed.get("surface"):
        await window.gestures.press_in_view(window.me, action, block, chosen, value)
    else:
        place = (window.me, deed["channel"], deed["ts"])
        await window.gestures.press(*place, action, block, value, chosen)
    if deed.get("goto"):
        channel, _, ts = deed["goto"].partition(" ")
        message = window.slack.message(channel, ts)
        if message is None or window.me not in window.slack.channels[channel].members:
            raise GestureRefused("That message is gone, or you are not in its channel.")
        window.go(channel, message.thread_ts or ts)


async def fill(window: Window, deed: Deed) -> None:
    value = deed.get("value")
    if deed.get("kind") == "datetime-local" and value:
        zone = ZoneInfo(window.slack.users[window.me].tz)
        value = int(datetime.fromisoformat(value).replace(tzinfo=zone).timestamp())
    if deed["set"] == "press":
        return await press(window, deed | {"value": None, "selected": value})
    opened = window.slack.view_of(window.me) or window.slack.home_of(window.me)
    key = (opened.id if opened else "", deed["block"], deed["action"])
    window.at.unsaved.pop(key, None)
    try:
        await window.gestures.fill(window.me, deed["block"], deed["action"], value)
    except GestureRefused as refusal:
        if deed.get("kind") not in _TYPED_LATE:
            raise
        window.at.unsaved[key] = (str(value), refusal.reason)
        window.redraw()
    return None


async def submit(window: Window, deed: Deed) -> None:
    opened = window.slack.view_of(window.me)
    if opened and any(view == opened.id for view, _, _ in window.at.unsaved):
        return window.reveal_fault()  # the field says what is wrong with it
    window.submitting()
    try:
        await window.gestures.submit(window.me)
    except GestureRefused as refusal:
        if not (opened and opened.errors):  # else the fields say it
            raise refusal


async def close_view(window: Window, deed: Deed) -> None:
    await window.gestures.close_view(window.me)


async def close_all(window: Window, deed: Deed) -> None:
    await window.gestures.close_view(window.me, everything=True)
