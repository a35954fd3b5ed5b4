"""A submitted form, read without trusting that anything is there (Slack: "view_submission")."""

from dataclasses import dataclass
from datetime import UTC, datetime, time

from bot.text import clean
from handlers import ids
from handlers.ids import Meta
from handlers.parse import Place
from handlers.payload import Payload, items, part, team_of, text

LINE_LIMIT = 300


@dataclass(frozen=True)
class Submission:
    """A modal that was sent. What a block says is asked for by the block's id."""

    team: str
    user: str
    callback: str
    meta: Meta
    view: Payload
    trigger: str

    @property
    def key(self) -> str | None:
        """The dedupe key: a form that is sent twice is the same form at the same state."""
        view_id, state = text(self.view, "id"), text(self.view, "hash")
        return f"view:{view_id}:{state}" if view_id else None

    @property
    def place(self) -> Place:
        """Where the form was asked for."""
        return Place(self.meta.channel, self.meta.thread_ts, self.meta.in_private)

    @property
    def first_input(self) -> str:
        """The first block a fault can be shown at; empty in a modal without inputs."""
        blocks = items(self.view, "blocks")
        return next((text(block, "block_id") for block in blocks if _is_input(block)), "")

    def has(self, block: str) -> bool:
        """Whether the form had that block at all."""
        shown = {text(each, "block_id") for each in items(self.view, "blocks")}
        return block in shown or block in part(self.view, "state", "values")

    def _element(self, block: str) -> Payload:
        return part(self.view, "state", "values", block, ids.INPUT)

    def line(self, block: str) -> str:
        """What was typed, cleaned; empty where nothing was."""
        return clean(text(self._element(block), "value"))

    def names(self, block: str) -> tuple[str, ...]:
        """What was typed, line by line, without empty lines and repetitions."""
        found = map(clean, self.line(block).splitlines())
        return tuple(dict.fromkeys(line for line in found if line))

    def lines(self, block: str) -> tuple[str, ...]:
        """The same, each cut to what is kept of a line."""
        return tuple(dict.fromkeys(line[:LINE_LIMIT] for line in self.names(block)))

    def choice(self, block: str) -> str:
        """The one option chosen."""
        return text(self._element(block), "selected_option", "value")

    def choices(self, block: str) -> tuple[str, ...]:
        """The options chosen."""
        return tuple(
            text(option, "value") for option in items(self._element(block), "selected_options")
        )

    def chosen(self, block: str) -> tuple[str, ...]:
        """The same, or the one option chosen, as their reader sees them."""
        element = self._element(block)
        options = [part(element, "selected_option"), *items(element, "selected_options")]
        return tuple(filter(None, (text(each, "text", "text") for each in options)))

    def offered(self, block: str) -> tuple[str, ...]:
        """The options there were to choose from, of a menu or of its groups."""
        shown = (each for each in items(self.view, "blocks") if text(each, "block_id") == block)
        element = part(next(shown, {}), "element")
        groups = items(element, "option_groups") or [element]
        return tuple(text(each, "value") for group in groups for each in items(group, "options"))

    def person(self, block: str) -> str:
        """The user id chosen."""
        return text(self._element(block), "selected_user")

    def conversation(self, block: str) -> str:
        """The channel id chosen."""
        element = self._element(block)
        return text(element, "selected_conversation") or text(element, "selected_channel")

    def moment(self, block: str) -> datetime | None:
        """The instant chosen, in UTC (Slack: "Datetime picker element", seconds)."""
        chosen = self._element(block).get("selected_date_time")
        if not isinstance(chosen, int):
            return None
        try:
            return datetime.fromtimestamp(chosen, UTC)
        except (ValueError, OverflowError, OSError):
            return None

    def day(self, block: str) -> str:
        """The day chosen, as "2026-11-22"."""
        return text(self._element(block), "selected_date")

    def clock(self, block: str) -> time | None:
        """The time of day chosen."""
        try:
            return time.fromisoformat(text(self._element(block), "selected_time"))
        except ValueError:
            return None


def _is_input(block: Payload) -> bool:
    return text(block, "type") == "input"


def submission(body: Payload, ours: str) -> Submission:
    """From a view_submission payload."""
    view = part(body, "view")
    return Submission(
        team_of(body, ours),
        text(body, "user", "id"),
        text(view, "callback_id"),
        Meta.load(text(view, "private_metadata")),
        view,
        text(body, "trigger_id"),
    )
