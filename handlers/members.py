"""Comings and goings: the bot is invited, a channel is archived or shared, an account changes."""

from slack_bolt.context.ack.async_ack import AsyncAck

from handlers.deps import Deps
from handlers.payload import Payload, part, team_of, text
from handlers.people import is_outsider, read
from handlers.sharing import SHARED, says_shared


async def on_joined(ack: AsyncAck, body: Payload, *, deps: Deps) -> None:
    """Someone joined a channel. If it is the bot, it says hello there, once."""
    event = part(body, "event")
    channel = text(event, "channel")
    if channel and text(event, "user") == deps.bot_user:
        await deps.desk.welcome(team_of(body, deps.team), channel, now=deps.clock())
        deps.wake()
    await ack()


async def on_archived(ack: AsyncAck, body: Payload, *, deps: Deps) -> None:
    """A channel was archived: the owners of what lives there hear of it."""
    channel = text(body, "event", "channel")
    if channel:
        team = team_of(body, deps.team)
        await deps.desk.channel_barred(team, channel, "is_archived", now=deps.clock())
        deps.wake()
    await ack()


def overheard(body: Payload) -> bool:
    """Whether an event comes from where another company reads along (Slack: "Slack Connect")."""
    return body.get("is_ext_shared_channel") is True


async def stop_in(deps: Deps, team: str, channel: str) -> None:
    """Another company is in that channel: nothing more is said there, and the owners of what lives
    there hear of it, once."""
    if deps.sharing.is_known(channel):
        return  # we have stopped there
    await deps.desk.channel_barred(team, channel, SHARED, now=deps.clock())
    deps.sharing.heard(channel, shared=True)  # only now: where the above fails, it comes again
    deps.wake()


async def on_shared(ack: AsyncAck, body: Payload, *, deps: Deps) -> None:
    """A channel is shared with another company from now on."""
    channel = text(body, "event", "channel")
    if channel:
        await stop_in(deps, team_of(body, deps.team), channel)
    await ack()


async def on_renamed(ack: AsyncAck, body: Payload, *, deps: Deps) -> None:
    """A channel has another id: a private one gets it when somebody begins to share it."""
    event, team = part(body, "event"), team_of(body, deps.team)
    old, new = text(event, "old_channel_id"), text(event, "new_channel_id")
    if old and new:
        await deps.desk.channel_renamed(team, old, new)
        if deps.sharing.is_known(new):  # Slack promises no order: that it is shared came first
            await deps.desk.channel_barred(team, new, SHARED, now=deps.clock())
        deps.wake()
    await ack()


async def on_unshared(ack: AsyncAck, body: Payload, *, deps: Deps) -> None:
    """Another company left a channel. Once the last one has, we go on there."""
    event = part(body, "event")
    channel = text(event, "channel")
    if channel and not says_shared(event):
        deps.sharing.heard(channel, shared=False)
        team = team_of(body, deps.team)
        await deps.desk.channel_freed(team, channel, SHARED, now=deps.clock())
        deps.wake()
    await ack()


async def on_user_changed(ack: AsyncAck, body: Payload, *, deps: Deps) -> None:
    """An account changed. Only people we have met are kept, and whoever is of another company: an
    event does not always say that of them."""
    user, team = part(body, "event", "user"), team_of(body, deps.team)
    changed = read(user, deps.clock(), deps.team)
    met = changed.user and await deps.directory.people(team, [changed.user])
    if met or (changed.user and is_outsider(user, deps.team)):
        await deps.directory.save_person(team, changed)
    await ack()
