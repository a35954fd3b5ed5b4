"""Playbooks that teams write themselves: read, written back, and refused with what to mend."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.closing import missing
from bot.own_playbooks import KINDS, MOST_STEPS, NotAPlaybook, read, written
from bot.playbook import Rhythm, StepStatus
from bot.settings import Settings
from bot.wording import card, lists, prompts
from bot.wording import own_playbooks as words
from bot.wording.owed import owed_in_words, owed_name
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
        assert not set("<>") & set(step.said + step.looks)


def test_what_was_typed_is_kept_as_typed_and_made_safe_where_it_is_shown() -> None:
    typed = "Fish & chips\n*Say* `it` <!here> ~now~ @channel: _Told_ <b>all</b> & @here [own it]"
    book = read("own_1", typed)
    [step] = book.steps
    assert (book.name, written(book)) == ("Fish & chips", typed)
    assert step.name == "*Say* `it` <!here> ~now~ @channel"
    assert step.done_when == "_Told_ <b>all</b> & @here"
    assert "&lt;!here&gt;" in step.said and "@channel" not in step.said
    assert "&lt;b&gt;" in step.looks and "&amp;" in step.looks and "@here" not in step.looks


def test_wherever_its_words_are_shown_they_are_safe() -> None:
    book = read("own_1", "A & <b>\n<!here> & *x*: so <!channel>\nNext <!here> & *y*")
    story = Story(settings=Settings(playbook="own_1", own_playbooks=(book,)))
    step, now = book.steps[0], story.now
    incident = story.incident
    shown = [
        prompts.heading(incident, step),
        prompts.body(incident, step),
        prompts.fallback(incident, step),
        prompts.settled_fallback(step, incident.state(step.id)),
        prompts.left_open(step),
        card.now(incident, missing(incident)),
        lists.owned_line(incident, "", ready=False),
        owed_name("step:step_1", incident),
        *missing(incident),
        words.kept(book.name).text,
    ]
    story.at(minutes=1).take("step_1").take("step_1")
    assert story.outcome.answer
    shown.append(story.outcome.answer.text)
    story.done("step_1")
    shown.append(prompts.settled(step, story.incident.state("step_1")))
    assert now
    for text in shown:
        assert "<!here>" not in text and "<!channel>" not in text and " & " not in text
    assert "<!here> & *x*" in owed_in_words("step:step_1", incident)
    story.expect_entry("“<!here> & *x*” done")


def test_steps_say_what_is_to_be_written_down_and_why() -> None:
    lines = [f"Step {word} [{word}]" for word in KINDS if word]
    book = read("own_1", "\n".join(("Ours", "Plain", *lines)))
    plain, *taught = book.steps
    assert (plain.why, plain.done_when) == ("", words.done_unsaid())
    assert all(step.why and step.done_when != words.done_unsaid() for step in taught)
    [actions] = [step for step in taught if step.artefact == "actions"]
    assert "with a name and a date" in actions.done_when
    assert written(book).splitlines()[1:] == ["Plain", *lines]


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
        ("Ours\n" + "\n".join(f"{i}:{'d' * 246}" for i in range(12)), words.too_long(3000)),
    ],
)
def test_what_is_no_playbook_says_what_to_mend(text: str, fault: str) -> None:
    with pytest.raises(NotAPlaybook) as refused:
        read("own_1", text)
    assert str(refused.value) == fault
    assert "[]" not in fault or "I don’t know" in fault
