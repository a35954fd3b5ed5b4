"""Who decides for the workspace: its admins and the team's lead."""

import asyncio

from bot.people import person
from bot.settings import Settings
from handlers.deps import Deps
from handlers.people import get

LOOK_UP_BUDGET = 0.8  # seconds for asking Slack who is an admin, before the form must open


async def may_decide(deps: Deps, team: str, user: str, settings: Settings) -> bool:
    """Whether this person may, asked live where nothing fresh is known; within a short time."""
    if user == settings.lead:
        return True
    try:
        async with asyncio.timeout(LOOK_UP_BUDGET):
            return (await get(deps, team, user)).is_admin
    except TimeoutError:
        return await may_keep(deps, team, user, settings)


async def may_keep(deps: Deps, team: str, user: str, settings: Settings) -> bool:
    """The same from what is known already: nothing is asked while a form is being sent."""
    known = person(await deps.directory.people(team, [user]), user)
    return user == settings.lead or known.is_admin
