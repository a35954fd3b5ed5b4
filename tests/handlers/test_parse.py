"""Slack's payloads, whole and broken, and what travels in values and modals."""

from datetime import UTC, datetime, time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.commands import MessageRef
from handlers import ids, parse
from handlers.form_values import submission
from handlers.ids import Meta
from handlers.parse import Place
from handlers.payload import acting_team, part, team_of

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=6,
)
NAMES = [
    "type",
    "team",
    "user",
    "id",
    "team_id",
    "channel",
    "channel_id",
    "message",
    "ts",
    "thread_ts",
    "container",
    "actions",
    "action_id",
    "value",
    "selected_option",
    "view",
    "state",
    "values",
    "private_metadata",
    "event",
    "item",
    "reaction",
    "authorizations",
    "trigger_id",
    "message_ts",
    "event_id",
    "text",
    "command",
    "user_id",
    "blocks",
    "block_id",
    "callback_id",
]
PAYLOADS = st.recursive(
    JSON,
    lambda inner: (
        st.dictionaries(st.sampled_from(NAMES), inner, max_size=6) | st.lists(inner, max_size=2)
    ),
    max_leaves=30,
).filter(lambda found: isinstance(found, dict))


@given(PAYLOADS)
def test_no_payload_is_too_odd(body: dict[str, Any]) -> None:
    parse.slash(body, "T1")
    parse.press(body, "T1")
    parse.shortcut(body, "T1")
    parse.reaction(body, "T1")
    acting_team(body)
    sent = submission(body, "T1")
    assert isinstance(sent.first_input + sent.line("what"), str)
    assert sent.key is None or sent.key.startswith("view:")
    assert sent.moment("what") is None or sent.has("what")


def test_a_slash_command() -> None:
    body = {
        "team_id": "T1",
        "user_id": "U1",
        "command": "/oops",
        "text": "a &lt;b&gt; &amp;amp; c",
        "channel_id": "C1",
        "channel_name": "privategroup",
        "trigger_id": "1.2",
        "response_url": "http://x",
    }
    call = parse.slash(body, "T0")
    assert (call.team, call.user, call.command, call.key) == ("T1", "U1", "/oops", "command:1.2")
    assert call.text == "a <b> &amp; c"
    assert call.place == Place("C1", "", True, "http://x")


@pytest.mark.parametrize(
    ("channel", "name", "home", "private"),
    [
        ("C1", "mistakes", "C1", False),
        ("C1", "privategroup", "C1", True),
        ("G1", "mpdm-a--b--c-1", "G1", True),
        ("D1", "directmessage", None, True),
        ("", "", None, False),
    ],
)
def test_where_an_incident_would_live(
    channel: str, name: str, home: str | None, private: bool
) -> None:
    call = parse.slash({"channel_id": channel, "channel_name": name}, "T1")
    command = parse.opening("words", "U1", call.place)
    assert (command.channel, command.in_private_channel) == (home, private)


def a_press(**changes: Any) -> dict[str, Any]:
    action = {"action_id": "step.done", "action_ts": "9.9", "value": "12:own_it"}
    return {
        "type": "block_actions",
        "team": {"id": "T1"},
        "user": {"id": "U1"},
        "trigger_id": "t",
        "container": {"type": "message", "message_ts": "1.1", "channel_id": "C1"},
        "channel": {"id": "C1", "name": "mistakes"},
        "message": {"ts": "1.1", "thread_ts": "1.0"},
        "actions": [action],
        "response_url": "http://x",
        **changes,
    }


def test_a_press_in_a_thread() -> None:
    press = parse.press(a_press(), "T0")
    assert press
    assert (press.team, press.user, press.number, press.subject) == ("T1", "U1", 12, "own_it")
    assert press.key == "action:1.1:9.9:U1:step.done"
    assert press.message == MessageRef("C1", "1.1")
    assert press.place == Place("C1", "1.0", False, "http://x")
    assert press.meta == Meta(12, channel="C1", thread_ts="1.0", message_ts="1.1")


def test_a_press_on_a_threads_first_message_is_answered_beside_it() -> None:
    press = parse.press(a_press(message={"ts": "1.1", "thread_ts": "1.1"}), "T0")
    assert press and press.place.thread_ts == ""


def test_a_press_on_a_private_answer_has_no_message_to_show_afresh() -> None:
    container = {"message_ts": "1.1", "channel_id": "C1", "is_ephemeral": True}
    press = parse.press(a_press(container=container, message=None), "T0")
    assert press and press.message is None and press.place.channel == "C1"


def test_a_press_in_a_modal_remembers_where_it_was_opened() -> None:
    meta = Meta(3, channel="C7", thread_ts="7.0", in_private=True).dump()
    body = a_press(view={"id": "V1", "private_metadata": meta}, container={"type": "view"})
    press = parse.press(body, "T0")
    assert press and press.place == Place("C7", "7.0", True)
    assert press.key == "action:V1:9.9:U1:step.done"


