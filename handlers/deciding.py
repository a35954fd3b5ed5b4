"""Who decides for the workspace."""

from bot.settings import Say, Settings, say_of
from handlers.deps import Deps


async def decides(deps: Deps, team: str, user: str, settings: Settings) -> bool:
    """Whether that person has a full say in the settings, by what is known of them: opening the
    settings has asked Slack who they are."""
    concerned = [each for each in (user, settings.lead) if each]
    people = await deps.directory.people(team, concerned)
    return say_of(user, settings, people) is Say.FULL
