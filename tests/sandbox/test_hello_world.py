"""A plain slack_bolt app over Socket Mode: command, button, modal, reaction."""

from __future__ import annotations

import pytest

from sandbox.errors import GestureRefused
from sandbox.server import Sandbox
from tests.sandbox.hello import MARIA, MISTAKES, TOM, Hello


async def test_a_command_is_answered_privately(sandbox: Sandbox, hello: Hello) -> None:
    await sandbox.gestures.command(MARIA, MISTAKES, "/mistake", "a & b")
    answer = sandbox.slack.messages(MISTAKES, MARIA)[-1]
    assert (answer.text, answer.only_for) == ("You said: a &amp; b", MARIA)
    assert answer not in sandbox.slack.messages(MISTAKES, TOM)


async def test_a_button_replaces_its_message_through_the_response_url(
    sandbox: Sandbox, hello: Hello
) -> None:
    await sandbox.gestures.command(MARIA, MISTAKES, "/mistake", "button")
    message = sandbox.slack.messages(MISTAKES, TOM)[-1]
    await sandbox.gestures.press(TOM, MISTAKES, message.ts, "hello_press")
    assert (message.text, message.blocks) == (f"Pressed by <@{TOM}>", [])


async def test_a_modal_is_filled_checked_and_sent(sandbox: Sandbox, hello: Hello) -> None:
    await sandbox.gestures.command(MARIA, MISTAKES, "/mistake", "form")
    opened = sandbox.slack.view_of(MARIA)
    assert opened is not None
    assert opened.values["what"]["text"]["value"] == "hi"
    assert sandbox.slack.view_of(TOM) is None
    await sandbox.gestures.fill(MARIA, "what", "text", "")
    with pytest.raises(GestureRefused, match="required"):
        await sandbox.gestures.submit(MARIA)
    await sandbox.gestures.fill(MARIA, "what", "text", "wrong")
    await sandbox.gestures.submit(MARIA)
    assert opened.errors == {"what": "Say something else."}
    await sandbox.gestures.fill(MARIA, "what", "text", "more")
    await sandbox.gestures.submit(MARIA)
    pushed = sandbox.slack.view_of(MARIA)
    assert pushed is not None
    assert pushed.previous_view_id == opened.id
    await sandbox.gestures.close_view(MARIA)
    await sandbox.gestures.fill(MARIA, "what", "text", "fine")
    await sandbox.gestures.submit(MARIA)
    assert sandbox.slack.view_of(MARIA) is None


async def test_reactions_and_messages_are_heard(sandbox: Sandbox, hello: Hello) -> None:
    ts = await sandbox.gestures.say(TOM, MISTAKES, "Hello")
    await sandbox.gestures.react(MARIA, MISTAKES, ts, "white_check_mark")
    await sandbox.gestures.unreact(MARIA, MISTAKES, ts, "white_check_mark")
    await sandbox.delivery.settled()
    assert hello.kinds() == ["message", "reaction_added", "reaction_removed"]
    assert hello.heard[1]["item"] == {"type": "message", "channel": MISTAKES, "ts": ts}
