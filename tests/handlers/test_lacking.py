"""Slack refuses a call because a permission is missing: whoever can mend it is told."""

from dataclasses import replace
from typing import cast

import pytest
from slack_sdk.errors import SlackApiError

from bot.ports import ParcelKind, Scene
from bot.settings import Settings
from handlers.admin_words import scopes_missing
from handlers.lacking import Lacking, WatchfulClient
from handlers.scopes import BOT_SCOPES, lacks
from handlers.views.render import render
from tests.handlers.cases import MARIA, a_parcel
from tests.handlers.limits import check_message, texts
from tests.handlers.memory_postroom import MemoryPostroom
from tests.handlers.office import TOM, Office

ALL = ",".join(BOT_SCOPES)


@pytest.mark.parametrize(
    ("headers", "missing"),
    [
        ({}, None),
        ({"X-OAuth-Scopes": ALL}, ()),
        ({"x-oauth-scopes": ALL.replace("mpim:read,", "").replace(",", ", ")}, ("mpim:read",)),
    ],
)
def test_what_a_token_lacks(headers: dict[str, str], missing: tuple[str, ...] | None) -> None:
    assert lacks(headers) == missing


async def test_it_is_heard_in_any_call_and_told_once(office: Office) -> None:
    postroom, api = cast(MemoryPostroom, office.deps.postroom), office.sandbox.api
    whole, ours = api.manifest, office.deps.client
    client = WatchfulClient(
        ours.token, base_url=ours.base_url, session=ours.session, retry_handlers=[]
    )
    with pytest.raises(SlackApiError):
        await client.users_info(user="U0NOBODY0")
    client.on_lacking = Lacking(office.deps)
    with pytest.raises(SlackApiError):
        await client.users_info(user="U0NOBODY0")  # nobody's permission
    for lost in ("users:read", "users:read", "chat:write"):
        api.manifest = replace(whole, scopes=whole.scopes - {lost})
        with pytest.raises(SlackApiError, match="missing_scope"):
            if lost == "users:read":
                await client.users_info(user=TOM)
            else:  # and then nobody can be told
                await client.chat_postMessage(channel=TOM, text="Hello")
    await office.deps.tasks.wait(5)
    assert postroom.asked == ["lacking users:read"]
    assert office.wakes
    office.sandbox.slack.refusals.clear()


def test_it_is_said_in_the_words_of_the_check() -> None:
    parcel = a_parcel(
        ParcelKind.LACKING, target=MARIA, payload={"scopes": ["mpim:read"]}, thread_ts=None
    )
    shown = render(parcel, Scene(Settings(), {}), command="/mistake")
    assert shown
    said = texts(check_message(shown)[1])
    assert scopes_missing(("mpim:read",)) in said
    assert "everything else goes on" in said
