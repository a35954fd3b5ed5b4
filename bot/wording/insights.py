"""The figures of a period in words. Each line says what was counted, and small numbers are said to
be small. mrkdwn; nothing here comes from people."""

from datetime import timedelta

from bot.forms import CAUSES
from bot.insights import SMALL, Figures, Insights, Part
from bot.money import Money
from bot.money import shown as money_shown
from bot.text import date_of
from bot.wording.first import length

SHARE_FROM = 10  # of so many a share in percent says something
ONE_OFF, SYSTEMIC = "one-off", "systemic"


def heading(found: Insights) -> str:
    period = found.period
    last = period.end - timedelta(seconds=1)
    return f"*Insights: {period.name}* · {date_of(period.start)} to {date_of(last)}"


def fallback(found: Insights) -> str:
    return f"Insights: {found.period.name}. {opened(found.now.opened)}"


def opened(count: int) -> str:
    if count == 0:
        return "No mistake was reported."
    if count == 1:
        return "One mistake was reported."
    return f"{count} mistakes were reported."


def nothing(found: Insights, command: str) -> str:
    """There is nothing to count; `command` is the slash command."""
    if found.before.opened:
        return (
            f"Nothing was reported in this time; {_before_count(found)} in {found.period.previous}."
            " Perhaps nothing went wrong. Perhaps nobody felt like saying so: whoever reports a "
            "mistake helps, so thank them when they do."
        )
    return (
        f"Nothing was reported in this time, nor in {found.period.previous}, so there is nothing "
        "to count. Once mistakes are reported, this shows how fast customers "
        f"hear from us, what we promise and keep, and what we learn. `{command} We sent ACME the "
        "wrong invoice` is all it takes to report one."
    )


def _before_count(found: Insights) -> str:
    count = found.before.opened
    return "one was" if count == 1 else f"{count} were"


def intro(found: Insights) -> str:
    """How many there were, and how much can be read from so many."""
    now, before = found.now, found.before
    lines = [f"{opened(now.opened)} {_closed(now)} {_compared(found)}"]
    if now.opened == 1:
        lines.append("One mistake is a story, not a trend: these are its figures, no more.")
    elif now.opened < SMALL:
        lines.append("These are few: read each as a story. They say nothing about a trend.")
    elif 0 < before.opened < SMALL:
        lines.append("There were few before, so do not read much into the comparison.")
    return "\n".join(lines)


def _closed(now: Figures) -> str:
    if now.closed == now.opened:
        return "It is closed." if now.opened == 1 else "All are closed."
    if now.closed == 0:
        return "It is still open." if now.opened == 1 else "None is closed yet."
    return "One is closed." if now.closed == 1 else f"{now.closed} are closed."


def _compared(found: Insights) -> str:
    previous = found.period.previous
    if not found.before.opened:
        return f"In {previous} there was none to compare with."
    return f"“Before” is {previous}, with {found.before.opened}."


def lines(found: Insights) -> list[str]:
    """One line for each figure."""
    now, before = found.now, found.before
    return [
        _line("Time to own", _own(now), _span(before.own)),
        _line("We got there first", _of(now.first) or "not known yet", _of(before.first)),
        _line("Lead time", _lead(now), _span(before.lead)),
        _line("Updates on time", _of(now.updates) or "none was due", _of(before.updates)),
        _line("Promises kept", _of(now.promises) or "none was due", _of(before.promises)),
        _line("Debriefs held", _of(now.debriefs) or "none was due", _of(before.debriefs)),
        _line("One-off or systemic", _recurrence(now) or "not said yet", _recurrence(before)),
        _line("Kinds of cause", _causes(now, before), ""),
        _line("Repeats", _repeats(now), _repeats_before(before)),
        _line("Make-up totals", _made_up(now) or "nothing was offered", _made_up(before)),
        _line("Customers who stayed", _stayed(now), _of(before.stayed)),
        _line("Would refer us", _of(now.referring) or "nobody has said", _of(before.referring)),
    ]


def known_lines(found: Insights) -> list[str]:
    """Those of which something is known."""
    now = found.now
    known = (
        now.own, now.first.all, now.lead, now.updates.all, now.promises.all, now.debriefs.all,
        now.recurrence, now.causes, now.repeats.all, now.offers, now.asked, now.referring.all,
    )  # fmt: skip
    return [line for line, is_known in zip(lines(found), known, strict=True) if is_known]


def _line(name: str, now: str, before: str) -> str:
    return f"*{name}:* {now}{_beside(before)}"


def _span(middle: timedelta | None) -> str:
    return "" if middle is None else length(middle)


def _beside(before: str) -> str:
    return f" (before: {before})" if before else ""


