"""Things changed while a form was open."""

from dataclasses import replace

from bot.text import esc, mention, one_line, shorten
from bot.wording.answers import Answer

_LONGEST = 1500  # signs of their words that a private answer gives back
_SHORT = 150  # signs of theirs that a field has room for


def not_kept(name: str, by: str | None, words: str) -> Answer:
    """For who was second by a moment; `words` are theirs, given back (mrkdwn)."""
    who = mention(by) if by else "Somebody"
    given = f"\n“{esc(shorten(words, _LONGEST))}”" if words else ""
    return Answer(
        f"{who} wrote down *{name}* a moment before you, so that stands and yours was not kept. "
        f"Is there more to say? Open it from the ⋯ menu beside it and add yours.{given}"
    )


def given_back(refusal: Answer, words: str) -> Answer:
    """The refusal of a form that is closed, with the `words` that were typed into it (as typed)."""
    if not words:
        return refusal
    return replace(refusal, text=f"{refusal.text}\nWhat you wrote was not kept: “{esc(words)}”")


SAYS_NOW = "What your form says now:"
LEFT_EMPTY = "(left empty)"


def opened_before(*, private: bool) -> str:
    """For who sends the form that opens an incident again. `private`: it asks to be kept so now."""
    hidden = (
        " Who may see it stays as it was: if you ticked “Keep it private” only now, close it and "
        "report it again."
    )
    return (
        "This mistake is open already: your form arrived the first time, and nothing was opened "
        "twice. Anything you changed before you sent it again is not in yet. Add it with *Add "
        f"details* on its card; another owner goes in with *Hand over*.{hidden if private else ''}"
    )


def sent_before(number: int) -> str:
    """The same for a form about the incident of that number."""
    return (
        f"Your form about #{number} arrived the first time, so nothing is done twice. "
        f"Anything you changed before you sent it again is not in: look at #{number} as it is now, "
        "and change it there or say it in the thread."
    )


def field_fault(who: str, now: str) -> str:
    """Beside a field of a form that stays open (plain text). `who` is a name, "" where unknown;
    `now` is what they wrote there, "" where it cannot be shown."""
    says = f" (it says “{shorten(one_line(now), _SHORT)}” now)" if now else ""
    return (
        f"{who or 'Somebody'} has changed this meanwhile{says}, so nothing was kept yet. What you "
        "wrote is still here: copy it, close this form and open it again."
    )


def fault(name: str, who: str, *, told: bool) -> str:
    """In the form itself, which stays open (plain text). `who` is a name, "" where unknown; `told`
    where the form is about words to the customer."""
    more = (
        "If you told the customer, too, copy them into “Update the customer”"
        if told
        else ("Copy them, close this form, and add them from the ⋯ menu beside the step")
    )
    return (
        f"{who or 'Somebody'} has written down “{name}” meanwhile, so this was not kept. Your "
        f"words are still here. {more}."
    )