def test_a_menu() -> None:
    option = {"selected_option": {"value": "1h|12:step:own_it"}, "action_id": "chase.snooze"}
    press = parse.press(a_press(actions=[option]), "T0")
    assert press and (press.choice, press.number, press.subject) == ("1h", 12, "step:own_it")


@pytest.mark.parametrize("value", ["", "own_it", "x:own_it", "-1:own_it", "²:own_it", "|", "a|b"])
def test_a_value_that_is_not_ours(value: str) -> None:
    action = {"action_id": "step.done", "value": value}
    assert parse.press(a_press(actions=[action]), "T0") is None


@pytest.mark.parametrize("value", ["show | abc", "invoice", " "])
def test_words_on_a_button_come_as_they_were_typed(value: str) -> None:
    action = {"action_id": ids.OPEN_TEXT, "value": value}
    press = parse.press(a_press(actions=[action]), "T0")
    assert press and press.raw == value


def test_reactions() -> None:
    event = {
        "type": "reaction_added",
        "user": "U1",
        "reaction": "hand::skin-tone-2",
        "item_user": "U9",
        "item": {"type": "message", "channel": "C1", "ts": "1.1"},
    }
    found = parse.reaction({"event": event, "event_id": "Ev1", "team_id": "T1"}, "T0")
    assert found
    assert (found.name, found.author, found.added) == ("hand", "U9", True)
    assert found.key == "event:Ev1"
    on_file = {**event, "item": {"type": "file", "file": "F1"}}
    assert parse.reaction({"event": on_file}, "T0") is None


def test_whose_workspace() -> None:
    assert team_of({}, "T0") == "T0"
    assert team_of({"team_id": "T1"}, "T0") == "T1"
    assert team_of({"team": {"id": "T1"}}, "T0") == "T1"
    shared = {"team_id": "T9", "authorizations": [{"team_id": "T1"}]}
    assert team_of(shared, "T0") == "T1"
    assert acting_team({"event": {"user": "U1", "user_team": "T9"}}) == "T9"
    assert acting_team({"user": {"id": "U1", "team_id": "T9"}}) == "T9"
    assert part({"a": {"b": 1}}, "a", "b") == {}


@given(st.integers(0, 10**6), st.text(max_size=30))
def test_values_come_back(number: int, subject: str) -> None:
    assert ids.read_value(ids.value(number, subject)) == (number, subject)
    assert ids.read_option(ids.option("1h", number, subject)) == ("1h", number, subject)


def test_what_a_modal_remembers_comes_back() -> None:
    meta = Meta(12, "own_it", "C1", "1.0", "1.1", 7, "https://x", True)
    assert Meta.load(meta.dump()) == meta
    assert Meta().dump() == "{}"
    for odd in (None, "", "{", "[]", '{"number": "x", "step": 3, "in_private": 1, "new": true}'):
        assert Meta.load(odd) == Meta()


def test_names_of_any_length_have_a_short_key() -> None:
    assert len(ids.short_key("x" * 10_000)) == 16
    assert ids.short_key("ACME") != ids.short_key("ACME ")


def a_form(**values: Any) -> dict[str, Any]:
    blocks = [{"type": "section", "block_id": "s"}]
    blocks += [{"type": "input", "block_id": block} for block in values]
    state = {block: {"value": value} for block, value in values.items()}
    return {"view": {"id": "V1", "hash": "h", "blocks": blocks, "state": {"values": state}}}


def test_a_submitted_form() -> None:
    body = a_form(
        what={"value": " words\u202e "},
        customers={"value": "ACME\r\n\nBolt\nACME\n" + "x" * 400},
        severity={"selected_option": {"value": "high"}},
        rules={"selected_options": [{"value": "a"}, {"value": "b"}]},
        owner={"selected_user": "U1"},
        channel={"selected_conversation": "C1"},
        at={"selected_date_time": 1_700_000_000},
        day={"selected_date": "2026-11-22"},
        clock={"selected_time": "21:30"},
        nothing={"value": None, "selected_option": None, "selected_date_time": None},
    )
    sent = submission(body, "T1")
    assert (sent.key, sent.first_input) == ("view:V1:h", "what")
    assert sent.line("what") == "words"
    assert sent.lines("customers") == ("ACME", "Bolt", "x" * 300)
    assert (sent.choice("severity"), sent.choices("rules")) == ("high", ("a", "b"))
    assert (sent.person("owner"), sent.conversation("channel")) == ("U1", "C1")
    assert sent.moment("at") == datetime(2023, 11, 14, 22, 13, 20, tzinfo=UTC)
    assert (sent.day("day"), sent.clock("clock")) == ("2026-11-22", time(21, 30))
    for block in ("nothing", "absent"):
        assert (sent.line(block), sent.choice(block), sent.moment(block)) == ("", "", None)
        assert sent.clock(block) is None
    assert sent.has("nothing") and not sent.has("absent")
    assert submission(a_form(at={"selected_date_time": 10**18}), "T1").moment("at") is None
