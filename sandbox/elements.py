"""Block Kit's composition objects and elements, with their limits (reference pages of each)."""

from __future__ import annotations

from typing import Any

from sandbox.schema import Check, fault, flag, integer, listing, one_of, record, string, typed

ID = string(255)
MANY_OPTIONS = 100


def plain(most: int) -> Check:
    """A plain_text object."""
    return typed(
        {"plain_text": record({"text!": string(most, least=1), "emoji": flag})}, "text object"
    )


def text(most: int) -> Check:
    """A plain_text or mrkdwn object."""
    return typed(
        {
            "plain_text": record({"text!": string(most, least=1), "emoji": flag}),
            "mrkdwn": record({"text!": string(most, least=1), "verbatim": flag}),
        },
        "text object",
    )


def _option(words: Check, **more: Check) -> Check:
    return record({"text!": words, "value!": string(150, least=1), "description": plain(75)} | more)


def _initial_is_an_option(value: Any, path: str, faults: list[str]) -> None:
    groups = [value, *value.get("option_groups", [])]
    options = [option for group in groups for option in group.get("options", [])]
    if not options:
        fault(faults, path, "options or option_groups is needed")
    first = [value["initial_option"]] if "initial_option" in value else []
    for chosen in [*first, *value.get("initial_options", [])]:
        if chosen not in options:
            fault(faults, path, "the initial option must match one of the options exactly")
    values = [option["value"] for option in options]
    if len(values) != len(set(values)):
        fault(faults, path, "two options have the same value")


CONFIRM = record(
    {
        "title!": plain(100),
        "text!": text(300),
        "confirm!": plain(30),
        "deny!": plain(30),
        "style": one_of("primary", "danger"),
    }
)
_PLAIN_OPTION = _option(plain(75))
_RICH_OPTION = _option(text(75))
_LINK_OPTION = _option(plain(75), url=string(3000))
_ID = {"action_id": ID}
_COMMON = {"action_id": ID, "confirm": CONFIRM, "focus_on_load": flag}
_HINT = {"placeholder": plain(150)}
_MOST = {"max_selected_items": integer(1, 100)}
_IDS = listing(ID, 100)
_FILTER = record(
    {
        "include": listing(one_of("im", "mpim", "private", "public"), 4),
        "exclude_external_shared_channels": flag,
        "exclude_bot_users": flag,
    }
)
_CONVERSATIONS = {"default_to_current_conversation": flag, "filter": _FILTER}
_DISPATCH = record(
    {"trigger_actions_on": listing(one_of("on_enter_pressed", "on_character_entered"), 2)}
)
_ENTRY = {
    "action_id": ID,
    "placeholder": plain(150),
    "initial_value": string(3000),
    "focus_on_load": flag,
    "dispatch_action_config": _DISPATCH,
}
_GROUP = record({"label!": plain(75), "options!": listing(_PLAIN_OPTION, MANY_OPTIONS)})


def _select(*, many: bool) -> Check:
    initial = "initial_options" if many else "initial_option"
    return record(
        {
            **_COMMON,
            **_HINT,
            "options": listing(_PLAIN_OPTION, MANY_OPTIONS),
            "option_groups": listing(_GROUP, MANY_OPTIONS),
            initial: listing(_PLAIN_OPTION, MANY_OPTIONS) if many else _PLAIN_OPTION,
            **(_MOST if many else {}),
        },
        _initial_is_an_option,
    )


def _choice(initial: str, initial_check: Check) -> Check:
    options = listing(_RICH_OPTION, 10)
    return record(
        {**_COMMON, "options!": options, initial: initial_check}, _initial_is_an_option
    )  # fmt: skip


BUTTON = record(
    {
        **_ID,
        "text!": plain(75),
        "value": string(2000),
        "url": string(3000),
        "style": one_of("primary", "danger"),
        "confirm": CONFIRM,
        "accessibility_label": string(75),
    }
)
IMAGE = record({"image_url!": string(3000, least=1), "alt_text!": string(2000, least=1)})

_SINGLE: dict[str, Check] = {
    "static_select": _select(many=False),
    "users_select": record({**_COMMON, **_HINT, "initial_user": ID}),
    "conversations_select": record(
        {**_COMMON, **_HINT, **_CONVERSATIONS, "initial_conversation": ID,
         "response_url_enabled": flag}
    ),
    "channels_select": record(
        {**_COMMON, **_HINT, "initial_channel": ID, "response_url_enabled": flag}
    ),
    "datepicker": record({**_COMMON, **_HINT, "initial_date": string(10, least=10)}),
    "timepicker": record(
        {**_COMMON, **_HINT, "initial_time": string(5, least=5), "timezone": string(100)}
    ),
    "radio_buttons": _choice("initial_option", _RICH_OPTION),
    "checkboxes": _choice("initial_options", listing(_RICH_OPTION, 10)),
}  # fmt: skip
_MANY: dict[str, Check] = {
    "multi_static_select": _select(many=True),
    "multi_users_select": record({**_COMMON, **_HINT, **_MOST, "initial_users": _IDS}),
    "multi_conversations_select": record(
        {**_COMMON, **_HINT, **_MOST, **_CONVERSATIONS, "initial_conversations": _IDS}
    ),
    "multi_channels_select": record({**_COMMON, **_HINT, **_MOST, "initial_channels": _IDS}),
}
_DATETIME = {"datetimepicker": record({**_COMMON, "initial_date_time": integer(10**9, 10**10 - 1)})}
_OVERFLOW = {
    "overflow": record({**_ID, "options!": listing(_LINK_OPTION, 5), "confirm": CONFIRM}),
}
_TYPED: dict[str, Check] = {
    "plain_text_input": record(
        {**_ENTRY, "multiline": flag, "min_length": integer(0, 3000),
         "max_length": integer(1, 3000)}
    ),
    "number_input": record(
        {**_ENTRY, "is_decimal_allowed!": flag, "min_value": string(30), "max_value": string(30)}
    ),
    "email_text_input": record(_ENTRY),
    "url_text_input": record(_ENTRY),
}  # fmt: skip

ACCESSORIES = {"button": BUTTON, "image": IMAGE, **_OVERFLOW, **_SINGLE, **_MANY}
ACTIONS = {"button": BUTTON, **_OVERFLOW, **_SINGLE, **_DATETIME}
INPUTS = {**_SINGLE, **_MANY, **_DATETIME, **_TYPED}
