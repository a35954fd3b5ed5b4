"""App Home: filled for whoever opens it, and kept up to date for them afterwards.

It is momentary: nothing rests on it, and nothing of it happens before an ack. Slack does not say
when somebody closes it, so whoever opened it lately has it open (`bot.records.Homes`).
"""

import asyncio
import contextlib
import hashlib
import json
import logging
from collections import deque
from datetime import timedelta

from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.errors import SlackApiError

from bot.pace import HOME, HOME_AGAIN
from bot.people import Person, person
from handlers.deps import Deps
from handlers.logs import outline, reason
from handlers.payload import Payload, text
from handlers.people import get, look_up
from handlers.slack_errors import judge
from handlers.views import home as views
from handlers.views.home import LEARNED_LIMIT, OPEN_LIMIT, HomeScene
from handlers.views.shapes import View
from handlers.whisper import REFUSED

log = logging.getLogger(__name__)

LATELY = timedelta(hours=12)
READERS = 50  # at most, the latest first
AT_ONCE = 10  # calls under way
SURE = 10.0  # real seconds for which nobody else is thought to have published something else
GATHER = 0.25  # real seconds: what changes within them is shown at once
APART = 1.0  # real seconds between two rounds
IDLE = 60.0  # real seconds after which we look without being told: what was due may be late now
ASK_AGAIN = 30.0
STALE = "hash_conflict"  # Slack: "views.publish", errors


