"""What it takes to talk to Slack: a session, a client, Bolt, and patience."""

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable
from typing import TypeVar

import aiohttp
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.web.async_client import AsyncWebClient

from bot.config import Config
from handlers.admin_words import unreachable, unwell
from handlers.logs import reason
from handlers.rests import HeedingClient, Rests
from handlers.slack_errors import FINAL
from handlers.whisper import REFUSED

log = logging.getLogger("amends")
T = TypeVar("T")

CALL_SECONDS = 10.0  # a call to Slack that takes longer counts as unanswered
LONGEST_PAUSE = 30.0


class NotWelcome(RuntimeError):
    """The process cannot work like this; the message says what to change."""


def new_client(
    config: Config, session: aiohttp.ClientSession, rests: Rests | None = None
) -> HeedingClient:
    """Slack's Web API over `session`; with `rests` for what is said and asked at once. Nothing is
    tried twice by itself: a repeated chat.postMessage whose first reply was lost would be a second
    message."""
    client = HeedingClient(
        token=config.bot_token, base_url=config.api_url, session=session, retry_handlers=[]
    )
    client.rests = rests
    return client


def new_session(*watching: aiohttp.TraceConfig) -> aiohttp.ClientSession:
    """A session with our timeout (the client's own is ignored once it is given a session)."""
    timeout = aiohttp.ClientTimeout(total=CALL_SECONDS)
    return aiohttp.ClientSession(timeout=timeout, trace_configs=list(watching))


async def patiently(
    call: Callable[[], Awaitable[T]], explain: Callable[[str], str], stop: asyncio.Event
) -> T | None:
    """What `call` answers, however long Slack cannot be reached; None if we are to stop meanwhile.

    Raises NotWelcome where Slack says no for good; `explain` turns its code into the fix.
    """
    pause = 1.0
    while not stop.is_set():
        try:
            return await call()
        except REFUSED as error:
            code = reason(error)
            if code in FINAL:
                raise NotWelcome(explain(code)) from error
            trouble = unwell(code) if hasattr(error, "response") else unreachable(code)
            log.warning("%s Trying again in %.0f s.", trouble, pause)
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(pause):
                await stop.wait()
        pause = min(pause * 2, LONGEST_PAUSE)
    return None


def new_app(client: AsyncWebClient, who: AuthorizeResult) -> AsyncApp:
    """Bolt, so set up that a listener is done before Slack hears of it, that who we are is known
    without asking, and that deletions of our own messages are seen."""

    async def authorize() -> AuthorizeResult:
        return who

    quiet = logging.getLogger("amends.bolt")  # it warns that a token in the environment is unused
    quiet.setLevel(logging.ERROR)
    return AsyncApp(
        name="Amends",  # without one Bolt searches all modules for whoever called it
        logger=quiet,
        client=client,
        authorize=authorize,
        process_before_response=True,
        ignoring_self_events_enabled=False,
        request_verification_enabled=False,  # done before Bolt: see handlers.front_door
        attaching_function_token_enabled=False,  # for steps of workflows, which we do not offer
    )
