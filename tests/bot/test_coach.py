"""Which of a person's words the coach speaks about, and with what the review is asked."""

import pytest

from bot.coach import circle, house, listens, reads_drafts, thought, words_in_question
from bot.coachbook import PhraseException
from bot.language import Category, Circle, Finding, House, Surface, review
from bot.settings import CoachMode, LanguageSettings
from tests.bot.story import ANA, Story
from tests.phrases import BLAME

FINE = "The label was read from the wrong shelf."
SLIP = "Tom should have checked the label."
NOBODY, NOTHING = Circle(), House()


@pytest.mark.parametrize(
    ("mode", "threads", "drafts"),
    [(CoachMode.ON, True, True), (CoachMode.DRAFTS, False, True), (CoachMode.OFF, False, False)],
)
def test_how_far_it_goes(mode: CoachMode, threads: bool, drafts: bool) -> None:
    settings = LanguageSettings(coach=mode)
    assert (listens(settings), reads_drafts(settings)) == (threads, drafts)


@pytest.mark.parametrize(
    ("text", "before", "spoken_of"),
    [
        (FINE, "", None),
        (BLAME, "", Category.PERSON_BLAME),
        (f"{BLAME} {SLIP}", "", Category.PERSON_BLAME),  # one thing at a time
        (BLAME, FINE, Category.PERSON_BLAME),
        (f"{FINE} {BLAME}", BLAME, None),  # an edit elsewhere
        (BLAME.upper(), BLAME, None),
        (f"{BLAME} {SLIP}", BLAME, Category.COUNTERFACTUAL_HINDSIGHT),
        (FINE, BLAME, None),
    ],
)
def test_one_thought_and_only_on_what_is_new(
    text: str, before: str, spoken_of: Category | None
) -> None:
    found = thought(text, before, NOBODY, NOTHING)
    assert (found.category if found else None) is spoken_of


def test_of_two_on_the_same_words_the_one_that_knows_another_way() -> None:
    text = "This is all Dave's fault."
    ours = House(phrases={Category.CUSTOMER_BLAME: ("this is all dave",)})
    both = review(text, Surface.THREAD, NOBODY, ours)
    assert [bool(each.rewrite) for each in both] == [False, True]
    assert thought(text, "", NOBODY, ours) == both[1]


@pytest.mark.parametrize(
    ("text", "part", "shown"),
    [
        ("We'll call you soon.", "'ll call you soon", "We'll call you soon"),
        ("Wir melden uns demnächst", "demn", "demnächst"),
        ("It was Dave’s fault", "Dave", "Dave’s"),
        ("(his fault)", "his fault", "his fault"),
        ("fault", "fault", "fault"),
        ("", "", ""),
    ],
)
def test_words_are_shown_whole(text: str, part: str, shown: str) -> None:
    start = text.index(part)
    found = Finding(Category.DEFLECTION, start, start + len(part), "", "P07", "", "r", "s")
    assert words_in_question(text, found) == shown


def test_what_a_workspace_decided_reaches_the_review() -> None:
    settings = LanguageSettings(
        phrases={"person_blame": ("the B team",), "deflection": (), "of a later version": ("x",)},
        muted=frozenset({"vague_promise"}),
        vendors=("Blue Freight",),
        languages=("en",),
    )
    exceptions = [PhraseException("<someone> dropped the ball", "person_blame")]
    assert house(settings, exceptions) == House(
        phrases={Category.PERSON_BLAME: ("the B team",)},
        muted=frozenset({"vague_promise"}),
        exceptions=frozenset({"<someone> dropped the ball"}),
        vendors=("Blue Freight",),
        languages=("en",),
    )


def test_an_exception_is_let_pass_whoever_is_meant() -> None:
    found = thought(BLAME, "", NOBODY, NOTHING)
    assert found is not None
    decided = house(LanguageSettings(), [PhraseException(found.shape, found.category)])
    assert thought(BLAME.replace("Dave", "Maria"), "", NOBODY, decided) is None


def test_who_may_be_spoken_of() -> None:
    incident = Story(customers=("ACME", "Globex")).incident
    around = circle(incident, "Ana", ["Ana", "", "Ben", "Ana"])
    assert around == Circle(author="Ana", customers=("ACME", "Globex"), people=("Ana", "Ben"))
    assert incident.owner == ANA
