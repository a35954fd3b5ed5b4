"""Messages and forms as the page draws them, against fixtures and without a browser."""

from dataclasses import replace
from datetime import UTC, datetime
from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.forms import initial_values
from sandbox.model import Message, OpenView, User
from sandbox.mrkdwn import Reader
from sandbox.page.blocks import block
from sandbox.page.forms import foot, form_rows, head
from sandbox.page.rows import Talk, rows
from sandbox.page.surface import Surface

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC).timestamp()
USERS = {
    "U1": User("U1", "tom", "Tom Whitaker", "Europe/London"),
    "U2": User("U2", "priya", "Priya Nair", "Asia/Kolkata"),
}
READER = Reader("U1", "Asia/Kolkata", NOW, {"U1": "Tom Whitaker", "U2": "Priya Nair"}, {})
ON = Surface(READER, people=[("U1", "Tom"), ("U2", "Priya")], rooms=[("C1", "mistakes")])
OPTIONS = [
    {"text": {"type": "plain_text", "text": word}, "value": word} for word in ("low", "high")
]

Tag = tuple[str, dict[str, str | None]]


class Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[Tag] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def tags(shown: str, name: str, **wanted: str) -> list[dict[str, str | None]]:
    parser = Tags()
    parser.feed(shown)
    return [
        attrs
        for tag, attrs in parser.found
        if tag == name and all(attrs.get(key) == value for key, value in wanted.items())
    ]


def form(element: dict[str, Any], **more: Any) -> tuple[OpenView, dict[str, Any]]:
    words = {"type": "plain_text", "text": "How bad"}
    content = {"type": "input", "block_id": "b", "label": words, "element": element, **more}
    view = {"type": "modal", "title": words, "submit": words, "blocks": [content]}
    return OpenView("V1", "U1", view, "h", initial_values([content]), "V1"), content


def shown(element: dict[str, Any], **more: Any) -> str:
    opened, content = form(element, **more)
    return block(content, 0, replace(ON, values=opened.values))


@pytest.mark.parametrize(
    ("element", "tag", "value"),
    [
        ({"type": "plain_text_input", "initial_value": "<x>"}, "input", "<x>"),
        ({"type": "number_input", "initial_value": "7", "is_decimal_allowed": False}, "input", "7"),
        ({"type": "email_text_input", "initial_value": "a@b.c"}, "input", "a@b.c"),
        ({"type": "url_text_input", "initial_value": "https://a.b"}, "input", "https://a.b"),
        ({"type": "datepicker", "initial_date": "2026-11-24"}, "input", "2026-11-24"),
        ({"type": "timepicker", "initial_time": "09:30"}, "input", "09:30"),
        ({"type": "datetimepicker", "initial_date_time": int(NOW)}, "input", "2026-11-22T17:30"),
    ],
)
def test_a_field_starts_with_its_initial_value(
    element: dict[str, Any], tag: str, value: str
) -> None:
    (field,) = tags(shown(element | {"action_id": "a"}), tag)
    assert (field["value"], field["aria-label"]) == (value, "How bad")
    assert (field["data-block"], field["data-action"], field["data-set"]) == ("b", "a", "fill")


@pytest.mark.parametrize(
    ("element", "chosen"),
    [
        ({"type": "static_select", "options": OPTIONS, "initial_option": OPTIONS[1]}, ["high"]),
        ({"type": "users_select", "initial_user": "U2"}, ["U2"]),
        ({"type": "conversations_select", "initial_conversation": "C1"}, ["C1"]),
        ({"type": "radio_buttons", "options": OPTIONS, "initial_option": OPTIONS[0]}, ["low"]),
        ({"type": "checkboxes", "options": OPTIONS, "initial_options": OPTIONS}, ["low", "high"]),
        ({"type": "multi_users_select", "initial_users": ["U1", "U2"]}, ["U1", "U2"]),
        ({"type": "multi_static_select", "options": OPTIONS}, []),
    ],
)
def test_a_menu_starts_with_what_is_chosen(element: dict[str, Any], chosen: list[str]) -> None:
    html = shown(element | {"action_id": "a"})
    marked = [o for o in tags(html, "option") if "selected" in o and o["value"]]
    ticked = [i for i in tags(html, "input") if "checked" in i]
    assert [item["value"] for item in marked + ticked] == chosen


def test_what_was_filled_in_wins_over_the_initial_value() -> None:
    element = {"type": "plain_text_input", "action_id": "a", "initial_value": "old"}
    opened, content = form(element)
    opened.values["b"]["a"]["value"] = None
    (field,) = tags(block(content, 0, replace(ON, values=opened.values)), "input")
    assert field["value"] == ""