class HomeKeeper:
    """Publishes App Home to its readers whenever something may have changed."""

    def __init__(self, deps: Deps, *, sure: float = SURE, ask_again: float = ASK_AGAIN) -> None:
        """`sure`: for how long (real seconds) what we published counts as what is shown. Another
        replica may have published, too, and may be gone since. `ask_again`: after how long (real
        seconds) Slack is asked once more who somebody is."""
        self._deps = deps
        self._sure = sure
        self._ask_again = ask_again
        self._stirred = asyncio.Event()
        self._closing = False
        # (team, user) -> what was published last, and when (real seconds)
        self._shown: dict[tuple[str, str], tuple[str, float]] = {}
        self._hashes: dict[tuple[str, str], str] = {}
        # user -> when Slack was asked in vain who that is (real seconds)
        self._asked: dict[str, float] = {}
        self._again_at = 0.0  # when what is probably shown may be published again (real seconds)

    def stir(self) -> None:
        """Something may have changed."""
        self._stirred.set()

    async def run(self) -> None:
        """Publish until `close` is called. What goes wrong is logged, and the next round comes."""
        self.stir()  # whoever had it open when we last went away
        while not self._closing:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(IDLE):
                    await self._stirred.wait()
            await asyncio.sleep(GATHER)
            self._stirred.clear()
            pause = APART
            try:
                pause = max(await self._round(), APART)
            except Exception as error:
                log.error("App Home could not be kept up to date: %s", outline(error))
            if not self._closing:
                await asyncio.sleep(pause - GATHER)

    def close(self) -> None:
        """Stop after the round that is under way."""
        self._closing = True
        self.stir()

    async def _round(self) -> float:
        """Everyone who has it open sees how things stand, first whoever was served longest ago.
        Returns how long we have to wait before we go on (real seconds), 0 when all are served."""
        deps = self._deps
        since = deps.clock() - LATELY
        readers = await deps.homes.readers(deps.team, since=since, limit=READERS)
        left = deque(sorted(readers, key=lambda user: self._served_at((deps.team, user))))
        waits = list[float]()

        async def serve() -> None:
            while left and not waits:
                waits.extend(filter(None, [await self._carefully(left.popleft())]))

        await asyncio.gather(*(serve() for _ in range(AT_ONCE)))
        if waits:
            self.stir()
        return max(waits, default=0.0)

    async def _carefully(self, user: str) -> float:
        """Publish in turn. Where that fails for one, the others are served nonetheless."""
        try:
            return await self.publish(self._deps.team, user, in_turn=True)
        except Exception as error:
            log.error("App Home could not be brought up to date: %s", outline(error))
            return 0.0

    def _served_at(self, key: tuple[str, str]) -> float:
        return self._shown.get(key, ("", 0.0))[1]

    async def opened(self, team: str, user: str, seen: str) -> None:
        """That person has opened it, and sees the version `seen` (a hash; "" for none). Who that is
        is asked first: the event does not say whether they are of another company."""
        who = await get(self._deps, team, user)
        if who.known_at is None:
            self._asked[user] = _now()
        if who.active:
            await self._deps.homes.opened(team, user, now=self._deps.clock())
        key = (team, user)
        self._shown.pop(key, None)
        self._hashes.pop(key, None)
        if seen:
            self._hashes[key] = seen
        if await self.publish(team, user):
            self.stir()  # in a round, then, as soon as Slack lets us

    async def publish(self, team: str, user: str, *, in_turn: bool = False) -> float:
        """Show that person how things stand, if that is news, or may be. `in_turn`: not before
        Slack's pace allows it, which all replicas keep together; while Slack wants silence, not at
        all. Returns how long to wait before the next call (real seconds)."""
        key = (team, user)
        view = await self._view(team, user)
        digest = _digest(view)
        is_news = self._shown.get(key, ("", 0.0))[0] != digest
        if not is_news and _now() - self._served_at(key) < self._sure:
            return 0.0
        if wait := await self._turn(team, is_news=is_news, in_turn=in_turn):
            return wait if is_news else 0.0
        try:
            await self._send(key, view, self._hashes.get(key))
        except SlackApiError as error:
            if reason(error) != STALE:
                return _refused(error)
            self._hashes.pop(key, None)  # another replica was faster: what is here is as new
            return await self._once_more(key)
        except REFUSED as error:
            return _refused(error)
        self._shown[key] = (digest, _now())
        return 0.0

    async def _turn(self, team: str, *, is_news: bool, in_turn: bool) -> float:
        """How long to wait for the next turn (real seconds), 0 where it is now. Of what is probably
        shown already the database is not asked again before the time that it said."""
        if not is_news and _now() < self._again_at:
            return self._again_at - _now()
        deps, line = self._deps, HOME if is_news else HOME_AGAIN
        wait = await deps.homes.turn(team, line, now=deps.clock(), at_once=not in_turn)
        if not is_news:
            self._again_at = _now() + wait
        return wait

    async def _once_more(self, key: tuple[str, str]) -> float:
        view = await self._view(*key)
        try:
            await self._send(key, view, None)
        except REFUSED as error:
            return _refused(error)
        self._shown[key] = (_digest(view), _now())
        return 0.0

    async def _send(self, key: tuple[str, str], view: View, seen: str | None) -> None:
        shown = await self._deps.client.views_publish(user_id=key[1], view=view, hash=seen)
        self._hashes[key] = text(shown.data, "view", "hash")

    async def _view(self, team: str, user: str) -> View:
        deps = self._deps
        who = await self._who(team, user)
        if who.known_at is None:  # they may be of another company
            return views.for_unknown(deps.command)
        if not who.active:
            return views.for_outsiders()
        return views.home(
            HomeScene(
                mine=await deps.desk.mine(team, user),
                open=await deps.desk.open_incidents(team, user, offset=0, limit=OPEN_LIMIT),
                learned=await deps.records.learnings(team, user, limit=LEARNED_LIMIT),
                now=deps.clock(),
                command=deps.command,
                workspace_url=deps.workspace_url,
            )
        )

    async def _who(self, team: str, user: str) -> Person:
        """That person as known. Of whom Slack has not said anything it is asked again, now and
        then, but nobody's Home waits for that."""
        known = person(await self._deps.directory.people(team, [user]), user)
        again_at = self._asked.get(user, -self._ask_again) + self._ask_again
        if known.known_at is None and _now() >= again_at:
            self._asked[user] = _now()
            self._deps.tasks.spawn(self._ask(team, user), "home")
        return known

    async def _ask(self, team: str, user: str) -> None:
        if (await look_up(self._deps, team, user)).known_at is not None:
            self._asked.pop(user, None)
            self.stir()


def _refused(error: Exception) -> float:
    """For how long (real seconds) Slack does not want to hear of it; the client keeps to that."""
    failure = judge(error)
    log.info("views.publish refused: %s", reason(error))
    return (failure.wait or 0.0) if failure and failure.limited else 0.0


def _digest(view: View) -> str:
    return hashlib.sha256(json.dumps(view).encode()).hexdigest()


def _now() -> float:
    return asyncio.get_running_loop().time()


async def on_home_opened(ack: AsyncAck, body: Payload, *, deps: Deps, keeper: HomeKeeper) -> None:
    """Somebody opened the app's Home, or its Messages, which does not concern us."""
    team, user = deps.team, text(body, "event", "user")
    if user and text(body, "event", "tab") == "home":
        seen = text(body, "event", "view", "hash")
        deps.tasks.spawn(keeper.opened(team, user, seen), "home")
    await ack()
