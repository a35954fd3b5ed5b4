"""All that is Slack's: what comes in becomes a command, what goes out is rendered and sent.

No SQL here, and no rules: `bot` decides, and what it decides is kept behind `bot.ports`.
"""

import re
from functools import partial

from slack_bolt.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck

from handlers.actions import on_action
from handlers.command_door import CommandDoor
from handlers.deps import Deps
from handlers.failures import on_failure
from handlers.gate import OnlyOurPeople
from handlers.home import HomeKeeper, on_home_opened
from handlers.members import (
    on_archived,
    on_joined,
    on_renamed,
    on_shared,
    on_unshared,
    on_user_changed,
    stop_in,
)
from handlers.messages import on_message
from handlers.modals import on_submission
from handlers.reactions import on_reaction
from handlers.shortcuts import on_shortcut

ANY = re.compile(".*", re.DOTALL)


def register(app: AsyncApp, deps: Deps, keeper: HomeKeeper | None = None) -> None:
    """Listen to everything the manifest subscribes to; `keeper` is who keeps App Home up to date,
    if somebody does. `app` processes before it responds: an ack leaves once everything is kept."""
    keeper = keeper or HomeKeeper(deps)
    deps.sharing.on_found = partial(stop_in, deps, deps.team)
    app.use(OnlyOurPeople(deps))
    app.use(CommandDoor(deps))
    app.error(partial(on_failure, deps=deps))

    app.shortcut(ANY)(partial(on_shortcut, deps=deps))
    app.action(ANY)(partial(on_action, deps=deps))
    app.view(ANY)(partial(on_submission, deps=deps))

    app.event("message")(partial(on_message, deps=deps))
    app.event("reaction_added")(partial(on_reaction, deps=deps))
    app.event("reaction_removed")(partial(on_reaction, deps=deps))
    app.event("member_joined_channel")(partial(on_joined, deps=deps))
    app.event("channel_archive")(partial(on_archived, deps=deps))
    app.event("group_archive")(partial(on_archived, deps=deps))
    app.event("app_home_opened")(partial(on_home_opened, deps=deps, keeper=keeper))
    app.event("channel_id_changed")(partial(on_renamed, deps=deps))
    app.event("channel_shared")(partial(on_shared, deps=deps))
    app.event("channel_unshared")(partial(on_unshared, deps=deps))
    app.event("user_change")(partial(on_user_changed, deps=deps))
    app.event(ANY)(on_anything_else)


async def on_anything_else(ack: AsyncAck) -> None:
    """An event nobody waits for is taken note of, or Slack would send it again and again."""
    await ack()