def _of(part: Part) -> str:
    """“5 of 8”, with a share where there are enough of them; "" of nothing."""
    if part.share is None:
        return ""
    counted = f"{part.some} of {part.all}"
    return f"{counted}, {part.share:.0%}" if part.all >= SHARE_FROM else counted


def _own(now: Figures) -> str:
    waiting = "one customer has" if now.untold == 1 else f"{now.untold} customers have"
    waiting = f"{waiting} not been told yet" if now.untold else ""
    if now.own is None:
        return waiting
    if now.told == 1:
        one = "the one customer told so far" if waiting else "the customer"
        said = f"{one} heard from us within {length(now.own)}"
    else:
        those = f"the {now.told} customers told so far" if waiting else "the customers"
        said = f"half of {those} heard from us within {length(now.own)} of our noticing"
    return f"{said}; {waiting}" if waiting else said


def _lead(now: Figures) -> str:
    if now.lead is None:
        return "not known yet"
    return f"{length(now.lead)} from noticing to telling, where we got there first"


def _recurrence(figures: Figures) -> str:
    one_off, systemic = (figures.recurrence.get(each, 0) for each in ("one_off", "systemic"))
    return f"{one_off} {ONE_OFF}, {systemic} {SYSTEMIC}" if one_off or systemic else ""


def _causes(now: Figures, before: Figures) -> str:
    if not now.causes:
        return "not said yet"
    said = []
    for cause, words in CAUSES.items():
        earlier = sum(before.causes.get((cause, key), 0) for key in ("one_off", "systemic"))
        counted = [
            f"{now.causes.get((cause, key), 0)} {name}"
            for key, name in (("one_off", ONE_OFF), ("systemic", SYSTEMIC))
            if now.causes.get((cause, key))
        ]
        if counted:
            said.append(f"\n• {words}: {', '.join(counted)}{_beside(str(earlier or ''))}")
    return "".join(said)


def _repeats(now: Figures) -> str:
    repeats = now.repeats
    if not repeats.all:
        return "none that we know of"
    return (
        f"{repeats.all} within a year (the same customer: {repeats.customer}, the same kind of "
        f"systemic cause: {repeats.cause})"
    )


def _repeats_before(before: Figures) -> str:
    if not before.opened:
        return ""
    repeats = before.repeats
    if not repeats.all:
        return "none"
    return f"{repeats.all}; same customer: {repeats.customer}, same cause: {repeats.cause}"


def _made_up(figures: Figures) -> str:
    if not figures.offers:
        return ""
    return f"{_amounts(figures)} in {figures.offers} {'offer' if figures.offers == 1 else 'offers'}"


def _amounts(figures: Figures) -> str:
    return " + ".join(
        money_shown(Money(worth, currency)) for currency, worth in figures.make_ups.items()
    )


def _stayed(now: Figures) -> str:
    if not now.asked:
        return "nobody has been asked yet"
    return f"{_of(now.stayed) or 'none has said'} (asked: {now.asked})"


def private_note() -> str:
    """Which private ones are in it, for the one who reads it."""
    return "Drills count nowhere. Private ones count only where you take part or lead."


def picture_follows() -> str:
    return "The picture is on its way to our direct message."


def picture_failed() -> str:
    return "The picture could not be drawn this time. The figures above are whole."


def picture_comment(found: Insights) -> str:
    """The words beside the picture."""
    return f"*Insights: {found.period.name}*. {opened(found.now.opened)}"


def alt_text(found: Insights) -> str:
    """The picture for those who cannot see it: plain text, 1,000 characters at most."""
    now, before = found.now, found.before
    own = _span(now.own) or "not known yet"
    parts = [
        f"Figures of {found.period.name} beside {found.period.previous}.",
        f"Time to own: {own}{_beside(_span(before.own))}.",
        *(
            f"{name}: {_of(part)}{_beside(_of(was))}."
            for name, part, was in shares(found)
            if part.all
        ),
        f"By cause: {_plain_causes(now, before)}." if now.causes else "",
    ]
    return " ".join(part for part in parts if part)[:1000]


def _plain_causes(now: Figures, before: Figures) -> str:
    return "; ".join(each.strip("• ") for each in _causes(now, before).strip().split("\n"))


def shares(found: Insights) -> list[tuple[str, Part, Part]]:
    """The figures that are so many of so many: name, now, before."""
    now, before = found.now, found.before
    return [
        ("We got there first", now.first, before.first),
        ("Updates on time", now.updates, before.updates),
        ("Promises kept", now.promises, before.promises),
        ("Debriefs held", now.debriefs, before.debriefs),
        ("Customers who stayed", now.stayed, before.stayed),
        ("Would refer us", now.referring, before.referring),
    ]
