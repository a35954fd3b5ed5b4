"""What customers have heard, on the card and one by one in their contact records.

mrkdwn, except the timeline entries (`entry_…`) and what a docstring calls plain text.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime

from bot.forms import WAYS
from bot.heard import standing, waiting
from bot.incident import Customer, Incident
from bot.ledger import Promise
from bot.rhythm import apart
from bot.text import mention, one_line, when
from bot.wording.answers import Answer
from bot.wording.promises import said
from bot.wording.terms import fit

NAMES_MOST = 3  # as many as are still read at a glance
NAME_ROOM = 120
GROUPS_MOST = 3

# The form that shows them, and the one that corrects one (plain text)
CUSTOMERS = "Customers"
MORE_CUSTOMERS = "Customers…"
CORRECT = "Correct…"
CORRECT_TITLE = "Correct a record"
NAME = "What are they called?"
SPEAKER = "Who speaks to them?"
LAST_CONTACT = "When did they last hear from us?"
LAST_CONTACT_HINT = "Empty: they have not heard from us yet."
LAST_WAY = "How?"
LAST_WORDS = "What was said?"
NEXT_WORD = "When do they hear from us next?"
NEXT_WORD_HINT = "Empty: no further word is promised to them."
EARLIER = "Earlier ones"
LATER = "More customers"


def listed(customers: Iterable[Customer], most: int = NAMES_MOST) -> str:
    """The first few names, then how many more."""
    names = [fit(one_line(each.name), NAME_ROOM) for each in customers]
    if len(names) > most:
        return f"{', '.join(names[:most])} and {len(names) - most} more"
    *first, last = names or [""]
    return f"{', '.join(first)} and {last}" if first else last


def plainly(customers: Sequence[Customer]) -> str:
    """The same as plain text, for the timeline; where nobody is named, too."""
    names = [one_line(each.name) for each in customers]
    if len(names) > NAMES_MOST:
        return f"{', '.join(names[:NAMES_MOST])} and {len(names) - NAMES_MOST} more"
    return ", ".join(names) or "the customer"


def by_way(way: str) -> str:
    """“by phone”; "" where nobody said."""
    shown = WAYS.get(way, "")
    return shown[:1].lower() + shown[1:]


# On the card


def told_line(incident: Incident) -> str:
    """Who has heard from us and who has not; "" where no customer is named."""
    total, stands = len(incident.customers), standing(incident)
    if not total:
        return ""
    if not stands.told:
        return _untold(stands.untold, total)
    if total == 1:
        [only] = stands.told
        how = f"{by_way(only.way)}, " if only.way else ""
        return f"*Last word to them:* {how}{when(only.told_at or incident.opened_at)}"
    counted = f"all {total}" if not stands.untold else f"{len(stands.told)} of {total}"
    if stands.no_words:
        line = f"*Told:* {counted}"
    elif stands.same_words:
        line = f"*Told:* same words to {counted}"
    else:
        line = f"*Told:* {counted}, not all in the same words"
    return f"{line} · {_untold(stands.untold, total)}" if stands.untold else line


def _untold(untold: Sequence[Customer], total: int) -> str:
    if len(untold) == total > NAMES_MOST:
        return f"*Not yet told:* all {total}"
    return f"*Not yet told:* {listed(untold)}"


def next_words(incident: Incident) -> list[tuple[datetime, str]]:
    """When the customers hear from us next, with a line for each time as far as it helps."""
    if incident.next_update_at is None:
        return []
    if not apart(incident):
        due = incident.next_update_at
        return [(due, f"*Next word to the customer:* {when(due)}")]
    groups = waiting(incident)
    lines = [
        (due, f"*Next word to {listed(customers)}:* {when(due)}")
        for due, customers in groups[:GROUPS_MOST]
    ]
    later = sum(len(customers) for _, customers in groups[GROUPS_MOST:])
    if later:
        lines.append((groups[GROUPS_MOST][0], _later(later)))
    return lines


def _later(count: int) -> str:
    who = "One more customer is" if count == 1 else f"{count} more customers are"
    return f"{who} promised a word later: *Customers…* in the ⋯ menu says when."


# One contact record


def record(
    customer: Customer,
    owner: str,
    next_at: datetime | None,
    promises: Sequence[Promise],
    *,
    above: Customer | None = None,
) -> str:
    """All that is on record about one customer. `above`: whose record stands above it; the same
    words are not said again."""
    lines = [f"*{fit(one_line(customer.name), 400)}*", _contact(customer, owner)]
    if customer.words:
        same = above is not None and customer.words == above.words
        lines.append("The same words" if same else f"“{fit(customer.words, 600)}”")
    lines.append(_next(next_at, promises))
    return "\n".join(lines)


def _contact(customer: Customer, owner: str) -> str:
    who = f"{mention(customer.told_by or owner)} speaks to them"
    if customer.told_at is None:
        return f"{who} · *not yet told*"
    how = f"{by_way(customer.way)}, " if customer.way else ""
    return f"{who} · last word: {how}{when(customer.told_at)}"


def _next(next_at: datetime | None, promises: Sequence[Promise]) -> str:
    lines = [f"Next word: {when(next_at)}"] if next_at else []
    lines += [f"Promised: {said(each, 120)} · by: {when(each.due)}" for each in promises[:2]]
    if len(promises) > 2:
        lines.append(f"… and {len(promises) - 2} more promises")
    return "\n".join(lines) or "Nothing is promised to them now"


def nobody_named() -> str:
    return "No customer is named yet. *Add details* on the card names them."


def heading() -> str:
    """Above a short list."""
    return "*Customers*"


def shown_of(first: int, last: int, total: int) -> str:
    """Above a part of a long list."""
    return f"*Customers {first} to {last} of {total}*"


def hint() -> str:
    """Below the list."""
    return "What you note with *Update the customer* is kept here, for each of them."


# Private answers


def told(next_at: datetime | None, left: Sequence[Customer]) -> Answer:
    """What was noted, and who has still to be told."""
    said = "Noted what the customer was told."
    said += " No further word is promised." if next_at is None else ""
    if next_at is not None:
        said += f" *Next word to them:* {when(next_at)}"
    if left:
        said += f"\n*Not yet told:* {listed(left)}"
    return Answer(said)


def for_all(answer: Answer, count: int) -> Answer:
    """Said where a message in the thread counts as words to everybody, and there are several."""
    return Answer(
        f"{answer.text}\nIt counts for all {count} customers. Was it only some of them? Set it "
        "right under *Customers…* in the card’s ⋯ menu."
    )


def corrected(name: str) -> Answer:
    return Answer(f"The record of {fit(name, NAME_ROOM)} is corrected.")


def gone() -> Answer:
    return Answer("That customer is no longer on the card, so nothing was changed.")


def name_needed() -> Answer:
    return Answer("Please say what they are called.")


def name_too_long(limit: int) -> Answer:
    return Answer(f"A name fits into {limit} characters. Please shorten it.")


def name_taken() -> Answer:
    return Answer("Another customer on the card is called that already. Choose another name.")


def told_in_the_future() -> Answer:
    return Answer("That is still to come. Choose when they last heard from us.")


def too_many(limit: int) -> Answer:
    return Answer(
        f"{limit} customers at most. Put several into one line, such as “all of Tuesday’s”."
    )


# On the timeline (plain text)


def entry_corrected(name: str) -> str:
    return f"The contact record of {name} corrected"


def entry_renamed(name: str, before: str) -> str:
    return f"The contact record of {name} corrected, until now called {before}"
