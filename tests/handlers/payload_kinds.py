"""Random payloads of every kind that Slack sends: right ones, and ones with something odd."""

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from hypothesis import strategies as st

from handlers import ids
from tests.handlers.cases import NASTY

TEAM, BOT, CHANNEL = "T0HARBOUR", "U0AMENDS1", "C0MISTAKE"
FORM, JSON = "application/x-www-form-urlencoded", "application/json"
CARD_TS = "1700000000.000100"
MARK = "Quokka"  # in what people write

words = st.sampled_from(
    (
        *NASTY,
        "",
        "list",
        "mine",
        "show 1",
        "show 999999999999999999999",
        "tell 1",
        "settings",
        "promise 1 refund by Friday noon",
        f"promise 1 refund {MARK} by Friday noon",
        f"{MARK} dropped the ball, and lied to us",
        "help",
        "We sent ACME the wrong invoice",
        "\x00",
        "80 €",
    )
)
users = st.sampled_from(("U0PRIYA00", "U0TOM0000", BOT, "", "USLACKBOT"))
channels = st.sampled_from((CHANNEL, "D0DIRECT1", "G0DIRECT1", ""))
stamps = st.sampled_from((CARD_TS, "1700000001.000200", "", "soon", "nan", "1e999", "-1"))
junk = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), words, st.lists(words, max_size=2),
    st.dictionaries(st.text(max_size=3), words, max_size=2),
)  # fmt: skip
ACTIONS = [
    value
    for name, value in vars(ids).items()
    if name.isupper() and isinstance(value, str) and "." in value and not name.startswith("MODAL")
]
MODALS = [value for name, value in vars(ids).items() if name.startswith("MODAL")]
values = st.one_of(
    st.sampled_from(("1:own_it", "1:update", "1:promise:1", "1:0", "0:10", "1:", "99:x", "", ":")),
    st.sampled_from(
        ("timeline|1:", "reopen|1:", "record|1:apologise", "hour|1:update", "|", "x|1:1")
    ),
    words,
)
metas = st.one_of(
    st.builds(
        lambda number, step: json.dumps({"number": number, "step": step, "channel": CHANNEL}),
        st.sampled_from((0, 1, 99)),
        st.sampled_from(("", "own_it", "apologise", "make_up", "nothing")),
    ),
    words,
)
_new = st.integers(0, 10**12)
_one_in_ten = st.integers(0, 9)


def _person(user: str) -> dict[str, str]:
    return {"id": user, "team_id": TEAM}


commands = st.fixed_dictionaries(
    {
        "command": st.just("/mistake"),
        "text": words,
        "user_id": users,
        "channel_id": channels,
        "channel_name": words,
        "team_id": st.just(TEAM),
        "trigger_id": _new.map(str),
        "response_url": st.sampled_from(("", "not a url")),
    }
)
presses = st.fixed_dictionaries(
    {
        "type": st.just("block_actions"),
        "user": users.map(_person),
        "team": st.just({"id": TEAM}),
        "trigger_id": _new.map(str),
        "channel": channels.map(lambda channel: {"id": channel}),
        "container": st.fixed_dictionaries({"type": words, "message_ts": stamps}),
        "message": st.fixed_dictionaries({"ts": stamps, "thread_ts": stamps}),
        "actions": st.lists(
            st.fixed_dictionaries(
                {
                    "type": st.sampled_from(("button", "overflow", "static_select")),
                    "action_id": st.sampled_from(ACTIONS),
                    "action_ts": _new.map(str),
                    "value": values,
                    "selected_option": values.map(lambda value: {"value": value}),
                }
            ),
            max_size=2,
        ),
    }
)
shortcuts = st.fixed_dictionaries(
    {
        "type": st.sampled_from(("shortcut", "message_action")),
        "callback_id": st.sampled_from((ids.SHORTCUT_GLOBAL, ids.SHORTCUT_MESSAGE, "other")),
        "user": users.map(_person),
        "team": st.just({"id": TEAM}),
        "trigger_id": _new.map(str),
        "channel": channels.map(lambda channel: {"id": channel}),
        "message": st.fixed_dictionaries({"ts": stamps, "text": words, "user": users}),
    }
)
_message = {"channel": channels, "user": users, "text": words, "ts": stamps, "event_ts": stamps}
inner_events = st.one_of(
    st.fixed_dictionaries(
        {
            "type": st.just("message"),
            "subtype": st.sampled_from(("", "file_share", "message_changed", "message_deleted")),
            "thread_ts": stamps,
            "parent_user_id": users,
            "deleted_ts": stamps,
            "message": st.fixed_dictionaries(_message),
            "previous_message": st.fixed_dictionaries(_message),
            **_message,
        }
    ),
    st.fixed_dictionaries(
        {
            "type": st.sampled_from(("reaction_added", "reaction_removed")),
            "user": users,
            "reaction": st.sampled_from(
                ("hand", "white_check_mark::skin-tone-2", "pushpin", "mega")
            ),
            "item": st.fixed_dictionaries(
                {"type": st.just("message"), "channel": channels, "ts": stamps}
            ),
            "item_user": users,
            "event_ts": stamps,
        }
    ),
    st.fixed_dictionaries(
        {
            "type": st.sampled_from(
                (
                    "channel_shared",
                    "channel_unshared",
                    "channel_archive",
                    "user_change",
                    "member_joined_channel",
                    "app_home_opened",
                    "nobody_knows_this",
                )
            ),
            "channel": channels,
            "user": st.one_of(users, users.map(lambda user: {"id": user, "tz": "Mars/Olympus"})),
        }
    ),
)
events = st.fixed_dictionaries(
    {
        "type": st.sampled_from(("event_callback",) * 9 + ("app_rate_limited", "url_verification")),
        "team_id": st.just(TEAM),
        "event": inner_events,
        "event_id": _new.map(lambda number: f"Ev{number}"),
        "event_time": st.integers(),
        "challenge": words,
        "is_ext_shared_channel": st.sampled_from((False,) * 9 + (True,)),
    }
)
interactions = st.one_of(presses, shortcuts)


