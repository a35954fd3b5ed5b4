"""Playbooks that teams write themselves: read, written back, and refused with what to mend."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.own_playbooks import KINDS, MOST_STEPS, NotAPlaybook, read, written
from bot.playbook import Rhythm, StepStatus
from bot.settings import Settings
from bot.wording import own_playbooks as words
from tests.bot.story import FORMS, Story

COUNTER = """
  At the counter

1. Say it was us: The guest has heard it from you. [own it]
- Keep them company [keep posted]
2) Bring the right dish
• Make it up: They got something extra. [Make up]
3. Talk it over [DEBRIEF]
Ask how it was [after closing]
"""


def test_plain_lines_become_a_playbook() -> None:
    book = read("own_1", COUNTER)
    assert (book.key, book.name) == ("own_1", "At the counter")
    assert [(step.name, step.artefact, step.rhythm) for step in book.steps] == [
        ("Say it was us", "first_word", Rhythm.UNTOUCHED),
        ("Keep them company", None, Rhythm.UPDATES),
        ("Bring the right dish", None, Rhythm.UNTOUCHED),
        ("Make it up", "make_up", Rhythm.UNTOUCHED),
        ("Talk it over", "debrief", Rhythm.DEBRIEF),
        ("Ask how it was", "check_back", Rhythm.AFTER_CLOSING),
    ]
    assert book.steps[0].done_when == "The guest has heard it from you."
    assert book.steps[2].done_when == words.done_unsaid()
    beside = book.steps[1]
    assert (beside.starts_after, beside.ends_with) == ("step_1", "step_5")


def test_it_runs_from_opening_to_closing() -> None:
    story = Story(settings=Settings(playbook="own_1", own_playbooks=(read("own_1", COUNTER),)))
    story.fill_in("step_1", **FORMS["own_it"]).expect_current("step_3").done("step_3")
    story.fill_in("step_4", **FORMS["make_it_up"])
    assert story.incident.state("step_2").status is StepStatus.OPEN
    story.fill_in("step_5", **FORMS["debrief"]).expect_current("step_6")
    assert story.incident.state("step_2").status is StepStatus.DONE
    story.close().expect_owed("check_back")


def test_what_runs_alongside_with_nothing_after_it_is_ended_by_hand() -> None:
    beside = read("own_1", "Ours\nOwn it\nStay in touch [keep posted]").steps[1]
    assert (beside.starts_after, beside.ends_with) == ("step_1", None)


def test_written_back_it_reads_the_same() -> None:
    book = read("own_1", COUNTER)
    assert read("own_1", written(book)) == book


LINES = [f"Step {word} [{word}]" if word else "A plain step" for word in KINDS]


@given(st.lists(st.one_of(st.sampled_from(LINES), st.text(max_size=60)), max_size=20))
def test_anything_is_read_or_refused_in_words(lines: list[str]) -> None:
    try:
        book = read("own_1", "\n".join(("Ours", *lines)))
    except NotAPlaybook as fault:
        assert str(fault)
        return
    again = read("own_1", written(book))
    assert again == book
    for step in book.steps:
        assert not set("<>&*~`_") & set(step.name + step.done_when)


def test_marks_pings_and_signs_are_tamed() -> None:
    book = read("own_1", "Fish & chips\n*Say* `it` <!here> ~now~ @channel: _Told_ @here")
    step = book.steps[0]
    assert book.name == "Fish + chips"
    assert step.name == "Say ’it’ ‹!here› -now- @\u2060channel"
    assert step.done_when == "Told @\u2060here"


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", words.nothing_written()),
        (" \n\n ", words.nothing_written()),
        ("🔥\nOwn it", words.name_needed()),
        ("n" * 61 + "\nOwn it", words.name_too_long(60)),
        ("Ours", words.no_steps()),
        ("Ours\nAsk [after closing]", words.no_steps()),
        (
            "Ours\n" + "\n".join(f"Step {i}" for i in range(MOST_STEPS + 1)),
            words.too_many_steps(15),
        ),
        ("Ours\nOwn it\n: and then", words.step_name_needed()),
        ("Ours\nOwn it\n[debrief]", words.step_name_needed()),
        ("Ours\n" + "s" * 61, words.step_too_long("s" * 61, 60)),
        ("Ours\nOwn it: " + "d" * 401, words.done_too_long("Own it", 400)),
        ("Ours\nOwn it\nown IT: again", words.step_twice("own IT")),
        ("Ours\nOwn it [dance]", words.unknown_word("dance", tuple(KINDS)[1:])),
        ("Ours\nOne [own it", words.bracket_slip("One [own it")),
        ("Ours\nOne own it]", words.bracket_slip("One own it]")),
        ("Ours\nOne [own it] [make-up]", words.bracket_slip("One [own it] [make-up]")),
        ("Ours\nOwn it []", words.unknown_word("", tuple(KINDS)[1:])),
        ("Ours\nA\nB [debrief]\nC [debrief]", words.word_twice("debrief")),
        ("Ours\nA [keep posted]\nB", words.not_first("keep posted")),
        ("Ours\nA\nB [after closing]\nC", words.not_last("after closing")),
        ("Ours\n" + "x\n" * 1500, words.too_long(3000)),
        ("Ours\n" + "\n".join(f"{i}: {'@here ' * 44}" for i in range(11)), words.too_long(3000)),
    ],
)
def test_what_is_no_playbook_says_what_to_mend(text: str, fault: str) -> None:
    with pytest.raises(NotAPlaybook) as refused:
        read("own_1", text)
    assert str(refused.value) == fault
    assert "[]" not in fault or "I don’t know" in fault
