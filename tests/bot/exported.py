"""A recovery with something of everything in it, to export."""

from datetime import timedelta

from bot.document import Reader
from bot.effects import EntryKind
from bot.people import Person
from bot.ports import Entry
from bot.records import Record
from tests.bot.ledger_story import LedgerStory
from tests.bot.story import ANA, BEN, LEA, MONDAY

NAMES = {
    ANA: Person(ANA, "Ana", "Europe/Berlin"),
    BEN: Person(BEN, "Ben <b>", "UTC"),
    LEA: Person(LEA, "Lea"),
}
READER = Reader("Europe/Berlin", NAMES)


def a_record(*customers: str) -> Record:
    """It is closed over what is missing; the timeline holds talk, and words to the customer."""
    story = LedgerStory(
        text="=HYPERLINK(1) *Dave* dropped <it>\n- again\n1. and again" + " so" * 60,
        customers=customers or ("ACME",),
        expected="The right invoice",
    )
    story.settle("own_it", "apologise", "explain")
    story.promised("Refund by Friday", customers=(customers or ("ACME",))[:1]).keep()
    story.promised("A call")
    story.skip("put_it_right", "Not | needed")
    story.settle("make_it_up", "prevent_it", "show_the_evidence", "debrief")
    story.tell("Nearly there.").close("They are content")
    told = (EntryKind.WORDS, "Told the customer: This was us, and we are sorry.")
    entries = (
        (EntryKind.STATE, "Opened"),
        (EntryKind.PINNED, "Dave is new here"),
        told,
        (EntryKind.WORDS, "Told the customer"),
        (EntryKind.WORDS, "A message from the thread"),
        (EntryKind.WORDS, "We deliver at noon."),
        (EntryKind.WORDS, "Told the customer: The new scanner"),
    )
    kept = tuple(
        Entry(number, kind, MONDAY + timedelta(minutes=number), BEN, text)
        for number, (kind, text) in enumerate(entries, 1)
    )
    return Record(story.incident, kept)
