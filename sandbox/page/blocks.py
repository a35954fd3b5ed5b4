"""Block Kit blocks as HTML for messages, modals and the Home tab. Pure."""

import json
from urllib.parse import urlsplit

from markupsafe import Markup

from sandbox.mrkdwn import message_at, mrkdwn, plain, rich_text, text_object
from sandbox.page.inputs import CONTROLS, control
from sandbox.page.markup import joined, tag
from sandbox.page.surface import Json, Surface, handle, hooks

_LABELLED = {"radio_buttons", "checkboxes"}


def block(content: Json, number: int, on: Surface) -> Markup:
    """One block; `number` stands in where it has no block_id."""
    block_id = str(content.get("block_id") or number)
    match content.get("type"):
        case "section":
            inner = _section(content, block_id, on)
        case "header":
            inner = tag("h3", text_object(content.get("text"), on.reader))
        case "divider":
            inner = tag("hr")
        case "context":
            inner = joined(_context(part, on) for part in content.get("elements", []))
        case "actions":
            parts = content.get("elements", [])
            inner = joined(element(part, block_id, on, "") for part in parts)
        case "rich_text":
            inner = rich_text(content, on.reader)
        case "image":
            inner = _image(content)
        case "input":
            inner = _input(content, block_id, on)
        case "markdown":
            inner = mrkdwn(str(content.get("text", "")), on.reader)
        case kind:
            inner = tag("em", f"A block of the kind “{kind}” is not shown here.")
    kind = str(content.get("type", "")).replace("_", "-")
    return tag("div", inner, class_=f"bk {kind}", data_testid=f"block-{block_id}")


def element(part: Json, block_id: str, on: Surface, label: str) -> Markup:
    """An interactive element of a section or an actions block."""
    kind = str(part.get("type"))
    if kind == "button":
        return _button(part, block_id, on)
    if kind == "overflow":
        return _overflow(part, block_id)
    if kind == "image":
        return _image(part)
    if kind in CONTROLS:
        hint = plain(str((part.get("placeholder") or {}).get("text", ""))).striptags()
        return control(part, block_id, on, label=hint or label or "Choose", job="press")
    return Markup()


def _section(content: Json, block_id: str, on: Surface) -> Markup:
    text = text_object(content.get("text"), on.reader)
    inner = tag("div", text, class_="text") if text else Markup()
    fields = [tag("div", text_object(each, on.reader)) for each in content.get("fields", [])]
    if fields:
        inner += tag("div", *fields, class_="fields")
    side = content.get("accessory")
    if not side:
        return inner
    beside = element(side, block_id, on, text.striptags()[:80])
    return tag("div", inner, class_="main") + tag("div", beside, class_="side")


def _context(part: Json, on: Surface) -> Markup:
    if part.get("type") == "image":
        return _image(part)
    return tag("span", text_object(part, on.reader))


def _button(part: Json, block_id: str, on: Surface) -> Markup:
    style = part.get("style", "")
    common = hooks(part, block_id) | {
        "class_": f"btn {style}".strip(),
        "data_do": "press",
        "data_value": part.get("value"),
        "aria_label": part.get("accessibility_label"),
        "data_testid": f"action-{part.get('action_id', '')}",
    }
    words = plain(str(part["text"]["text"]))
    url = str(part.get("url", ""))
    if urlsplit(url).scheme in ("http", "https"):
        inside = message_at(url, on.reader)  # a message of this workspace opens here
        goto = " ".join(inside) if inside else None
        return tag("a", words, href=url, target="_blank", rel="noopener", data_goto=goto, **common)
    return tag("button", words, type="button", **common)


def _overflow(part: Json, block_id: str) -> Markup:
    rows = [
        tag(
            "button",
            plain(str(option["text"]["text"])),
            type="button",
            role="menuitem",
            data_do="press",
            data_selected=option.get("value", ""),
            **hooks(part, block_id),
        )
        for option in part.get("options", [])
    ]
    top = tag("summary", "⋯", class_="btn", aria_label="More actions")
    return tag("details", top, tag("div", *rows, class_="sheet", role="menu"), class_="menu")


def _image(part: Json) -> Markup:
    """Pictures from this machine are shown; for others only their words, as nothing is fetched."""
    words = str(part.get("alt_text", ""))
    url = str(part.get("image_url", ""))
    here = urlsplit(url).hostname in ("127.0.0.1", "localhost") or url.startswith("data:image/")
    title = (part.get("title") or {}).get("text")
    picture = tag("img", src=url, alt=words) if here else tag("span", f"🖼 {words}", class_="alt")
    return tag("figure", tag("figcaption", title) if title else "", picture)


def _input(content: Json, block_id: str, on: Surface) -> Markup:
    part = content["element"]
    words = plain(str(content["label"]["text"]))
    optional = bool(content.get("optional"))
    note = tag("i", " (optional)") if optional else ""
    group = part["type"] in _LABELLED or str(part["type"]).startswith("multi_")
    name = tag("span" if group else "label", words, note, for_=None if group else
               handle(block_id, part), class_="label")  # fmt: skip
    job = "tell" if content.get("dispatch_action") else "fill"
    body = control(part, block_id, on, label=words.striptags(), job=job, optional=optional)
    error = on.errors.get(block_id)
    below = tag("p", error, class_="error", role="alert") if error else Markup()
    if content.get("hint"):
        below += tag("p", plain(str(content["hint"]["text"])), class_="hint")
    return name + body + below


def confirm_words(raw: str) -> dict[str, Json]:
    """A confirm object as it came back from the page, with Slack's defaults."""
    given = json.loads(raw)
    defaults = {"title": "Are you sure?", "text": "", "confirm": "Yes", "deny": "No"}
    words = {name: {"type": "plain_text", "text": text} for name, text in defaults.items()}
    return words | {name: given[name] for name in defaults if name in given}
