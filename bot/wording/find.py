"""`/mistake find`: what was found, with the words that were looked for in bold. mrkdwn."""

from collections.abc import Sequence
from datetime import datetime

from bot.find import MOST_WORDS, Found, Piece, Query, has_hit, marked
from bot.incident import Incident
from bot.searchable import besides, happened, learned
from bot.text import esc, one_line, shorten
from bot.wording.terms import PRIVATE, customers

PREVIOUS = "Previous ones"
MORE = "More"
OPEN_IT = "Open it"
TITLE, EXCERPT = 160, 180  # characters of each that are shown
EXCERPTS = 2  # besides the title


def day(moment: datetime) -> str:
    """The day of an instant, in each reader's own timezone (Slack: "Formatting text")."""
    return f"<!date^{int(moment.timestamp())}^{{date_short}}|{moment:%d %b %Y}>"


def _typed(typed: str) -> str:
    return f"“{esc(shorten(one_line(typed), 100))}”"


def fallback(found: Found, typed: str) -> str:
    """What a notification shows."""
    if found.total == 1:
        return f"One mistake found with {_typed(typed)}"
    return f"{found.total} mistakes found with {_typed(typed)}"


def heading(found: Found, typed: str) -> str:
    """How many there are, and which of them are shown."""
    if not found.whole:
        said = f"No mistake has all of these words: {_typed(typed)}. "
        if found.total == 1:
            return f"{said}*One has some of them:*"
        return f"{said}*{found.total} have some of them,* those with the most first{_part(found)}:"
    if found.total == 1:
        return f"*One mistake* with {_typed(typed)}:"
    return f"*{found.total} mistakes* with {_typed(typed)}, newest first{_part(found)}:"


def _part(found: Found) -> str:
    first, last = found.offset + 1, found.offset + len(found.incidents)
    return "" if (first, last) == (1, found.total) else f": {first} to {last}"


def hit(
    incident: Incident, asked: Query, address: str, said: Sequence[str] = (), most: int = EXCERPT
) -> str:
    """One of them: what happened, when, to whom, and where the words are, in excerpts of at most
    `most` characters. `address` is its thread's, "" where it is not known; `said` are the messages
    on its timeline."""
    number = f"#{incident.number}"
    lead = f"<{address}|{number}>" if address else number
    title = marked(incident.title, asked, TITLE)
    lines = [f"{lead} {bold(title)}", about(incident)]
    lines += [f"“{bold(pieces)}”" for pieces in _excerpts(incident, asked, title, said, most)]
    if noted := learned(incident):
        parts = [marked(text, asked, most) for text in noted]
        shown = next((pieces for pieces in parts if has_hit(pieces)), parts[0])
        lines.append(f"💡 Learned: {bold(shown)}")
    return "\n".join(lines)


def _excerpts(
    incident: Incident, asked: Query, title: tuple[Piece, ...], said: Sequence[str], most: int
) -> list[tuple[Piece, ...]]:
    """From what happened and goes with it, pieces with words that stand in none of those before."""
    seen, found = asked.among(title), list[tuple[Piece, ...]]()
    for text in (*happened(incident)[1:], *besides(incident), *said):
        pieces = marked(text, asked, most)
        if asked.among(pieces) - seen:
            seen |= asked.among(pieces)
            found.append(pieces)
    return found[:EXCERPTS]


def about(incident: Incident) -> str:
    """When it was opened, how it stands, and whom it reached."""
    parts = [day(incident.opened_at), "open" if incident.is_open else "closed"]
    if incident.customers:
        parts.append(customers(incident))
    if incident.private:
        parts.append(PRIVATE)
    return " · ".join(parts)


def bold(pieces: tuple[Piece, ...]) -> str:
    """What people wrote, made safe, with the words that were looked for in bold."""
    return "".join(f"*{esc(each.text)}*" if each.hit else _between(each.text) for each in pieces)


def _between(text: str) -> str:
    """Escaping takes the ends off, and here they part two words."""
    kept = esc(text)
    if not text.strip():
        return " " if text else ""
    before, after = text[:1].isspace(), text[-1:].isspace()
    return f"{' ' * before}{kept}{' ' * after}"


def too_many(asked: Query) -> str:
    """More words were typed than are looked for."""
    return f"I looked for the first {MOST_WORDS} words: {' '.join(asked.words)}."


def nothing(typed: str, command: str) -> str:
    return (
        f"I found nothing with {_typed(typed)}. Try fewer words, or others: the customer’s name, "
        "say, or the thing it was about. I look through what happened and what was learned, in all "
        "that you may see, and the beginning of a word is enough.\n"
        f"`{command} list` shows what is open."
    )


def no_words(command: str) -> str:
    return (
        "Tell me what to look for, in letters or numbers: "
        f"`{command} find wrong invoice`. I look through past mistakes and what was learned "
        "from them."
    )


def meant_to_report() -> str:
    return "Did you mean to report a mistake with these words?"
