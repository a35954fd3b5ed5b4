"""Logs: one line each, plain or JSON, and never a token in them."""

import json
import logging
import re
import sys

_SECRET = re.compile(r"xox[a-z]-[\w-]+|xapp-[\w-]+|xoxe[.-][\w.-]+")
_LOUD = ("slack_bolt", "slack_sdk", "apscheduler", "aiohttp", "sqlalchemy", "alembic")


class Redacted(logging.Formatter):
    """Formats as told, then takes out whatever looks like a Slack token."""

    def format(self, record: logging.LogRecord) -> str:
        return redact(super().format(record))


class AsJson(logging.Formatter):
    """One JSON object a line: time, level, logger, message, and the error's outline if any."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "time": self.formatTime(record),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        if record.exc_info:
            line["error"] = self.formatException(record.exc_info)
        return redact(json.dumps(line))


def redact(text: str) -> str:
    """The text without anything that looks like a Slack token."""
    return _SECRET.sub("[token]", text)


def set_up(level: str, form: str) -> None:
    """Log to stderr. Libraries log warnings only: at finer levels they write out payloads, and
    payloads hold what people wrote."""
    handler = logging.StreamHandler(sys.stderr)
    if form == "json":
        handler.setFormatter(AsJson())
    else:
        handler.setFormatter(Redacted("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for name in _LOUD:
        logging.getLogger(name).setLevel(logging.WARNING)
