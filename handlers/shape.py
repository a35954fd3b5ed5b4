"""Whether a payload has the shape that Bolt takes for granted; it raises on anything else.

Only what Bolt looks at before a listener is asked: our own reading takes nothing for granted.
"""

from collections.abc import Callable, Mapping

from handlers.payload import Payload, items, part, text

# Where Bolt looks for who and where: an id, or an object with one.
_PARTIES = ("channel", "enterprise", "team", "user")
_WITHIN = ("assistant_thread", "event", "item", "message", "previous_message", "view")


def _is_event(body: Payload) -> bool:
    return text(body, "event", "type") != ""


def _is_press(body: Payload) -> bool:
    actions = body.get("actions")
    found = items(body, "actions")
    named = all(text(each, "action_id") and text(each, "type") for each in found)
    return isinstance(actions, list) and bool(found) and len(found) == len(actions) and named


def _is_form(body: Payload) -> bool:
    view = part(body, "view")
    return text(view, "callback_id") != "" and text(view, "type") != ""


def _is_shortcut(body: Payload) -> bool:
    return text(body, "callback_id") != ""


def _is_note(_body: Payload) -> bool:
    return True


_SHAPES: Mapping[str, Callable[[Payload], bool]] = {
    "app_rate_limited": _is_note,
    "block_actions": _is_press,
    "event_callback": _is_event,
    "message_action": _is_shortcut,
    "shortcut": _is_shortcut,
    "url_verification": _is_note,
    "view_closed": _is_form,
    "view_submission": _is_form,
}


def in_shape(body: Payload) -> bool:
    """Whether that is one of the payloads we are sent, with all in it that Bolt needs."""
    if "command" in body or "ssl_check" in body:  # a form: every field is a text
        return all(isinstance(value, str) for value in body.values())
    shape = _SHAPES.get(text(body, "type"))
    return shape is not None and shape(body) and _has_parties(body) and _has_lists(body)


def _has_parties(value: Payload) -> bool:
    if not all(isinstance(value.get(name), str | Mapping | None) for name in _PARTIES):
        return False
    within = [value[name] for name in _WITHIN if isinstance(value.get(name), Mapping)]
    return all(_has_parties(each) for each in within)


def _has_lists(body: Payload) -> bool:
    return all(
        len(items(body, name)) == len(body[name] or ())
        if isinstance(body.get(name), list | None)
        else False
        for name in ("authorizations", "response_urls")
        if name in body
    )