@st.composite
def submissions(draw: st.DrawFn, views: list[dict[str, Any]]) -> Any:
    """A form sent back: one that was opened before, or one that never was, filled in at random."""
    before = draw(_one_in_ten) > 0 and bool(views)
    known: dict[str, Any] = draw(st.sampled_from(views)) if before else {}
    blocks = known.get("blocks", [])
    answers = {
        block["block_id"]: {block["element"]["action_id"]: draw(_answers(block["element"]))}
        for block in blocks
        if block.get("type") == "input"
    }
    view = {
        "id": f"V{draw(_new)}",
        "hash": str(draw(_new)),
        "type": "modal",
        "callback_id": known.get("callback_id") or draw(st.sampled_from(MODALS)),
        "private_metadata": known.get("private_metadata") or draw(metas),
        "blocks": blocks,
        "state": {"values": answers},
    }
    user = _person(draw(users))
    kind = draw(st.sampled_from(("view_submission",) * 9 + ("view_closed",)))
    return {"type": kind, "user": user, "team": {"id": TEAM}, "trigger_id": "1", "view": view}


def _answers(element: dict[str, Any]) -> st.SearchStrategy[dict[str, Any]]:
    options = [option["value"] for option in element.get("options", [])] or ["high"]
    option = st.sampled_from(options).map(lambda value: {"value": value})
    return st.fixed_dictionaries(
        {"type": st.just(element["type"])},
        optional={
            "value": words,
            "selected_option": option,
            "selected_options": st.lists(option, max_size=2),
            "selected_user": users,
            "selected_conversation": channels,
            "selected_channel": channels,
            "selected_date": st.sampled_from(("2026-12-01", "2026-02-30", "", "soon")),
            "selected_time": st.sampled_from(("12:00", "25:61", "")),
            "selected_date_time": st.sampled_from((1_800_000_000, -1, 10**18, 0)),
        },
    )


@st.composite
def odd(draw: st.DrawFn, payloads: st.SearchStrategy[dict[str, Any]]) -> dict[str, Any]:
    """One of these, in which now and then something is missing or is not what it should be."""
    payload: dict[str, Any] = json.loads(json.dumps(draw(payloads)))
    for _ in range(draw(st.sampled_from((0, 0, 1, 1, 2, 4)))):
        places = list(_places(payload))
        if places:
            holder, name = draw(st.sampled_from(places))
            if draw(st.booleans()):
                holder[name] = draw(junk)
            else:
                del holder[name]
    return payload


def _places(value: Any) -> Iterator[tuple[Any, Any]]:
    pairs = value.items() if isinstance(value, dict) else enumerate(value)
    for name, inner in pairs:
        yield value, name
        if isinstance(inner, dict | list):
            yield from _places(inner)


def as_form(fields: dict[str, Any]) -> tuple[bytes, str]:
    """A command's body, and its content type."""
    flat = {
        name: value if isinstance(value, str) else json.dumps(value)
        for name, value in fields.items()
    }
    return urlencode(flat, errors="replace").encode(), FORM


def as_payload(payload: dict[str, Any]) -> tuple[bytes, str]:
    """An interaction's body, and its content type."""
    return urlencode({"payload": json.dumps(payload)}).encode(), FORM


def as_json(payload: dict[str, Any]) -> tuple[bytes, str]:
    """An event's body, and its content type."""
    return json.dumps(payload).encode(), JSON
