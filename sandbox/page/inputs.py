"""Every element a person can fill in or choose from, as plain HTML controls."""

from collections.abc import Iterable, Sequence
from typing import Any

from markupsafe import Markup

from sandbox.mrkdwn import plain, text_object
from sandbox.page.dates import local
from sandbox.page.markup import joined, tag
from sandbox.page.surface import Choice, Json, Surface, handle, hooks

_TEXT_TYPES = {
    "plain_text_input": "text",
    "email_text_input": "email",
    "url_text_input": "url",
    "number_input": "text",
}
_DATE_TYPES = {
    "datepicker": ("date", "selected_date", "initial_date"),
    "timepicker": ("time", "selected_time", "initial_time"),
    "datetimepicker": ("datetime-local", "selected_date_time", "initial_date_time"),
}
_LINE = 58  # characters that fit beside each other in a modal
_PEOPLE_OR_ROOMS = ("users_select", "conversations_select", "channels_select")
CONTROLS = {
    *_TEXT_TYPES, *_DATE_TYPES, *_PEOPLE_OR_ROOMS, *(f"multi_{kind}" for kind in _PEOPLE_OR_ROOMS),
    "static_select", "multi_static_select", "radio_buttons", "checkboxes",
}  # fmt: skip


def control(
    element: Json, block_id: str, on: Surface, *, label: str, job: str, optional: bool = True
) -> Markup:
    """One control. `job` is what a change does: 'fill', 'tell' (fill, and the app hears), 'press'.

    `label` is what assistive technology calls it where no visible label does.
    """
    kind = str(element["type"])
    common = hooks(element, block_id) | {"data_set": job, "aria_label": label}
    if kind in _TEXT_TYPES:
        return _text(element, common, block_id, on)
    if kind in _DATE_TYPES:
        return _date(element, common, block_id, on)
    if kind in ("radio_buttons", "checkboxes"):
        return _boxes(element, common, block_id, on)
    if kind.startswith("multi_"):
        return _multi(element, common, block_id, on)
    return _select(element, common, block_id, on, optional)


def _text(element: Json, common: dict[str, object], block_id: str, on: Surface) -> Markup:
    state = on.state(block_id, element)
    value = state["value"] if "value" in state else element.get("initial_value")
    config = element.get("dispatch_action_config") or {}
    typing = "on_character_entered" in config.get("trigger_actions_on", ["on_enter_pressed"])
    free = element["type"] == "plain_text_input"
    common |= {
        "id": handle(block_id, element),
        "class_": "field",
        "placeholder": _words(element.get("placeholder")) or None,
        "maxlength": element.get("max_length"),
        "minlength": element.get("min_length"),
        # What is half typed is no number or address yet, and must not be told to the app either.
        "data_late": not typing if common["data_set"] == "tell" else not free,
        "autocomplete": "off",
    }
    if element.get("multiline"):
        return tag("textarea", value or "", rows=_rows(str(value or "")), **common)
    number = element["type"] == "number_input"
    mode = ("decimal" if element.get("is_decimal_allowed") else "numeric") if number else None
    kind = _TEXT_TYPES[str(element["type"])]
    return tag("input", type=kind, inputmode=mode, value=value or "", **common)


def _rows(text: str) -> int:
    """Lines that show what the field holds, within reason."""
    return min(max(4, sum(1 + len(line) // _LINE for line in text.splitlines())), 14)


def _date(element: Json, common: dict[str, object], block_id: str, on: Surface) -> Markup:
    kind, key, initial = _DATE_TYPES[str(element["type"])]
    state = on.state(block_id, element)
    value = state[key] if key in state else element.get(initial)
    if value and kind == "datetime-local":
        value = f"{local(float(value), on.reader.tz):%Y-%m-%dT%H:%M}"
    identity = handle(block_id, element)
    return tag("input", type=kind, value=value or "", id=identity, class_="field when", **common)


def _boxes(element: Json, common: dict[str, object], block_id: str, on: Surface) -> Markup:
    many = element["type"] == "checkboxes"
    chosen, group = _chosen(element, block_id, on), handle(block_id, element)
    rows = []
    for option in element.get("options", []):
        box = tag(
            "input",
            type="checkbox" if many else "radio",
            name=group,
            value=option.get("value", ""),
            checked=option.get("value") in chosen,
        )
        words = tag("span", text_object(option.get("text"), on.reader))
        if option.get("description"):
            words += tag("small", text_object(option["description"], on.reader))
        rows.append(tag("label", box, tag("span", words), class_="choice"))
    return tag("div", *rows, role="group" if many else "radiogroup", class_="choices", **common)


def _select(
    element: Json, common: dict[str, object], block_id: str, on: Surface, optional: bool
) -> Markup:
    chosen = _chosen(element, block_id, on)
    nothing = tag(
        "option",
        _words(element.get("placeholder")) or "Choose an option",
        value="",
        selected=not chosen,
        disabled=not optional,
    )
    groups = [
        tag("optgroup", _options(choices, chosen), label=name)
        if name
        else _options(choices, chosen)
        for name, choices in _choices(element, on)
    ]
    identity = handle(block_id, element)
    return tag("select", nothing, *groups, id=identity, class_="field", **common)


def _multi(element: Json, common: dict[str, object], block_id: str, on: Surface) -> Markup:
    chosen, rows, names = _chosen(element, block_id, on), [], []
    hint = _words(element.get("placeholder")) or "Choose options"
    for group, choices in _choices(element, on):
        rows += [tag("strong", group)] if group else []
        for value, name in choices:
            names += [name] if value in chosen else []
            box = tag("input", type="checkbox", value=value, checked=value in chosen)
            rows.append(
                tag("label", box, tag("span", name), class_="choice", data_name=name.lower())
            )
    search = tag("input", type="search", placeholder="Search", aria_label="Search", class_="field")
    top = tag("summary", ", ".join(names) or hint, class_="field", data_hint=hint)
    menu = tag("div", search, *rows, class_="sheet")
    return tag("details", top, menu, role="group", class_="multi", **common)


def _options(choices: Iterable[Choice], chosen: set[str]) -> Markup:
    return joined(tag("option", n, value=v, selected=v in chosen) for v, n in choices)


def _choices(element: Json, on: Surface) -> list[tuple[str, Sequence[Choice]]]:
    kind = str(element["type"]).removeprefix("multi_")
    if kind == "users_select":
        return [("", on.people)]
    if kind in _PEOPLE_OR_ROOMS:
        return [("", on.public if kind == "channels_select" else on.rooms)]
    if "option_groups" in element:
        return [(_words(g.get("label")), _pairs(g["options"])) for g in element["option_groups"]]
    return [("", _pairs(element.get("options", [])))]


def _pairs(options: Iterable[Json]) -> list[Choice]:
    return [(str(option.get("value", "")), _words(option.get("text"))) for option in options]


def _chosen(element: Json, block_id: str, on: Surface) -> set[str]:
    """The chosen values: from the view's state if it has the element, else the initial ones."""
    kind, state = str(element["type"]), on.state(block_id, element)
    noun = kind.removeprefix("multi_").split("_")[0].removesuffix("s")
    noun = noun if kind.removeprefix("multi_") in _PEOPLE_OR_ROOMS else "option"
    many = kind.startswith("multi_") or kind == "checkboxes"
    name = f"{noun}s" if many else noun
    found: Any = state.get(
        f"selected_{name}", element.get(f"initial_{name}") if not state else None
    )
    items = found if many else [found]
    return {str(item["value"] if isinstance(item, dict) else item) for item in items or [] if item}


def _words(text: Json | None) -> str:
    return plain(str(text["text"])).striptags() if text else ""
