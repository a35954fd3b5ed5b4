"""Who people are to Slack: looked up when they first act, and again when it has become old."""

import asyncio
import logging
from datetime import datetime, timedelta

from slack_sdk.errors import SlackApiError

from bot.people import DEFAULT_ZONE, People, Person, person
from handlers.deps import Deps
from handlers.logs import reason
from handlers.payload import Payload, part, text
from handlers.readable import mentioned
from handlers.whisper import REFUSED

log = logging.getLogger(__name__)

FRESH = timedelta(days=1)
SLACKBOT = "USLACKBOT"
MENTIONED = 10  # people of one message whose names we ask for at most
# Slack has no such person for us (Slack: "users.info", errors): nobody to remind.
_NOBODY = ("user_not_found", "user_not_visible", "users_not_found")


def read(user: Payload, now: datetime, team: str) -> Person:
    """A person from Slack's "User object", of which any field may be missing. Called by the whole
    name, as documents have it: what others see as a display name is often the login. Somebody of
    another company is nobody we may ever write to, as if the account were switched off."""
    user_id = text(user, "id")
    return Person(
        user=user_id,
        name=(
            text(user, "profile", "real_name")
            or text(user, "real_name")
            or text(user, "profile", "display_name")
            or text(user, "name")
        ),
        zone=text(user, "tz") or DEFAULT_ZONE,
        is_admin=any(user.get(flag) is True for flag in ("is_admin", "is_owner")),
        active=user.get("deleted") is not True and not is_outsider(user, team),
        is_bot=user.get("is_bot") is True or user_id == SLACKBOT,
        known_at=now,
    )


def is_outsider(user: Payload, team: str) -> bool:
    """Whether that is somebody of another company (Slack: "Slack Connect"). In an organisation with
    several workspaces a colleague's home may be another one."""
    teams = part(user, "enterprise_user").get("teams")
    colleague = isinstance(teams, list) and team in teams
    return text(user, "team_id") not in ("", team) and not colleague


async def look_up(deps: Deps, team: str, user: str) -> Person:
    """Ask Slack about a person and keep what it says. Where it does not answer: what is known."""
    try:
        response = await deps.client.users_info(user=user)
        found = read(part(response.data, "user"), deps.clock(), deps.team)
    except SlackApiError as error:
        if reason(error) not in _NOBODY:
            return await _known(deps, team, user, error)
        found = Person(user, active=False, known_at=deps.clock())
    except REFUSED as error:
        return await _known(deps, team, user, error)
    if found.user != user:
        return await _known(deps, team, user, None)
    await deps.directory.save_person(team, found)
    return found


async def _known(deps: Deps, team: str, user: str, error: BaseException | None) -> Person:
    if error is not None:
        log.info("users.info did not answer: %s", reason(error))
    return person(await deps.directory.people(team, [user]), user)


async def get(deps: Deps, team: str, user: str) -> Person:
    """A person as known; asked of Slack first where nothing fresh is known."""
    known = person(await deps.directory.people(team, [user]), user)
    if known.known_at is not None and deps.clock() - known.known_at < FRESH:
        return known
    return await look_up(deps, team, user)


async def named_in(deps: Deps, team: str, said: str, seconds: float = 5.0) -> People:
    """Whom a Slack message's text mentions, by the names we know; of the first few we do not know,
    Slack is asked, for `seconds` at most, and what it says is not kept: they have done nothing with
    us."""
    users = mentioned(said)
    known = dict(await deps.directory.people(team, users))
    unknown = [user for user in users if user not in known or not known[user].name][:MENTIONED]
    asked = [asyncio.ensure_future(_ask(deps, user)) for user in unknown]
    done, late = await asyncio.wait(asked, timeout=seconds) if asked else (set(), set())
    for each in late:
        each.cancel()
    return known | {found.user: found for each in done if (found := each.result())}


async def _ask(deps: Deps, user: str) -> Person | None:
    try:
        response = await deps.client.users_info(user=user)
    except REFUSED as error:
        log.info("users.info did not answer: %s", reason(error))
        return None
    return read(part(response.data, "user"), deps.clock(), deps.team)


def meet(deps: Deps, team: str, user: str) -> None:
    """Someone acted: make sure, in the background, that we know their clock."""
    if user and (team, user) not in deps.met:
        deps.met.add((team, user))
        deps.tasks.spawn(_get(deps, team, user), "look-up")


async def _get(deps: Deps, team: str, user: str) -> None:
    await get(deps, team, user)


async def refresh_due(deps: Deps, limit: int = 20) -> int:
    """Look up those who will soon be reminded and are unknown or known from long ago.

    Returns how many were asked about. Meant to be called every few minutes: someone Slack does not
    answer about is asked about again the next time.
    """
    due = await deps.directory.people_to_look_up(now=deps.clock(), limit=limit)
    for team, user in due:
        await look_up(deps, team, user)
    return len(due)
