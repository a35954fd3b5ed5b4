"""App Homes of that office, and what keeps them up to date."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.people import Person
from handlers.home import HomeKeeper
from sandbox.model import OpenView, User
from tests.handlers.limits import texts
from tests.handlers.office import Office


async def shown(office: Office, user: str) -> str:
    """All words on that person's Home, once it is opened."""
    await office.sandbox.gestures.open_home(user)
    await office.settle()
    return words(office, user)


def words(office: Office, user: str) -> str:
    view: OpenView | None = office.sandbox.slack.home_of(user)
    return texts(view.view["blocks"]) if view else ""


@asynccontextmanager
async def kept_up(office: Office, *, ask_again: float = 30) -> AsyncIterator[HomeKeeper]:
    keeper = HomeKeeper(office.deps, ask_again=ask_again)
    running = asyncio.create_task(keeper.run())
    try:
        yield keeper
    finally:
        keeper.close()
        await running


async def until(office: Office, user: str, having: str, *, within: float = 2) -> float:
    """How long it takes (real seconds) until that stands there."""
    clock = asyncio.get_running_loop().time
    begun = clock()
    while having not in words(office, user):
        assert clock() - begun < within, words(office, user)
        await asyncio.sleep(0.01)
    return clock() - begun


def readers(office: Office, count: int) -> list[str]:
    """So many people who have it open."""
    users = [f"U0READ{number:03}" for number in range(count)]
    for user in users:
        office.sandbox.slack.users[user] = User(user, user.lower(), user, "Etc/UTC")
        office.directory.known[user] = Person(user, known_at=office.clock.now)
    office.deps.homes.opened_at |= dict.fromkeys(users, office.clock.now)  # type: ignore[attr-defined]
    return users
