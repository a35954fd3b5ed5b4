"""Logs: one line each, plain or JSON, with what they are about, and never a secret in them.

A line may name an incident, one of Slack's ids, an error's kind and the lines of our code: never
what a person wrote, and never a token.
"""

import json
import logging
import re
import sys
from collections.abc import Collection
from datetime import UTC, datetime
from types import TracebackType

from handlers.about import FIELDS, about
from handlers.logs import outline

SHORTEST = 6  # a secret of fewer letters is in too many words to be taken out
_TOKEN = re.compile(r"xox[a-z]-[\w-]+|xapp-[\w-]+|xoxe[.-][\w.-]+")
_LOUD = ("slack_bolt", "slack_sdk", "apscheduler", "aiohttp", "asyncio", "sqlalchemy", "alembic")

ErrorInfo = (
    tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]
)


class _Ours(logging.Formatter):
    """What both forms share: an error's message is left out, for it may quote what a person wrote;
    the secrets we were given, and what looks like a Slack token, are taken out."""

    def __init__(self, secrets: Collection[str] = ()) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")
        kept = [re.escape(secret) for secret in secrets if len(secret) >= SHORTEST]
        self._secret = re.compile("|".join([_TOKEN.pattern, *kept]))

    def formatTime(self, record: logging.LogRecord, datefmt: str | None = None) -> str:
        """UTC, to the millisecond."""
        at = datetime.fromtimestamp(record.created, UTC)
        return at.isoformat(timespec="milliseconds").replace("+00:00", "Z")

    def formatException(self, ei: ErrorInfo) -> str:
        """Kinds and places."""
        return outline(ei[1]) if ei[1] else ""

    def redact(self, line: str) -> str:
        return self._secret.sub("[secret]", line)


class AsText(_Ours):
    """A line for people to read; what it is about follows in brackets."""

    def format(self, record: logging.LogRecord) -> str:
        known = _known(record)
        fields = " ".join(f"{name}={value}" for name, value in known.items())
        said = super().format(record)
        first, *rest = said.split("\n", 1)
        whole = "\n".join([f"{first} [{fields}]" if fields else first, *rest])
        return self.redact(whole)


class AsJson(_Ours):
    """One JSON object a line: time, level, logger, message; what it is about, as far as it is known
    (`event`, `incident`, `outbox`); and the error's outline if there is one."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, object] = {
            "time": self.formatTime(record),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
            **_known(record),
        }
        if record.exc_info:
            line["error"] = self.formatException(record.exc_info)
        return self.redact(json.dumps(line, ensure_ascii=False))


def _known(record: logging.LogRecord) -> dict[str, object]:
    said = {name: getattr(record, name, None) for name in FIELDS}
    return {**about(), **{name: value for name, value in said.items() if value is not None}}


def set_up(level: str, form: str, secrets: Collection[str] = ()) -> None:
    """Log to stderr, never any of these `secrets`. Libraries log warnings only: at finer levels
    they write out payloads, and payloads hold what people wrote."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(AsJson(secrets) if form == "json" else AsText(secrets))
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for name in _LOUD:
        logging.getLogger(name).setLevel(logging.WARNING)
