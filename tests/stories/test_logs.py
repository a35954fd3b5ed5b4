"""What the log says: what it is about, and never a secret or what a person wrote."""

import json
import re
from pathlib import Path

from sandbox.faults import ApiFault, FaultKind
from tests.stories.cast import MISTAKES, PRIYA, TOM
from tests.stories.forms import fill_form
from tests.stories.stage import Stage, raised
from tests.stories.test_health import answer
from tests.stories.thread import Thread
from tests.stories.waiting import eventually

MARK = "Quokka"  # in everything that anybody writes
FAULTS: tuple[tuple[str, FaultKind], ...] = (
    ("chat.postMessage", "429"),
    ("chat.postMessage", "lost_reply"),
    ("chat.postEphemeral", "502"),
    ("chat.update", "500"),
)


def lines(stage: Stage) -> list[dict[str, object]]:
    """Every line of the log; each is a JSON object."""
    return [json.loads(line) for line in stage.log.read_text().splitlines()]


async def everything_goes_wrong(stage: Stage) -> Thread:
    """People write, and Slack fails in every way."""
    thread = await stage.report(PRIYA, f"We sent {MARK} the wrong invoice")
    stage.sandbox.faults.waiting += [ApiFault(method, kind) for method, kind in FAULTS]
    await thread.say(TOM, f"{MARK} dropped the ball, and lied to us")
    said = await thread.say(TOM, f"I told {MARK}: we call you by Friday noon")
    await thread.react(PRIYA, said, "mega")
    await thread.react(PRIYA, said, "pushpin")
    await stage.command(TOM, f"promise 1 refund {MARK} by Friday noon")
    await stage.press(PRIYA, thread.card, "Add details")
    await stage.modal(PRIYA, "Add details")
    await stage.fill(PRIYA, which=f"{MARK} Ltd", what_did=f"{MARK} wanted oak")
    await stage.submit(PRIYA)
    await stage.press(PRIYA, await thread.prompt("Own it"), "Done")
    await fill_form(stage, PRIYA, "Own it")
    return thread


async def test_a_bad_day_in_the_log(tmp_path: Path, ready_url: str) -> None:
    async with raised(tmp_path, ready_url, LOG_LEVEL="DEBUG", LOG_FORMAT="json") as stage:
        await everything_goes_wrong(stage)
        await eventually(lambda: not stage.sandbox.faults.waiting, "all that is to fail has", 30)
        status, metrics = await answer(stage, "metrics")
        await stage.stop_bot()
        log = stage.log.read_text()

        tokens = stage.sandbox.tokens
        for secret in (tokens.bot, tokens.app, tokens.signing_secret, MARK):
            assert secret not in log + metrics
        logged = lines(stage)
        assert {"time", "level", "logger", "message"} <= logged[0].keys()
        opened = [line for line in logged if line["message"] == "OpenIncident"]
        assert [(line["incident"], str(line["event"])[:8]) for line in opened] == [(1, "command-")]
        assert any(str(line.get("event")).startswith("Ev") for line in logged)
        failed = [line for line in logged if "(unsure)" in str(line["message"])]
        assert failed
        assert all(line["incident"] == 1 and line["outbox"] for line in failed)
        assert not [line for line in logged if line["level"] == "CRITICAL"]

        assert status == 200
        for name in (
            'amends_ack_seconds_count{kind="command"}',
            'amends_slack_rate_limited_total{method="chat.postMessage"} 1.0',
            "amends_connections 2.0",
            "amends_database_up 1.0",
            "amends_ready 1.0",
            "amends_clock_skew_seconds ",
        ):
            assert name in metrics, name
        for name in ("sweep_age", "ping_age", "envelope_age"):
            [seconds] = re.findall(rf"^amends_{name}_seconds (\S+)", metrics, re.MULTILINE)
            assert 0 < float(seconds) < 30, name
        assert MISTAKES not in metrics
        assert PRIYA not in metrics
