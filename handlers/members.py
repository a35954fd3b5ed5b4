"""Comings and goings: the bot is invited, a channel is archived, a person's account changes."""

from slack_bolt.context.ack.async_ack import AsyncAck

from handlers.deps import Deps
from handlers.payload import Payload, part, team_of, text
from handlers.people import read


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
        await deps.desk.channel_archived(team_of(body, deps.team), channel, now=deps.clock())
        deps.wake()
    await ack()


async def on_user_changed(ack: AsyncAck, body: Payload, *, deps: Deps) -> None:
    """An account changed. Only people we have met are kept."""
    changed = read(part(body, "event", "user"), deps.clock())
    team = team_of(body, deps.team)
    if changed.user and await deps.directory.people(team, [changed.user]):
        await deps.directory.save_person(team, changed)
    await ack()
