"""What people asked of the bot, and what Slack showed them of it: one side of the comparison."""

from dataclasses import dataclass, field

from sandbox.server import Sandbox

FAILED = "failed with the error"  # in the toast Slack shows where a command was not acknowledged


@dataclass
class Asked:
    """Lines that were typed after `/mistake`, each of them once and in words of its own, and
    whether Slack took an acknowledgement for it; messages that were marked in a thread."""

    lines: dict[str, bool] = field(default_factory=dict)
    pinned: set[tuple[str, str]] = field(default_factory=set)

    async def report(self, sandbox: Sandbox, user: str, channel: str, line: str) -> bool:
        """Type `/mistake` and the line. Returns whether it was acknowledged. A person types one
        line after the other."""
        self.lines[line] = False  # it may be taken though nobody hears of it
        before = _failures(sandbox, user)
        await sandbox.gestures.command(user, channel, "/mistake", line)
        self.lines[line] = _failures(sandbox, user) == before
        return self.lines[line]


def _failures(sandbox: Sandbox, user: str) -> int:
    return sum(FAILED in notice.text for notice in sandbox.slack.notices(user))
