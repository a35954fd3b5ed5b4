"""The NiceGUI elements a window consists of, and lists that change without being rebuilt."""

from collections.abc import Callable, Iterable
from typing import Any

from markupsafe import Markup
from nicegui import events, ui

Deed = dict[str, Any]


class Piece(ui.html):
    """HTML of ours; the browser's sanitizer goes over it once more."""

    def show(self, html: Markup) -> None:
        """Show this instead, if it is not the same."""
        if self.content != html:
            self.set_content(str(html))


class Rows:
    """A list of pieces with keys: rows that stay are left alone, focus and all."""

    def __init__(self, container: ui.element) -> None:
        self.container = container
        self._pieces: dict[str, tuple[str, Piece]] = {}

    def show(self, wanted: Iterable[tuple[str, str, Markup]]) -> None:
        """Show these rows: key, signature, HTML. A row is redrawn when its signature changes."""
        rows = list(wanted)
        keys = {key for key, _, _ in rows}
        for key in [key for key in self._pieces if key not in keys]:
            self._pieces.pop(key)[1].delete()
        for index, (key, signature, html) in enumerate(rows):
            known = self._pieces.get(key)
            if known is None:
                with self.container:
                    piece = Piece(str(html))
                if index < len(self._pieces):
                    piece.move(target_index=index)
            elif known[0] != signature:
                piece = known[1]
                piece.show(html)
            else:
                continue
            self._pieces[key] = (signature, piece)


class Composer:
    """A growing text field with its menu and its send button."""

    def __init__(self, name: str) -> None:
        with _div("composer") as self.box:
            _div("suggest").props("hidden")
            self.menu = Piece()
            self.area = ui.element("textarea").props("rows=1 autocomplete=off")
            self.area.props["data-testid"] = name
            send = ui.element("button").classes("send").props("type=button aria-label=Send")
            send.props["data-do"] = "send"
            with send:
                ui.html("➤", sanitize=False, tag="span")

    def says(self, words: str, suggestions: str, place: str) -> None:
        """What the empty field reads (and is called), the JSON of what it may suggest, and the
        place it writes to: each place keeps its own draft."""
        for key, value in (
            ("placeholder", words),
            ("aria-label", words),
            ("data-suggest", suggestions),
            ("data-draft", place),
        ):
            if self.area.props.get(key) != value:
                self.area.props[key] = value
                self.area.update()


class Shell:
    """Everything on the page, empty. `hear` is told each deed of the person at this window."""

    def __init__(self, hear: Callable[[events.GenericEventArguments], Any]) -> None:
        self.root = _div("desk")
        for kind, js in (
            ("click", "click"),
            ("change", "change"),
            ("input", "change"),
            ("keydown", "keydown"),
        ):
            told = f"(event) => {{ const deed = desk.{js}(event); if (deed) emit(deed); }}"
            self.root.on(kind, hear, js_handler=told)
        self.root.on("said", hear, js_handler="(event) => emit(event.detail)")
        with self.root:
            with _div("strip", tag="header"):
                self.cast = Piece()
                self.clock = ui.label().classes("clock").props('data-testid="clock"')
            with _div("side", tag="nav").props('aria-label="Channels and direct messages"'):
                self.side = Piece()
                self.new = Piece()
            self.main = _div("main", tag="main")
            with self.main.props("data-testid=channel-pane data-pane=channel"):
                self.title = Piece()
                self.stream = Rows(_div("stream").props("data-stream=channel role=log"))
                self.home_box = _div("home").props("data-surface=home data-testid=home")
                self.home = Rows(self.home_box)
                self.composer = Composer("composer")
                self.closed = ui.label("This channel is archived.").classes("closed")
            self.thread_box = _div("thread", tag="aside")
            with self.thread_box.props("data-testid=thread-pane data-pane=thread"):
                self.thread_title = Piece()
                self.thread = Rows(_div("stream").props("data-stream=thread role=log"))
                self.thread_composer = Composer("thread-composer")
            self.veil = _div("veil")
            with self.veil, _div("modal").props("role=dialog aria-modal=true") as self.modal:
                self.modal.props("data-testid=modal data-surface=modal")
                self.head = Piece()
                self.blocks = Rows(_div("blocks"))
                self.foot = Piece()
            self.popup = Piece()
            self.popup.classes("popup")


def _div(name: str, *, tag: str = "div") -> ui.element:
    return ui.element(tag).classes(name)