def test_labels_hints_errors_and_optional_marks() -> None:
    element = {"type": "plain_text_input", "action_id": "a", "multiline": True, "max_length": 80}
    hint = {"type": "plain_text", "text": "One <sentence>"}
    opened, content = form(element, optional=True, hint=hint)
    html = block(content, 0, replace(ON, errors={"b": "Too <short>"}))
    assert "(optional)" in html
    assert "One &lt;sentence&gt;" in html
    assert "Too &lt;short&gt;" in html
    (area,) = tags(html, "textarea")
    assert area["maxlength"] == "80"
    assert tags(html, "label", **{"for": str(area["id"])})
    assert "Sending…" in foot(replace(opened, in_flight=True))
    assert "How bad" in head(opened)


def test_typing_does_not_redraw_the_field_one_types_in() -> None:
    element = {"type": "plain_text_input", "action_id": "a"}
    opened, _ = form(element)
    ((key, before, _),) = form_rows(opened, replace(ON, values=opened.values))
    opened.values["b"]["a"] = {"type": "plain_text_input", "value": "half a sen"}
    ((same, after, _),) = form_rows(opened, replace(ON, values=opened.values))
    assert (key, before) == (same, after)


def test_buttons_say_how_they_look_and_ask_first() -> None:
    text = {"type": "plain_text", "text": "Close…"}
    confirm = {"title": text, "text": text, "confirm": text, "deny": text}
    button = {"type": "button", "action_id": "close", "text": text, "style": "danger"}
    content = {"type": "actions", "elements": [button | {"value": "12", "confirm": confirm}]}
    (found,) = tags(block(content, 0, ON), "button")
    assert found["class"] == "btn danger"
    assert (found["data-do"], found["data-value"]) == ("press", "12")
    assert "Close" in str(found["data-confirm"])


def said(ts: float, user: str = "U2", **more: Any) -> Message:
    return Message("C1", f"{ts:.6f}", user, more.pop("text", "hello"), **more)


def test_days_are_the_readers_own_and_close_messages_stand_together() -> None:
    before_midnight = datetime(2026, 11, 21, 18, 0, tzinfo=UTC).timestamp()  # 23:30 in Kolkata
    messages = [said(before_midnight), said(before_midnight + 60), said(before_midnight + 3600)]
    drawn = list(rows(messages, Talk(USERS, ON, replies={})))
    keys = [key.split(".")[0] for key, _ in drawn]
    assert keys == [
        f"day before {before_midnight:.0f}", *(f"{before_midnight + n:.0f}" for n in (0, 60)),
        f"day before {before_midnight + 3600:.0f}", f"{before_midnight + 3600:.0f}",
    ]  # fmt: skip
    assert ["together" in html for _, html in drawn] == [False, False, True, False, False]


def test_reactions_threads_and_private_answers() -> None:
    parent = said(NOW, reactions={"white_check_mark": ["U1", "U2"], "odd": ["U2"]})
    reply = said(NOW + 1, thread_ts=parent.ts)
    talk = Talk(USERS, ON, shortcuts=[("s", "This is a mistake")], replies={parent.ts: [reply]})
    html = dict(rows([parent], talk))[parent.ts]
    (mine,) = tags(html, "button", **{"data-testid": "reaction-white_check_mark"})
    assert (mine["data-do"], mine["aria-pressed"]) == ("unreact", "true")
    assert mine["title"] == "You, Priya Nair reacted with :white_check_mark:"
    assert tags(html, "button", **{"data-testid": "reaction-odd", "data-do": "react"})
    assert "1 reply" in html
    assert "Edit message" not in html, "the message is somebody else's"
    assert "This is a mistake" in html
    private = said(NOW, only_for="U1")
    assert "Only visible to you" in dict(rows([private], talk))[private.ts]


@given(st.text(), st.text())
def test_nobodys_words_become_html(text: str, name: str) -> None:
    reader = replace(READER, people={"U2": name})
    user = User("U2", "x", name, "UTC", color="4a6670")
    message = said(NOW, text="", reactions={"tada": ["U2"]}, blocks=[
        {"type": "section", "text": {"type": "plain_text", "text": text},
         "fields": [{"type": "mrkdwn", "text": text}]},
        {"type": "actions", "block_id": text, "elements": [
            {"type": "button", "action_id": text, "value": text,
             "text": {"type": "plain_text", "text": text}}]},
    ])  # fmt: skip
    plain_talk = Talk({"U2": user}, replace(ON, reader=reader), replies={})
    dull = replace(message, blocks=[])
    (_, html) = list(rows([message], plain_talk))[-1]
    (_, bare) = list(rows([dull], plain_talk))[-1]
    allowed = {name for name, _ in _all(bare)} | {"a", "b", "i", "s", "br", "code", "blockquote"}
    assert {name for name, _ in _all(html)} <= allowed | {"pre", "time", "div", "span", "button"}
    assert not [attrs for _, attrs in _all(html) if any(key.startswith("on") for key in attrs)]


def _all(html: str) -> list[Tag]:
    parser = Tags()
    parser.feed(html)
    return parser.found
