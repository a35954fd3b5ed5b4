"""What Slack does not let a person do, and what it shows when the app answers badly."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.errors import GestureRefused
from sandbox.gestures import Gestures
from sandbox.model import User, WorkspaceError, load_workspace
from sandbox.server import Sandbox
from sandbox.testing import WORKSPACE
from tests.sandbox.hello import (
    BOT,
    GENERAL,
    HELLO_BUTTON,
    HELLO_MODAL,
    LEADERS,
    MARIA,
    MISTAKES,
    NOAH,
    TOM,
    Hello,
)  # fmt: skip

Gesture = Callable[[Gestures, str], Awaitable[object]]
REFUSED: list[tuple[Gesture, str]] = [
    (lambda g, ts: g.say(TOM, LEADERS, "x"), "You are not in that channel."),
    (lambda g, ts: g.say(TOM, MISTAKES, " "), "nothing to send"),
    (lambda g, ts: g.say(TOM, MISTAKES, "/mistake x", ts), "does not work in threads"),
    (lambda g, ts: g.command(TOM, MISTAKES, "/shout"), "not a valid command"),
    (lambda g, ts: g.edit(TOM, MISTAKES, ts, "x"), "only edit your own"),
    (lambda g, ts: g.delete(TOM, MISTAKES, ts), "only delete your own"),
    (lambda g, ts: g.react(TOM, MISTAKES, "1.1", "eyes"), "not there any more"),
    (lambda g, ts: g.press(TOM, MISTAKES, ts, "go"), "no 'go' to press"),
    (lambda g, ts: g.message_shortcut(TOM, MISTAKES, ts, "x"), "no message shortcut 'x'"),
    (lambda g, ts: g.global_shortcut(TOM, "x"), "no global shortcut 'x'"),
    (lambda g, ts: g.submit(TOM), "No window is open."),
    (lambda g, ts: g.press_in_view(TOM, "go"), "No window is open."),
    (lambda g, ts: g.invite(MARIA, MISTAKES, TOM), "in #mistakes already"),
    (lambda g, ts: g.remove(MARIA, GENERAL, BOT), "not in that channel"),
    (lambda g, ts: g.command("U0GUEST00", MISTAKES, "/mistake"), "Only people of this workspace"),
    (lambda g, ts: g.say(NOAH, MISTAKES, "x"), "deactivated"),
]


@pytest.mark.parametrize(("gesture", "reason"), REFUSED)
async def test_what_is_refused(sandbox: Sandbox, gesture: Gesture, reason: str) -> None:
    guest = User("U0GUEST00", "guest", "A Guest", "Etc/UTC", team_id="T0OTHER00")
    sandbox.slack.users[guest.id] = guest
    sandbox.slack.channels[MISTAKES].members.append(guest.id)
    sandbox.slack.users[NOAH].deleted = True
    ts = await sandbox.gestures.say(MARIA, MISTAKES, "Hello")
    with pytest.raises(GestureRefused, match=reason) as caught:
        await gesture(sandbox.gestures, ts)
    assert caught.value.reason == str(caught.value)


async def test_shortcuts_reach_the_app(sandbox: Sandbox, hello: Hello) -> None:
    heard: list[dict[str, Any]] = []

    async def shortcut(ack: Any, body: dict[str, Any]) -> None:
        heard.append(body)
        await ack()

    hello.app.shortcut("shortcut.report_a_mistake")(shortcut)
    hello.app.shortcut("shortcut.this_is_a_mistake")(shortcut)
    ts = await sandbox.gestures.say(MARIA, GENERAL, "Oh no")
    await sandbox.gestures.global_shortcut(TOM, "shortcut.report_a_mistake")
    await sandbox.gestures.message_shortcut(TOM, GENERAL, ts, "shortcut.this_is_a_mistake")
    assert [body["type"] for body in heard] == ["shortcut", "message_action"]
    assert (heard[1]["message"]["text"], heard[1]["channel"]["id"]) == ("Oh no", GENERAL)


@pytest.mark.parametrize(
    ("answer", "fault"),
    [
        ({"response_action": "errors", "errors": {"other": "x"}}, "names 'other'"),
        ({"response_action": "dance"}, "unknown answer"),
        ({"response_action": "update", "view": {"type": "modal"}}, "missing required field"),
    ],
)
async def test_a_bad_answer_to_a_submission(
    sandbox: Sandbox, hello: Hello, client: AsyncWebClient, answer: dict[str, Any], fault: str
) -> None:
    async def submitted(ack: Any) -> None:
        await ack(**answer)

    hello.app.view("bad")(submitted)
    trigger = sandbox.tickets.trigger(MARIA)
    await client.views_open(trigger_id=trigger, view=HELLO_MODAL | {"callback_id": "bad"})
    await sandbox.gestures.submit(MARIA)
    opened = sandbox.slack.view_of(MARIA)
    assert opened is not None
    assert not opened.in_flight
    assert "trouble connecting" in sandbox.slack.notices(MARIA)[-1].text
    assert fault in sandbox.slack.refusals[-1]


async def test_an_update_and_a_clear(
    sandbox: Sandbox, hello: Hello, client: AsyncWebClient
) -> None:
    answers: list[dict[str, Any]] = [
        {"response_action": "update", "view": HELLO_MODAL | {"callback_id": "next"}},
        {"response_action": "clear"},
    ]

    async def submitted(ack: Any) -> None:
        await ack(**answers.pop(0))

    hello.app.view("next")(submitted)
    trigger = sandbox.tickets.trigger(MARIA)
    await client.views_open(trigger_id=trigger, view=HELLO_MODAL | {"callback_id": "next"})
    await sandbox.gestures.submit(MARIA)
    assert sandbox.slack.view_of(MARIA) is not None
    await sandbox.gestures.submit(MARIA)
    assert sandbox.slack.view_of(MARIA) is None


async def test_buttons_in_views_and_closing_are_told(
    sandbox: Sandbox, hello: Hello, client: AsyncWebClient
) -> None:
    heard: list[dict[str, Any]] = []

    async def heard_it(ack: Any, body: dict[str, Any]) -> None:
        heard.append(body)
        await ack()

    row = {**HELLO_BUTTON[0], "elements": [{**HELLO_BUTTON[0]["elements"][0], "action_id": "go"}]}
    hello.app.action("go")(heard_it)
    hello.app.view_closed("told")(heard_it)
    view = HELLO_MODAL | {"callback_id": "told", "notify_on_close": True, "blocks": [row]}
    await client.views_open(trigger_id=sandbox.tickets.trigger(MARIA), view=view)
    await sandbox.gestures.press_in_view(MARIA, "go")
    await sandbox.gestures.close_view(MARIA, everything=True)
    assert [body["type"] for body in heard] == ["block_actions", "view_closed"]
    assert heard[0]["actions"][0]["value"] == "1"
    assert heard[1]["is_cleared"] is True


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("tz: Europe/London", "tz: Europe/Londn", "unknown time zone 'Europe/Londn'"),
        ("members: [U0AMENDS1, U0MARIA00, U0GRACE00]", "members: [U1]", "unknown member U1"),
        ("bot_user: U0AMENDS1", "bot_user: U0NOBODY0", "bot user U0NOBODY0"),
        ("channel: C0GENERAL, user", "channel: C0NOWHERE, user", "history names unknown"),
        ("  domain: harbour-and-pine\n", "", "domain"),
    ],
)
def test_a_wrong_workspace_file(tmp_path: Path, old: str, new: str, fault: str) -> None:
    text = WORKSPACE.read_text()
    assert old in text
    wrong = tmp_path / "workspace.yml"
    wrong.write_text(text.replace(old, new, 1))
    with pytest.raises(WorkspaceError, match=fault):
        load_workspace(wrong)
