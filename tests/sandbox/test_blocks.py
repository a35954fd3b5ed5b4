"""Block Kit: what is taken, and how each fault is named."""

from __future__ import annotations

from typing import Any

import pytest

from sandbox.blocks import check_message, check_view
from sandbox.errors import ApiError

Json = dict[str, Any]


def plain(text: str = "Words") -> Json:
    return {"type": "plain_text", "text": text}


def option(value: str = "a") -> Json:
    return {"text": plain(), "value": value}


def button(**more: Any) -> Json:
    return {"type": "button", "text": plain(), "action_id": "go", **more}


def select(**more: Any) -> Json:
    return {"type": "static_select", "action_id": "pick", "options": [option()], **more}


def field(element: Json, **more: Any) -> Json:
    return {"type": "input", "label": plain(), "element": element, **more}


def section(**more: Any) -> Json:
    return {"type": "section", "text": {"type": "mrkdwn", "text": "Words"}, **more}


TEXT_FIELD = {"type": "plain_text_input", "action_id": "text"}
MODAL: Json = {"type": "modal", "title": plain(), "blocks": [section()]}

GOOD = [
    section(accessory=button(style="primary", value="1", confirm={
        "title": plain(), "text": plain(), "confirm": plain(), "deny": plain()})),
    section(fields=[plain()] * 10),
    section(accessory={"type": "overflow", "options": [option("a"), option("b")]}),
    {"type": "header", "text": plain("x" * 150)},
    {"type": "divider"},
    {"type": "context", "elements": [{"type": "mrkdwn", "text": "Words", "verbatim": True}]},
    {"type": "actions", "elements": [button(), select(), {"type": "datepicker"}]},
    {"type": "image", "image_url": "https://example.com/a.png", "alt_text": "A"},
    {"type": "rich_text", "elements": [
        {"type": "rich_text_section", "elements": [{"type": "text", "text": "Words"}]},
        {"type": "rich_text_list", "style": "bullet", "elements": [
            {"type": "rich_text_section", "elements": []}]}]},
    field(TEXT_FIELD | {"multiline": True, "max_length": 3000}),
    field({"type": "checkboxes", "action_id": "c", "options": [option("a"), option("b")],
           "initial_options": [option("b")]}, optional=True),
    field({"type": "multi_users_select", "action_id": "u"}),
    field({"type": "number_input", "action_id": "n", "is_decimal_allowed": False}),
    field({"type": "datetimepicker", "action_id": "d", "initial_date_time": 1_800_000_000}),
]  # fmt: skip

BAD = [
    (section(text=plain("")), "must be more than 0 characters [json-pointer:/blocks/0/text/text]"),
    (section(text=plain("x" * 3001)), "must be less than 3001 characters, not 3001"),
    (section(fields=[plain()] * 11), "no more than 10 items allowed, not 11"),
    ({"type": "section"}, "missing required field: text or fields"),
    (section(colour="red"), "unknown field: colour"),
    ({"type": "banner"}, "unsupported block type: banner"),
    ("text", "unsupported block type: None"),
    ({"type": "header", "text": {"type": "mrkdwn", "text": "x"}}, "unsupported text object type"),
    ({"type": "header", "text": plain("x" * 151)}, "must be less than 151 characters"),
    ({"type": "actions", "elements": []}, "no fewer than 1 items allowed"),
    ({"type": "actions", "elements": [button()] * 26}, "no more than 25 items allowed"),
    ({"type": "actions", "elements": [button(), button()]}, "action_id 'go' is used 2 times"),
    ({"type": "actions", "elements": [TEXT_FIELD]}, "unsupported actions element type"),
    ({"type": "context", "elements": [plain()] * 11}, "no more than 10 items allowed"),
    (section(accessory=button(text=plain("x" * 76))), "must be less than 76 characters"),
    (section(accessory=button(value="x" * 2001)), "must be less than 2001 characters"),
    (section(accessory=button(style="loud")), "must be one of primary, danger, not 'loud'"),
    (section(accessory=button(confirm={})), "missing required field: title"),
    (section(accessory=select(options=[option()] * 101)), "no more than 100 items allowed"),
    (section(accessory=select(options=[option(), option()])), "two options have the same value"),
    (section(accessory=select(initial_option=option("b"))), "must match one of the options"),
    (section(accessory={"type": "overflow", "options": [option()] * 6}), "no more than 5 items"),
    (section(block_id="x" * 256), "must be less than 256 characters"),
    (section(text={"type": "plain_text", "text": "x", "verbatim": True}), "unknown field: verba"),
    (section(accessory=button(text="Go")), "unsupported text object type: None"),
    (field(TEXT_FIELD | {"max_length": 3001}), "must be a whole number from 1 to 3000"),
    (field(TEXT_FIELD, optional="yes"), "must be a boolean"),
]


@pytest.mark.parametrize("block", GOOD)
def test_what_is_taken(block: Json) -> None:
    (taken,) = check_message("", [block])
    assert taken["block_id"]
    for element in [taken.get("element"), taken.get("accessory")]:
        assert element is None or element["action_id"]


@pytest.mark.parametrize(("block", "fault"), BAD)
def test_what_is_refused_and_why(block: Json, fault: str) -> None:
    with pytest.raises(ApiError) as caught:
        check_message("", [block])
    assert caught.value.code == "invalid_blocks"
    assert fault in caught.value.messages[0]


def test_a_message_holds_fifty_blocks_with_ids_of_their_own() -> None:
    assert len(check_message("", [section()] * 50)) == 50
    for blocks, fault in (
        ([section()] * 51, "no more than 50 items allowed, not 51"),
        ([section(block_id="b")] * 2, "block_id 'b' is used 2 times"),
    ):
        with pytest.raises(ApiError, match=fault):
            check_message("", blocks)


def test_all_text_of_a_message_has_a_limit_too() -> None:
    long = section(text=plain("x" * 2700))
    assert check_message("", [long] * 4)
    with pytest.raises(ApiError) as caught:
        check_message("", [*[long] * 4, section(accessory=button(text=plain("y" * 75))), long])
    assert caught.value.code == "msg_blocks_too_long"


@pytest.mark.parametrize(
    ("view", "fault"),
    [
        (MODAL | {"title": plain("x" * 25)}, "[json-pointer:/view/title/text]"),
        (MODAL | {"blocks": [section()] * 101}, "no more than 100 items allowed"),
        (MODAL | {"private_metadata": "x" * 3001}, "must be less than 3001 characters"),
        (MODAL | {"id": "V1"}, "unknown field: id"),
        (MODAL | {"blocks": [field(TEXT_FIELD)]}, "missing required field: submit"),
        ({"type": "modal", "blocks": []}, "missing required field: title"),
        (MODAL | {"type": "home"}, "unsupported view type: home"),
        (None, "unsupported view type: None"),
    ],
)
def test_what_a_modal_may_not_be(view: object, fault: str) -> None:
    with pytest.raises(ApiError) as caught:
        check_view(view, ("modal",))
    assert caught.value.code == "invalid_arguments"
    assert fault in " ".join(caught.value.messages)


def test_a_view_has_a_largest_size() -> None:
    block = section(text=plain("x" * 3000), fields=[plain("x" * 2000)] * 10)
    with pytest.raises(ApiError, match="view_too_large"):
        check_view(MODAL | {"blocks": [block] * 20}, ("modal",))


def test_a_home_has_no_title() -> None:
    assert check_view({"type": "home", "blocks": [section()]}, ("home",))["blocks"]
    with pytest.raises(ApiError, match="unknown field: title"):
        check_view(MODAL | {"type": "home"}, ("home",))
