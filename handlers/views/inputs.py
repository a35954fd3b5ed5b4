"""Modals and their inputs: each in a block of its own, in which the element is `ids.INPUT`."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from bot.text import clean, one_line
from bot.wording import modals as shown
from handlers import ids
from handlers.ids import Meta
from handlers.views.shapes import Block, View, plain

TEXT_LIMIT = 3000  # Slack: "Plain-text input element", max_length
LINE_LIMIT = 500  # ours: what fits on a line people still read
TITLE_LIMIT = 24  # Slack: "Views", title
CHECKS_LIMIT = 10  # Slack: "Checkboxes element", options
CHOSEN_LIMIT = 100  # Slack: "Multi-select menu element", initial_options


def modal(
    callback_id: str, meta: Meta, title: str, blocks: list[Block], *, submit: str = "", close: str
) -> View:
    """A modal; without `submit` it can only be read. Title and buttons: 24 characters at most."""
    view: View = {
        "type": "modal",
        "callback_id": callback_id,
        "private_metadata": meta.dump(),
        "title": plain(title),
        "close": plain(close),
        "blocks": blocks,
    }
    if submit:
        view["submit"] = plain(submit)
    return view


def _input(block_id: str, label: str, element: Block, *, hint: str, optional: bool) -> Block:
    block: Block = {
        "type": "input",
        "block_id": block_id,
        "label": plain(label),
        "element": {**element, "action_id": ids.INPUT},
        "optional": optional,
    }
    if hint:
        block["hint"] = plain(hint)
    return block


def words(
    block_id: str,
    label: str,
    *,
    initial: str = "",
    placeholder: str = "",
    hint: str = "",
    optional: bool = False,
    multiline: bool = True,
) -> Block:
    """A text input. `initial` is cut to what the input can hold."""
    limit = TEXT_LIMIT if multiline else LINE_LIMIT
    element: Block = {"type": "plain_text_input", "multiline": multiline, "max_length": limit}
    kept = clean(initial) if multiline else one_line(initial)
    if kept := kept[:limit].rstrip():
        element["initial_value"] = kept
    if placeholder:
        element["placeholder"] = plain(placeholder)
    return _input(block_id, label, element, hint=hint, optional=optional)


def choice(
    block_id: str,
    label: str,
    options: Sequence[Block],
    *,
    initial: str = "",
    hint: str = "",
    optional: bool = False,
    radio: bool = False,
) -> Block:
    """One of several options; `initial` is the value of the one chosen to begin with."""
    element: Block = {
        "type": "radio_buttons" if radio else "static_select",
        "options": list(options),
    }
    if not radio:
        element["placeholder"] = plain(shown.ONE_OF_THEM)
    chosen = next((found for found in options if found["value"] == initial), None)
    if chosen:
        element["initial_option"] = chosen
    return _input(block_id, label, element, hint=hint, optional=optional)


def checks(
    block_id: str,
    label: str,
    options: Sequence[Block],
    *,
    initial: Iterable[str] = (),
    hint: str = "",
) -> Block:
    """Any number of at most ten options, none included; `initial` are the values ticked to begin
    with."""
    wanted = set(initial)
    element: Block = {"type": "checkboxes", "options": list(options)}
    if ticked := [found for found in options if found["value"] in wanted]:
        element["initial_options"] = ticked
    return _input(block_id, label, element, hint=hint, optional=True)


def several(
    block_id: str,
    label: str,
    options: Sequence[Block],
    *,
    initial: Iterable[str] = (),
    placeholder: str,
    hint: str,
) -> Block:
    """Any number from a long menu; beyond 100 options in groups of 100 (Slack: "Multi-select").
    `initial` are the values chosen to begin with."""
    wanted = set(initial)
    element: Block = {"type": "multi_static_select", "placeholder": plain(placeholder)}
    if len(options) <= 100:
        element["options"] = list(options)
    else:
        element["option_groups"] = [
            {
                "label": plain(f"{start + 1} to {min(start + 100, len(options))}"),
                "options": list(options[start : start + 100]),
            }
            for start in range(0, min(len(options), 100 * 100), 100)
        ]
    if chosen := [found for found in options if found["value"] in wanted]:
        element["initial_options"] = chosen
    return _input(block_id, label, element, hint=hint, optional=True)


def person(
    block_id: str, label: str, *, initial: str = "", hint: str = "", optional: bool = False
) -> Block:
    """A member of the workspace."""
    element: Block = {"type": "users_select", "placeholder": plain(shown.A_PERSON)}
    if initial:
        element["initial_user"] = initial
    return _input(block_id, label, element, hint=hint, optional=optional)


def conversation(
    block_id: str, label: str, *, initial: str = "", hint: str = "", optional: bool = False
) -> Block:
    """A channel, public or private, of this workspace alone."""
    element: Block = {
        "type": "conversations_select",
        "placeholder": plain(shown.A_CHANNEL),
        "filter": {
            "include": ["public", "private"],
            "exclude_bot_users": True,
            "exclude_external_shared_channels": True,
        },
    }
    if initial:
        element["initial_conversation"] = initial
    return _input(block_id, label, element, hint=hint, optional=optional)


def moment(
    block_id: str,
    label: str,
    *,
    initial: datetime | None = None,
    hint: str = "",
    optional: bool = False,
) -> Block:
    """A day and a time of day; comes back as epoch seconds."""
    element: Block = {"type": "datetimepicker"}
    if initial:
        element["initial_date_time"] = int(initial.timestamp())
    return _input(block_id, label, element, hint=hint, optional=optional)


def date(
    block_id: str, label: str, *, initial: str = "", hint: str = "", optional: bool = False
) -> Block:
    """A day; `initial` is "YYYY-MM-DD"."""
    element: Block = {"type": "datepicker"}
    if initial:
        element["initial_date"] = initial
    return _input(block_id, label, element, hint=hint, optional=optional)


def clock_time(block_id: str, label: str, *, initial: str, hint: str = "") -> Block:
    """A time of day; `initial` is "HH:MM"."""
    element: Block = {"type": "timepicker", "initial_time": initial}
    return _input(block_id, label, element, hint=hint, optional=False)
