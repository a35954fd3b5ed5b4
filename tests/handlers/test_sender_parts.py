"""The parts of the sender by themselves: pace, what refusals mean, words made readable."""

import asyncio
from typing import Any

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.people import Person
from handlers.pacer import FORGET_AFTER, Pacer
from handlers.readable import readable
from handlers.slack_errors import Failure, Fate, judge

POST, UPDATE, OPEN = "chat.postMessage", "chat.update", "conversations.open"


class Seconds:
    """A monotonic clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def seconds() -> Seconds:
    return Seconds()


@pytest.fixture
def pacer(seconds: Seconds) -> Pacer:
    return Pacer(seconds)


class TestPacer:
    def test_one_after_the_other_in_a_channel_and_at_once_in_another(self, pacer: Pacer) -> None:
        waits = [pacer.wait(POST, "C1", str(number)) for number in range(3)]
        assert waits == pytest.approx([0, 1.05, 2.1])
        assert pacer.wait(POST, "C2", "other") == 0

    def test_the_same_ticket_keeps_its_place(self, pacer: Pacer, seconds: Seconds) -> None:
        pacer.wait(POST, "C1", "first")
        assert pacer.wait(POST, "C1", "second") == pytest.approx(1.05)
        seconds.now += 1
        assert pacer.wait(POST, "C1", "second") == pytest.approx(0.05)

    def test_whoever_was_late_moves_the_next_one(self, pacer: Pacer, seconds: Seconds) -> None:
        pacer.wait(POST, "C1", "first")
        pacer.wait(POST, "C1", "second")
        seconds.now += 1
        pacer.went(POST, "C1", "first")
        assert pacer.wait(POST, "C1", "second") == pytest.approx(1.05)

    def test_edits_may_come_in_a_bunch(self, pacer: Pacer) -> None:
        waits = [pacer.wait(UPDATE, f"C{number}", str(number)) for number in range(27)]
        assert waits == pytest.approx([*[0] * 25, 1.2, 2.4], abs=1e-6)

    def test_what_has_no_pace_goes_at_once(self, pacer: Pacer) -> None:
        assert [pacer.wait(OPEN, "", str(number)) for number in range(9)] == [0] * 9

    def test_slower_holds_everybody_in_that_line(self, pacer: Pacer, seconds: Seconds) -> None:
        pacer.wait(POST, "C1", "first")
        pacer.went(POST, "C1", "first")
        pacer.wait(POST, "C1", "second")
        pacer.rest(POST, "C1", 30)
        waits = [pacer.wait(POST, "C1", ticket) for ticket in ("second", "first", "third")]
        assert waits == pytest.approx([30, 31.05, 32.1])
        assert pacer.wait(POST, "C2", "other") == 0
        pacer.rest(OPEN, "C1", 5)
        assert pacer.wait(OPEN, "C2", "any") == 5
        seconds.now += 40
        assert pacer.wait(POST, "C1", "second") == 0

    def test_places_and_lines_nobody_takes_are_forgotten(
        self, pacer: Pacer, seconds: Seconds
    ) -> None:
        pacer.wait(POST, "C1", "never came")
        for number in range(1100):
            pacer.wait(POST, f"D{number}", "x")
            pacer.went(POST, f"D{number}", "x")
        seconds.now += FORGET_AFTER + 1
        pacer.wait(POST, "C1", "came")
        pacer.went(POST, "C1", "came")
        assert pacer.wait(POST, "C1", "never came") == pytest.approx(1.05)
        assert pacer.wait(POST, "D1", "x") == 0


def refused(status: int, data: Any, **headers: Any) -> SlackApiError:
    """As slack_sdk raises it."""
    response = AsyncSlackResponse(
        client=AsyncWebClient(),
        http_verb="POST",
        api_url="https://slack.example/api/",
        req_args={},
        data=data,
        headers=headers,
        status_code=status,
    )
    return refusal(response)


def refusal(response: object) -> SlackApiError:
    error: SlackApiError = SlackApiError("refused", response)  # type: ignore[no-untyped-call]
    return error


@pytest.mark.parametrize(
    ("error", "failure"),
    [
        (
            refused(429, {"ok": False, "error": "ratelimited"}, **{"Retry-After": "7"}),
            Failure(Fate.RETRY, "ratelimited", 7, limited=True),
        ),
        (refused(429, {}), Failure(Fate.RETRY, "ratelimited", 5, limited=True)),
        (
            refused(200, {"ok": False, "error": "rate_limited"}, **{"retry-after": "soon"}),
            Failure(Fate.RETRY, "ratelimited", 5, limited=True),
        ),
        (refused(200, {"ok": False, "error": "fatal_error"}), Failure(Fate.UNSURE, "fatal_error")),
        (refused(502, {}), Failure(Fate.UNSURE, "http_502")),
        (refused(503, "upstream connect error"), Failure(Fate.UNSURE, "http_503")),
        (
            refused(429, "slow down", **{"Retry-After": "600"}),
            Failure(Fate.RETRY, "ratelimited", 600, limited=True),
        ),
        (
            refused(429, "slow down", **{"Retry-After": "inf"}),
            Failure(Fate.RETRY, "ratelimited", 5, limited=True),
        ),
        (refused(200, {"error": []}), Failure(Fate.UNSURE, "http_200")),
        (refused(503, {"error": "some_code"}), Failure(Fate.UNSURE, "some_code")),
        (refused(200, {"error": "token_revoked"}), Failure(Fate.RETRY, "token_revoked", 60)),
        (
            refused(200, {"error": "service_unavailable"}),
            Failure(Fate.RETRY, "service_unavailable"),
        ),
        (refused(200, {"error": "thread_not_found"}), Failure(Fate.RETRY, "thread_not_found")),
        (refused(200, {"error": "message_not_found"}), Failure(Fate.GONE, "message_not_found")),
        (refused(200, {"error": "is_archived"}), Failure(Fate.BARRED, "is_archived")),
        (refused(200, {"error": "is_inactive"}), Failure(Fate.BARRED, "is_archived")),
        (refused(200, {"error": "never_heard_of"}), Failure(Fate.NEVER, "never_heard_of")),
        (refusal(object()), Failure(Fate.UNSURE, "http_0")),
        (TimeoutError(), Failure(Fate.UNSURE, "timeout")),
        (aiohttp.ServerDisconnectedError(), Failure(Fate.UNSURE, "connection_lost")),
        (ConnectionResetError(), Failure(Fate.UNSURE, "connection_lost")),
        (KeyError("ours"), None),
    ],
)
def test_what_a_refusal_means(error: Exception, failure: Failure | None) -> None:
    assert judge(error) == failure


async def test_what_never_left_us_is_sure_not_to_be_there() -> None:
    client = AsyncWebClient("xoxb-1", base_url="http://127.0.0.1:9/api/", retry_handlers=[])
    with pytest.raises(aiohttp.ClientError) as raised:
        async with asyncio.timeout(5):
            await client.auth_test()
    assert judge(raised.value) == Failure(Fate.RETRY, "not_connected", 5)


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        ("plain &amp; &lt;simple&gt;", "plain & <simple>"),
        ("<@U1> and <@U2|tom> and <@U3>", "@Priya and @tom and @U3"),
        ("<#C1|general> <#C2>", "#general #C2"),
        ("<!here> <!subteam^S1|@ops> <!subteam^S2>", "@here @ops @subteam"),
        ("<!date^1^{date}|Friday>", "Friday"),
        ("<https://a.example/x>", "https://a.example/x"),
        ("<https://a.example/x|our page>", "our page (https://a.example/x)"),
        ("<http://a.example|a.example>", "http://a.example"),
        ("<mailto:a@b.example|a@b.example>", "a@b.example"),
    ],
)
def test_words_as_a_reader_saw_them(raw: str, words: str) -> None:
    assert readable(raw, {"U1": Person("U1", "Priya")}) == words
