"""Modals: triggers, the stack, hashes, and what stays filled in."""

from __future__ import annotations

from typing import Any

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from sandbox import tickets
from sandbox.errors import ApiError, GestureRefused
from sandbox.server import Sandbox
from sandbox.tickets import Tickets
from tests.sandbox.hello import HELLO_MODAL, MARIA, TOM, refused

Json = dict[str, Any]


def form(*elements: Json) -> Json:
    """A modal with one input block per element, named after its action_id."""
    blocks = [
        {"type": "input", "block_id": element["action_id"], "element": element, "optional": True,
         "label": {"type": "plain_text", "text": "Label"}}
        for element in elements
    ]  # fmt: skip
    return HELLO_MODAL | {"blocks": blocks}


async def opened(sandbox: Sandbox, client: AsyncWebClient, view: Json) -> str:
    reply = await client.views_open(trigger_id=sandbox.tickets.trigger(MARIA), view=view)
    return str(reply["view"]["id"])


async def test_a_trigger_works_once(sandbox: Sandbox, client: AsyncWebClient) -> None:
    trigger = sandbox.tickets.trigger(MARIA)
    await client.views_open(trigger_id=trigger, view=HELLO_MODAL)
    again = client.views_open(trigger_id=trigger, view=HELLO_MODAL)
    assert await refused(again) == "exchanged_trigger_id"
    assert await refused(client.views_open(trigger_id="1.2.3", view=HELLO_MODAL)) == (
        "invalid_trigger_id"
    )


def test_triggers_and_response_urls_wear_out() -> None:
    now = 0.0
    handed_out = Tickets(lambda: now)
    trigger, url = handed_out.trigger(TOM), handed_out.response_url(TOM, "C1").split("/")[-1]
    now = tickets.TRIGGER_SECONDS + 0.1
    with pytest.raises(ApiError, match="expired_trigger_id"):
        handed_out.use_trigger(trigger)
    for _ in range(5):
        handed_out.use_response_url(url)
    with pytest.raises(ApiError, match="used_url"):
        handed_out.use_response_url(url)
    now = tickets.RESPONSE_URL_SECONDS + 0.1
    with pytest.raises(ApiError, match="expired_url"):
        handed_out.use_response_url(url)


async def test_three_views_at_most(sandbox: Sandbox, client: AsyncWebClient) -> None:
    early = client.views_push(trigger_id=sandbox.tickets.trigger(MARIA), view=HELLO_MODAL)
    assert await refused(early) == "not_found"
    root = await opened(sandbox, client, HELLO_MODAL)
    for _ in range(2):
        trigger = sandbox.tickets.trigger(MARIA)
        pushed = await client.views_push(trigger_id=trigger, view=HELLO_MODAL)
    assert pushed["view"]["root_view_id"] == root
    fourth = client.views_push(trigger_id=sandbox.tickets.trigger(MARIA), view=HELLO_MODAL)
    assert await refused(fourth) == "push_limit_reached"
    await sandbox.gestures.close_view(MARIA, everything=True)
    assert sandbox.slack.view_of(MARIA) is None
    gone = client.views_update(view_id=root, view=HELLO_MODAL)
    assert await refused(gone) == "not_found"


async def test_a_stale_hash_is_a_conflict(sandbox: Sandbox, client: AsyncWebClient) -> None:
    view = HELLO_MODAL | {"external_id": "mine"}
    trigger = sandbox.tickets.trigger(MARIA)
    first = (await client.views_open(trigger_id=trigger, view=view))["view"]
    await client.views_update(external_id="mine", hash=first["hash"], view=view)
    stale = client.views_update(view_id=first["id"], hash=first["hash"], view=view)
    assert await refused(stale) == "hash_conflict"
    twice = client.views_open(trigger_id=sandbox.tickets.trigger(TOM), view=view)
    assert await refused(twice) == "duplicate_external_id"


async def test_what_is_filled_in_survives_an_update(
    sandbox: Sandbox, client: AsyncWebClient
) -> None:
    def text(name: str, initial: str) -> Json:
        return {"type": "plain_text_input", "action_id": name, "initial_value": initial}

    view_id = await opened(sandbox, client, form(text("a", "1"), text("b", "1")))
    await sandbox.gestures.fill(MARIA, "a", "a", "typed")
    await client.views_update(view_id=view_id, view=form(text("a", "2"), text("c", "2")))
    view = sandbox.slack.view_of(MARIA)
    assert view is not None
    assert {key: value[key]["value"] for key, value in view.values.items()} == {
        "a": "typed", "c": "2",
    }  # fmt: skip


OPTION = {"text": {"type": "plain_text", "text": "One"}, "value": "1"}


@pytest.mark.parametrize(
    ("element", "entered", "state"),
    [
        ({"type": "static_select", "options": [OPTION]}, "1", {"selected_option": OPTION}),
        ({"type": "checkboxes", "options": [OPTION]}, ["1"], {"selected_options": [OPTION]}),
        ({"type": "users_select"}, TOM, {"selected_user": TOM}),
        ({"type": "multi_users_select"}, [TOM], {"selected_users": [TOM]}),
        ({"type": "datepicker"}, "2026-11-22", {"selected_date": "2026-11-22"}),
        ({"type": "timepicker"}, "09:30", {"selected_time": "09:30"}),
        ({"type": "datetimepicker"}, 1_800_000_000, {"selected_date_time": 1_800_000_000}),
        ({"type": "number_input", "is_decimal_allowed": True}, "1.5", {"value": "1.5"}),
        ({"type": "plain_text_input"}, "", {"value": None}),
        ({"type": "multi_channels_select"}, None, {"selected_channels": []}),
    ],
)
async def test_values_have_slacks_shape(
    sandbox: Sandbox, client: AsyncWebClient, element: Json, entered: object, state: Json
) -> None:
    await opened(sandbox, client, form(element | {"action_id": "it"}))
    await sandbox.gestures.fill(MARIA, "it", "it", entered)
    view = sandbox.slack.view_of(MARIA)
    assert view is not None
    assert view.values["it"]["it"] == {"type": element["type"], **state}


@pytest.mark.parametrize(
    ("element", "entered", "reason"),
    [
        ({"type": "static_select", "options": [OPTION]}, "2", "There is no choice '2' here."),
        ({"type": "datepicker"}, "tomorrow", "wants a date like"),
        ({"type": "number_input", "is_decimal_allowed": False}, "much", "wants a number"),
        ({"type": "plain_text_input", "max_length": 3}, "long", "at most 3 characters"),
    ],
)
async def test_what_a_field_does_not_take(
    sandbox: Sandbox, client: AsyncWebClient, element: Json, entered: object, reason: str
) -> None:
    await opened(sandbox, client, form(element | {"action_id": "it"}))
    with pytest.raises(GestureRefused, match=reason):
        await sandbox.gestures.fill(MARIA, "it", "it", entered)
