"""Where every delivery comes in, by socket or by HTTP: named for the logs, timed, answered."""

import asyncio
import logging
from collections.abc import Mapping
from random import Random

from slack_bolt.async_app import AsyncApp
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse

from handlers.about import working_on
from handlers.logs import outline
from handlers.metrics import Metrics
from handlers.payload import Payload, text
from handlers.shape import in_shape

log = logging.getLogger(__name__)

_names = Random()  # names in the logs need no secret, and asking the system for one takes its time
NOBODY_LISTENS = 404  # Bolt's answer to it; for Slack it would be a failure
_KINDS = {
    "event_callback": "event",
    "block_actions": "action",
    "view_submission": "form",
    "view_closed": "form",
    "message_action": "shortcut",
    "shortcut": "shortcut",
}


class Intake:
    """Hands deliveries to Bolt. `idle` is set while none is being worked on."""

    def __init__(self, app: AsyncApp, metrics: Metrics) -> None:
        self._app = app
        self._metrics = metrics
        self._under_way = 0
        self.idle = asyncio.Event()
        self.idle.set()

    async def take(
        self, body: Payload, headers: Mapping[str, str] | None = None, *, since: float | None = None
    ) -> BoltResponse:
        """Bolt's answer; a bare 400 for what it cannot read. `headers` say whether it is a retry;
        `since` is when it arrived, on the event loop's clock."""
        loop = asyncio.get_running_loop()
        begun = loop.time() if since is None else since
        kind = kind_of(body)
        self._count(1)
        with working_on(event=_name(body, "event_id") or f"{kind}-{_names.getrandbits(32):08x}"):
            try:
                answer = await self._dispatch(body, headers)
            finally:
                self._count(-1)
            took = loop.time() - begun
            self._metrics.acked(kind, took, ok=answer.status == 200)
            what = _name(body, "event", "type") or _name(body, "type") or kind
            log.debug("%s answered with %s in %.1f ms", what, answer.status, took * 1000)
        return answer

    def _count(self, by: int) -> None:
        self._under_way += by
        if self._under_way:
            self.idle.clear()
        else:
            self.idle.set()

    async def _dispatch(self, body: Payload, headers: Mapping[str, str] | None) -> BoltResponse:
        try:
            if not in_shape(body):
                return BoltResponse(status=400, body="")
            # Bolt takes a payload that is read already only in the manner of Socket Mode.
            request = AsyncBoltRequest(
                body=dict(body), mode="socket_mode", headers=dict(headers or {})
            )
            answer = await self._app.async_dispatch(request)
        except Exception as error:
            # What goes wrong in a listener is answered by `handlers.failures`: this is Bolt itself,
            # or a payload that is nested too deeply to be looked through.
            log.warning("a payload that Bolt cannot read: %s", outline(error))
            return BoltResponse(status=400, body="")
        if answer.status == NOBODY_LISTENS:
            return BoltResponse(status=200, body="")
        return answer


def _name(body: Payload, *path: str) -> str:
    """What Slack calls it, for the log; empty where it is no name but might be words."""
    found = text(body, *path)
    return found if found.isidentifier() else ""


def kind_of(body: Payload) -> str:
    """One of a few words."""
    if text(body, "command"):
        return "command"
    return _KINDS.get(text(body, "type"), "other")
