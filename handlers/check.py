"""`python app.py check`: does Slack let us do what we need? Each finding names its fix."""

from collections.abc import Collection, Iterable

from slack_sdk.web.async_client import AsyncWebClient

from bot.config import Config
from bot.finding import Finding
from handlers import admin_words as words
from handlers.connecting import new_client, new_session
from handlers.logs import reason
from handlers.scopes import BOT_SCOPES, lacks
from handlers.slack_errors import FINAL
from handlers.whisper import REFUSED


async def check_slack(
    config: Config, incident_channels: Iterable[str], wrong: Collection[str] = ()
) -> tuple[Finding, ...]:
    """What is right and what is wrong between us and Slack.

    `incident_channels` are the channels that settings name. `wrong` names the variables that cannot
    be used as they stand: what rests on them is not asked, and no token is sent to an address that
    was not meant.
    """
    if "SLACK_API_URL" in wrong:
        return ()
    findings: list[Finding] = []
    async with new_session() as session:
        client = new_client(config, session)
        if "SLACK_BOT_TOKEN" not in wrong:
            findings += await _bot_token(client)
        welcome = bool(findings) and findings[0].fine
        if config.mode == "socket" and "SLACK_APP_TOKEN" not in wrong:
            findings.append(await _app_token(client, config.app_token))
        if welcome:
            findings += [await _channel(client, channel) for channel in incident_channels]
        return tuple(dict.fromkeys(findings))  # one network fails both tokens in the same words


async def _bot_token(client: AsyncWebClient) -> tuple[Finding, ...]:
    try:
        answer = await client.auth_test()
    except REFUSED as error:
        return (Finding(False, _why(error, words.refused(reason(error)))),)
    fine = Finding(True, words.bot_token_fine(str(answer.get("team")), str(answer.get("user"))))
    missing = lacks(answer.headers)
    if missing is None:
        return fine, Finding(True, words.scopes_unknown())
    if missing:
        return fine, Finding(False, words.scopes_missing(missing))
    return fine, Finding(True, words.scopes_fine(len(BOT_SCOPES)))


async def _app_token(client: AsyncWebClient, token: str) -> Finding:
    try:
        await client.apps_connections_open(app_token=token)
    except REFUSED as error:
        return Finding(False, _why(error, words.no_app_token(reason(error))))
    return Finding(True, words.app_token_fine())


async def _channel(client: AsyncWebClient, channel: str) -> Finding:
    try:
        answer = await client.conversations_info(channel=channel)
    except REFUSED as error:
        return Finding(False, words.channel_unknown(reason(error)))
    found = answer.get("channel") or {}
    name = str(found.get("name") or channel)
    if found.get("is_archived"):
        return Finding(False, words.channel_archived(name))
    if not found.get("is_member"):
        return Finding(False, words.channel_not_joined(name))
    return Finding(True, words.channel_fine(name))


def _why(error: BaseException, refused: str) -> str:
    code = reason(error)
    return refused if code in FINAL or hasattr(error, "response") else words.unreachable(code)
