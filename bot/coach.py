"""The coach: which of a person's words to speak about, and with what the review is asked.

It stays silent when in doubt: one thing at a time, and only what is new in an edited message.
"""

from collections.abc import Iterable

from bot.coachbook import PhraseException
from bot.incident import Incident
from bot.language import Category, Circle, Finding, House, Surface, review
from bot.settings import CoachMode, LanguageSettings


def house(settings: LanguageSettings, exceptions: Iterable[PhraseException]) -> House:
    """What the workspace has decided, as the review takes it. Own phrases of a category that this
    version does not know are left out."""
    known = set(Category)
    return House(
        phrases={
            Category(category): phrases
            for category, phrases in settings.phrases.items()
            if category in known and phrases
        },
        muted=settings.muted,
        exceptions=frozenset(exception.shape for exception in exceptions),
        vendors=settings.vendors,
        languages=settings.languages,
    )


def circle(incident: Incident, author: str, people: Iterable[str]) -> Circle:
    """Who may be spoken of around an incident: names as people write them."""
    return Circle(
        author=author,
        customers=tuple(customer.name for customer in incident.customers),
        people=tuple(name for name in dict.fromkeys(people) if name),
    )


def listens(settings: LanguageSettings) -> bool:
    """Whether messages in threads are looked at."""
    return settings.coach is CoachMode.ON


def reads_drafts(settings: LanguageSettings) -> bool:
    """Whether words to customers are looked at."""
    return settings.coach is not CoachMode.OFF


def thought(text: str, before: str, around: Circle, decided: House) -> Finding | None:
    """The one thing to say about a message in a thread, if any.

    `before` is what the message said before it was edited ("" for a new one): what was there
    already has had its answer.
    """
    found = review(text, Surface.THREAD, around, decided)
    if not found:
        return None
    old = review(before, Surface.THREAD, around, decided) if before else ()
    known = {_gist(each, before) for each in old}
    new = [each for each in found if _gist(each, text) not in known]
    if not new:
        return None
    # Of two on the same words, the one that knows how else to say it.
    return next((each for each in new if each.rewrite and each.start < new[0].end), new[0])


def words_in_question(text: str, finding: Finding) -> str:
    """What a finding is about, in whole words: “We’ll” where it begins with the “’ll”."""
    start, end = finding.start, finding.end
    while 0 < start < len(text) and _in_a_word(text[start]) and _in_a_word(text[start - 1]):
        start -= 1
    while 0 < end < len(text) and _in_a_word(text[end - 1]) and _in_a_word(text[end]):
        end += 1
    return text[start:end]


def _in_a_word(sign: str) -> bool:
    return sign.isalnum() or sign in "'’"


def _gist(finding: Finding, text: str) -> tuple[str, str]:
    return finding.category, " ".join(text[finding.start : finding.end].lower().split())
