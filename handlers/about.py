"""What is being worked on, for every line that is logged meanwhile.

It goes along into the tasks that are begun, and ends with the block it was said in.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from types import MappingProxyType

# `event`: Slack's event id, or one of our own for what Slack gives none. `incident`: its number.
# `outbox`: the id of a promised message, which also travels in its metadata.
FIELDS = ("event", "incident", "outbox")

_NOTHING: Mapping[str, object] = MappingProxyType({})
_about: ContextVar[Mapping[str, object]] = ContextVar("about", default=_NOTHING)


def about() -> Mapping[str, object]:
    """What is being worked on, by field."""
    return _about.get()


@contextmanager
def working_on(**fields: object) -> Iterator[None]:
    """These fields hold while the block runs."""
    before = _about.set({**_about.get(), **fields})
    try:
        yield
    finally:
        _about.reset(before)


def it_is_about(incident: int | None) -> None:
    """From here on, until the block it happens in ends, it is about that incident."""
    if incident is not None:
        _about.set({**_about.get(), "incident": incident})
