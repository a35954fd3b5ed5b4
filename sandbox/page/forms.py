"""A modal or a Home tab as rows for one person. Pure."""

from collections.abc import Iterator
from dataclasses import replace

from markupsafe import Markup

from sandbox.model import OpenView
from sandbox.mrkdwn import plain
from sandbox.page.blocks import block
from sandbox.page.markup import tag
from sandbox.page.surface import Surface


def form_rows(opened: OpenView, on: Surface) -> Iterator[tuple[str, str, Markup]]:
    """Key, signature and HTML of each block.

    The signature leaves out what is filled in: typing must not redraw the field one types in.
    """
    blank = replace(on, values={})
    for number, content in enumerate(opened.view["blocks"]):
        key = f"{opened.id}:{content.get('block_id', number)}:{content['type']}"
        yield key, str(block(content, number, blank)), block(content, number, on)


def head(opened: OpenView) -> Markup:
    """A modal's title bar."""
    back = Markup()
    if opened.previous_view_id:
        back = tag("button", "‹", type="button", data_do="close_view", aria_label="Back")
    words = plain(str(opened.view["title"]["text"]))
    close = tag("button", "✕", type="button", data_do="close_all", aria_label="Close window")
    return tag("div", back, tag("h2", words), close, class_="head")


def foot(opened: OpenView) -> Markup:
    """A modal's buttons."""
    view = opened.view
    words = plain(str((view.get("close") or {"text": "Close"})["text"]))
    feet = [tag("button", words, type="button", class_="btn", data_do="close_view",
                data_testid="modal-close")]  # fmt: skip
    if view.get("submit"):
        sending = opened.in_flight
        words = plain("Sending…" if sending else str(view["submit"]["text"]))
        feet.append(tag("button", words, type="button", class_="btn primary", data_do="submit",
                        disabled=sending, data_testid="modal-submit"))  # fmt: skip
    return tag("div", *feet, class_="feet")
