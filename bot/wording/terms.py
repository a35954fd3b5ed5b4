"""Words and short phrases that several sentences share, and user text cut to a length."""

from collections.abc import Mapping
from types import MappingProxyType

from bot.incident import Incident, NoticedBy, Severity
from bot.text import clean, esc, one_line, shorten

SEVERITY: Mapping[Severity, str] = MappingProxyType(
    {Severity.HIGH: "High", Severity.MEDIUM: "Medium", Severity.LOW: "Low"}
)
SEVERITY_HINT: Mapping[Severity, str] = MappingProxyType(
    {
        Severity.HIGH: "It hurts them now",
        Severity.MEDIUM: "It costs them time or money",
        Severity.LOW: "It is a nuisance",
    }
)
NOTICED: Mapping[NoticedBy, str] = MappingProxyType(
    {
        NoticedBy.US: "we did",
        NoticedBy.CUSTOMER: "the customer did",
        NoticedBy.UNKNOWN: "not known",
    }
)
PRIVATE = "🔒 private"


def fit(raw: str, limit: int) -> str:
    """User text as safe mrkdwn of at most `limit` characters, cut between words with an ellipsis.

    Escaping makes text longer, so the cut is made in what was typed and measured in what is sent.
    """
    kept = clean(raw)
    room = limit
    while len(safe := esc(shorten(kept, room))) > limit:
        room -= max(1, (len(safe) - limit) // 6)
    return safe


def plain(raw: str, limit: int) -> str:
    """User text on one line for a plain-text place, at most `limit` characters."""
    return shorten(one_line(raw), limit)


def title(incident: Incident, limit: int = 300) -> str:
    """“#12 We sent ACME the wrong invoice” as mrkdwn."""
    return fit(f"#{incident.number} {one_line(incident.title)}", limit)


def linked(incident: Incident, address: str, limit: int = 300) -> str:
    """The same as a link to its thread; without one where the `address` is not known ("")."""
    shown = title(incident, limit)
    return f"<{address}|{shown.replace('|', '¦')}>" if address else shown


def private_mark(incident: Incident) -> str:
    """Behind a title in a list: that not everybody may see it; "" where everybody may."""
    return f" · {PRIVATE}" if incident.private else ""


def customers(incident: Incident, most: int = 3, *, nobody: str = "the customer") -> str:
    """The customers as part of a sentence, mrkdwn: the first few names, then how many more;
    `nobody` where none is named."""
    names = [fit(one_line(customer.name), 120) for customer in incident.customers[:most]]
    more = len(incident.customers) - len(names)
    if not names:
        return nobody
    if more:
        return f"{', '.join(names)} and {more} more"
    if len(names) == 1:
        return names[0]
    return f"{', '.join(names[:-1])} and {names[-1]}"
