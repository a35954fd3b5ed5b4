"""Remarks on words for a customer, inside the form that asks for the words."""

from dataclasses import dataclass

from bot.coach import words_in_question
from bot.language import Remark
from bot.wording import review as words
from handlers.views.shapes import Block, Message, divider, section


@dataclass(frozen=True)
class Reviewed:
    """The words, as they were read, and one to five remarks on them. `next_word` is when the
    customer hears from us again, as the writer would say it ("" where that is not known)."""

    words: str
    remarks: tuple[Remark, ...]
    next_word: str


def review(reviewed: Reviewed) -> list[Block]:
    """A few words on them all, then each."""
    said = (section(_said(remark, reviewed)) for remark in reviewed.remarks)
    return [section(words.intro(len(reviewed.remarks))), *said, divider()]


def afterwards(reviewed: Reviewed) -> Message:
    """The same as a private answer, where it is noted already."""
    said = (section(_said(each, reviewed)) for each in reviewed.remarks)
    return words.afterwards(), [section(words.afterwards()), *said]


def _said(remark: Remark, reviewed: Reviewed) -> str:
    if remark.finding is None:
        return words.lack(remark.lack or "", reviewed.next_word)
    found = remark.finding
    said = words_in_question(reviewed.words, found)
    return words.found(found.category, said, found.why, found.rewrite, reviewed.next_word)
