"""What is filled in: Slack's `state.values` for a view's blocks. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sandbox.errors import GestureRefused
from sandbox.model import Json

Values = dict[str, dict[str, Json]]

# element type -> (the key of its value in state.values, the field that prefills it)
STATEFUL = {
    "plain_text_input": ("value", "initial_value"),
    "number_input": ("value", "initial_value"),
    "email_text_input": ("value", "initial_value"),
    "url_text_input": ("value", "initial_value"),
    "static_select": ("selected_option", "initial_option"),
    "radio_buttons": ("selected_option", "initial_option"),
    "users_select": ("selected_user", "initial_user"),
    "conversations_select": ("selected_conversation", "initial_conversation"),
    "channels_select": ("selected_channel", "initial_channel"),
    "multi_static_select": ("selected_options", "initial_options"),
    "checkboxes": ("selected_options", "initial_options"),
    "multi_users_select": ("selected_users", "initial_users"),
    "multi_conversations_select": ("selected_conversations", "initial_conversations"),
    "multi_channels_select": ("selected_channels", "initial_channels"),
    "datepicker": ("selected_date", "initial_date"),
    "timepicker": ("selected_time", "initial_time"),
    "datetimepicker": ("selected_date_time", "initial_date_time"),
}
_SHAPES = {
    "datepicker": (r"\d{4}-\d{2}-\d{2}", "a date like 2026-11-22"),
    "timepicker": (r"\d{2}:\d{2}", "a time like 09:30"),
    "number_input": (r"-?\d+(\.\d+)?", "a number"),
    "email_text_input": (r"[^@\s]+@[^@\s]+\.[^@\s]+", "an email address"),
    "url_text_input": (r"https?://\S+", "a link"),
}


def elements(blocks: list[Json]) -> Iterator[tuple[Json, Json]]:
    """Every interactive element with the block it stands in."""
    for block in blocks:
        inside = [block.get("element"), block.get("accessory"), *block.get("elements", [])]
        yield from ((block, item) for item in inside if item and "action_id" in item)


def initial_values(blocks: list[Json], kept: Values | None = None) -> Values:
    """The state of freshly shown blocks.

    What stands in `kept` under the same block_id, action_id and type stays, as when Slack
    updates a view; a new `initial_*` does not replace it.
    """
    values: Values = {}
    for block, element in elements(blocks):
        if element["type"] not in STATEFUL:
            continue
        key, initial = STATEFUL[element["type"]]
        before = (kept or {}).get(block["block_id"], {}).get(element["action_id"])
        if before is None or before["type"] != element["type"]:
            empty: object = [] if key.endswith("s") else None
            before = {"type": element["type"], key: element.get(initial, empty)}
        values.setdefault(block["block_id"], {})[element["action_id"]] = before
    return values


def picked(element: Json, raw: object) -> Json:
    """The state of an element once somebody entered `raw`.

    `raw` is text, an option's value (a list of them for the many-kinds), a user or conversation
    id, a date, a time or epoch seconds; None or "" empties it. Raises GestureRefused where the
    real form would not take it.
    """
    kind = element["type"]
    key = STATEFUL[kind][0]
    if raw in (None, "", []):
        return {"type": kind, key: [] if key.endswith("s") else None}
    if key in ("selected_option", "selected_options"):
        chosen = [_option(element, one) for one in (raw if isinstance(raw, list) else [raw])]
        return {"type": kind, key: chosen if key == "selected_options" else chosen[0]}
    if key.endswith("s"):
        return {"type": kind, key: raw if isinstance(raw, list) else [raw]}
    if kind == "datetimepicker":
        return {"type": kind, key: int(str(raw))}
    text = str(raw)
    shape, example = _SHAPES.get(kind, ("", ""))
    if shape and not re.fullmatch(shape, text):
        raise GestureRefused(f"That field wants {example}.")
    longest = int(element.get("max_length", 3000))
    if kind == "plain_text_input" and len(text) > longest:
        raise GestureRefused(f"That field takes at most {longest} characters.")
    return {"type": kind, key: text}


def option_of(element: Json, value: object) -> Json | None:
    """The option of a select, overflow, radio group or checkbox group with that value."""
    groups = [element, *element.get("option_groups", [])]
    options = [option for group in groups for option in group.get("options", [])]
    return next((option for option in options if option.get("value") == value), None)


def missing(blocks: list[Json], values: Values) -> dict[str, str]:
    """What the form itself complains about before it is sent, by block_id."""
    wrong: dict[str, str] = {}
    for block in blocks:
        if block["type"] != "input":
            continue
        element = block["element"]
        state = values[block["block_id"]][element["action_id"]]
        value = state[STATEFUL[element["type"]][0]]
        if value in (None, "", []):
            if not block.get("optional"):
                wrong[block["block_id"]] = "Please complete this required field."
        elif element.get("min_length") and len(value) < int(element["min_length"]):
            wrong[block["block_id"]] = f"Please enter at least {element['min_length']} characters."
        elif element["type"] == "number_input" and not _in_range(element, float(value)):
            wrong[block["block_id"]] = "Please enter a number within the range."
    return wrong


def _in_range(element: Json, value: float) -> bool:
    low, high = element.get("min_value", "-inf"), element.get("max_value", "inf")
    return float(low) <= value <= float(high)


def _option(element: Json, value: object) -> Json:
    option = option_of(element, value)
    if option is None:
        raise GestureRefused(f"There is no choice {value!r} here.")
    return option
