"""What the log says of a delivery: what Slack calls it, and never what may be somebody's words."""

import re

import pytest

from handlers.intake import Intake
from handlers.metrics import Metrics
from tests.handlers.test_front_door import an_app
from tests.handlers.test_front_door_fuzz import logged

WORDS = "Tom dropped the ball"


def event(name: str, kind: str) -> dict[str, object]:
    return {"type": "event_callback", "event_id": name, "event": {"type": kind}}


@pytest.mark.parametrize(
    ("body", "kind", "name"),
    [
        (event("Ev0QUOKKA", "app_mention"), "app_mention", "Ev0QUOKKA"),
        (event(WORDS, WORDS), "event_callback", r"event-[0-9a-f]{8}"),
        (event("Ev1\nTom", "Tom!"), "event_callback", r"event-[0-9a-f]{8}"),
        ({"type": "message_action"}, "message_action", r"shortcut-[0-9a-f]{8}"),
        ({"type": WORDS}, "other", r"other-[0-9a-f]{8}"),
    ],
)
async def test_a_kind_or_an_id_is_logged_only_if_it_is_a_name(
    body: dict[str, object], kind: str, name: str, caplog: pytest.LogCaptureFixture
) -> None:
    with logged(caplog) as log:
        await Intake(an_app(), Metrics()).take(body)
    said = log.getvalue()
    assert re.search(rf": {kind} answered with \d+ in \S+ ms \[event={name}\]\n", said)
    assert "Tom" not in said
