"""What people asked of the bot, and what Slack showed them of it: one side of the comparison."""

from dataclasses import dataclass, field

from bot.wording import system
from sandbox.server import Sandbox
from tests.stories.reading import words

UNFORESEEN = system.unforeseen("")[:40]  # how the bot says so itself
FAILED = "failed with the error"  # in the toast Slack shows where a command was not acknowledged


@dataclass
class Asked:
    """Lines that were typed after `/mistake`, each of them once and in words of its own, and
    whether the person could think that it was taken: Slack got its acknowledgement, and the answer
    was not that it went wrong. Messages that were marked in a thread."""

    lines: dict[str, bool] = field(default_factory=dict)
    pinned: set[tuple[str, str]] = field(default_factory=set)

    async def report(self, sandbox: Sandbox, user: str, channel: str, line: str) -> bool:
        """Type `/mistake` and the line. Returns whether it was taken. A person types one line
        after the other."""
        self.lines[line] = False  # it may be taken though nobody hears of it
        before = _failures(sandbox, user, channel)
        await sandbox.gestures.command(user, channel, "/mistake", line)
        self.lines[line] = _failures(sandbox, user, channel) == before
        return self.lines[line]


def _failures(sandbox: Sandbox, user: str, channel: str) -> int:
    """How often that person was told there that something went wrong, by Slack or by the bot."""
    seen = sandbox.slack.visible(channel, user)
    answers = (words(message) for message in seen if message.only_for == user)
    by_slack = sum(FAILED in notice.text for notice in sandbox.slack.notices(user))
    return by_slack + sum(UNFORESEEN in answer for answer in answers)
