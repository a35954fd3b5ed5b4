"""What is asked about a promise before it is kept: by when it is, and whether to track it."""

from datetime import datetime

from bot.text import esc, one_line, shorten, when


def not_understood(words: str) -> str:
    return (
        f"I can’t tell by when: “{esc(shorten(one_line(words), 300))}”. Say it with a day or a "
        "time, such as “refund by Friday noon”, “call tomorrow at 15:00” or “reply within 2 "
        "working days”. Or press the button and choose it there: your words are kept."
    )


def no_such_day(words: str) -> str:
    return (
        f"There is no such day: “{esc(shorten(one_line(words), 300))}”. Press the button and "
        "choose another: your words are kept."
    )


def too_far(words: str) -> str:
    return (
        f"“{esc(shorten(one_line(words), 300))}”: that is more than a year away. Press the button "
        "and choose an earlier day: your words are kept, and you can still move it on."
    )


def in_the_past(words: str, due: datetime) -> str:
    return (
        f"“{esc(shorten(one_line(words), 300))}”: that has passed ({when(due)}). Press the button "
        "and choose a time that is still to come: your words are kept."
    )


def which(words: str, choices: tuple[datetime, ...], unread: str = "") -> str:
    """`unread`: what says more about the time than was understood, "" for nothing."""
    quoted = f"“{esc(shorten(one_line(words), 300))}”"
    if unread:
        listed = " or ".join(map(when, choices))
        return (
            f"{quoted}\nBy when? I’m not sure what time “{esc(shorten(unread, 60))}” is. If you "
            f"mean {listed}, press it. If not, choose the time: your words are kept."
        )
    if len(choices) == 1:
        return f"{quoted}\nBy when? I take it to mean: {when(choices[0])}\nPress the button if so."
    listed = "\n".join(f"• {when(each)}" for each in choices)
    return f"{quoted}\nBy when? That can mean:\n{listed}"


def on_which_clock(words: str) -> str:
    """Slack has not told us in which time zone they are."""
    return (
        f"“{esc(shorten(one_line(words), 300))}”\nBy when? Slack has not told me yet what time it "
        "is where you are. Press the button and choose the time there: your words are kept."
    )


CHOOSE = "Choose the time…"


def this_time(there: datetime) -> str:
    """A button for one reading (plain text); `there` is on the clock of whoever reads it."""
    return f"By {there:%a} {there.day} {there:%b}, {there:%H:%M}"


def offer(words: str) -> str:
    return (
        f"*Track this promise?*\n“{esc(shorten(one_line(words), 300))}”\nThen I remind you, or "
        "whoever has it, while there is still time. The button opens a form with it filled in; it "
        "is kept once you send that."
    )


TRACK_IT = "Track this promise"
