"""Private answers to a gesture, for one person's eyes: sent at once and never queued.

Nothing that matters rests on them (Slack: "chat.postEphemeral": delivery is not guaranteed). Where
the person cannot be reached in the channel, the same words go to them as a direct message.
"""

import logging

import aiohttp
from slack_sdk.errors import SlackClientError
from slack_sdk.webhook.async_client import AsyncWebhookClient

from handlers.deps import Deps
from handlers.logs import reason
from handlers.parse import Place
from handlers.payload import is_dm
from handlers.views.shapes import Message

log = logging.getLogger(__name__)

# What a call to Slack raises when it is refused, when the network fails, or when it takes too long.
REFUSED = (SlackClientError, aiohttp.ClientError, TimeoutError, OSError)


async def whisper(deps: Deps, user: str, place: Place, message: Message) -> None:
    """Say it to `user` alone: where they are, otherwise by direct message."""
    if await _by_response_url(deps, place, message):
        return
    if place.channel and not is_dm(place.channel):
        try:
            await deps.client.chat_postEphemeral(
                channel=place.channel,
                user=user,
                thread_ts=place.thread_ts or None,
                text=message[0],
                blocks=message[1],
            )
            return
        except REFUSED as error:
            log.info("private answer goes by direct message: %s", reason(error))
    await say_directly(deps, user, message)


async def say_directly(deps: Deps, user: str, message: Message, thread_ts: str = "") -> None:
    """Say it in the direct message between us and `user`."""
    try:
        await deps.client.chat_postMessage(
            channel=user,
            thread_ts=thread_ts or None,
            text=message[0],
            blocks=message[1],
            unfurl_links=False,
            unfurl_media=False,
        )
    except REFUSED as error:
        log.warning("private answer not delivered: %s", reason(error))


def tell_later(deps: Deps, user: str, place: Place, message: Message) -> None:
    """Whisper after the ack."""
    deps.tasks.spawn(whisper(deps, user, place, message), "whisper")


async def replace_answer(deps: Deps, place: Place, message: Message) -> bool:
    """Put other words in the place of a private answer. False where Slack does not let us."""
    return await _by_response_url(deps, place, message, replace_original=True)


def answer_later(deps: Deps, user: str, place: Place, message: Message) -> None:
    """After the ack, put it in the place of the private question that was answered; where Slack
    does not let us, whisper it."""

    async def answer() -> None:
        if not await replace_answer(deps, place, message):
            await whisper(deps, user, place, message)

    deps.tasks.spawn(answer(), "answer")


async def _by_response_url(
    deps: Deps, place: Place, message: Message, *, replace_original: bool = False
) -> bool:
    """Inside a thread Slack would put a new answer beside the thread: not used there. What is
    replaced stays where it is."""
    if not place.response_url or (place.thread_ts and not replace_original):
        return False
    webhook = AsyncWebhookClient(
        place.response_url, timeout=10, session=deps.client.session, retry_handlers=[]
    )
    try:
        response = await webhook.send_dict(
            {
                "text": message[0],
                "blocks": message[1],
                "response_type": "ephemeral",
                "replace_original": replace_original,
                **({"thread_ts": place.thread_ts} if place.thread_ts else {}),
            }
        )
    except REFUSED as error:
        log.info("response_url did not take an answer: %s", reason(error))
        return False
    return response.status_code == 200
