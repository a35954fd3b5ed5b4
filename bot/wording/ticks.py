"""A reaction was taken back, and what it stood on stays as it is."""

from bot.wording.answers import Answer


def stays_done(name: str) -> Answer:
    return Answer(f"*{name}* stays done. To open it again, use the ⋯ menu beside it.")


def stays_skipped(name: str) -> Answer:
    return Answer(f"*{name}* stays skipped. To open it again, use the ⋯ menu beside it.")


def stays_kept(said: str) -> Answer:
    """`said` is the promise in quotation marks (mrkdwn)."""
    return Answer(
        f"{said} stays settled: it was not your ✅ that settled it. To open it again, use the ⋯ "
        "menu on its message."
    )
