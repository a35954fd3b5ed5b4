"""A mistake is learned from: those involved are asked in private, what was found is there for
everyone, and whoever meets the like of it again is told."""

import pytest

from sandbox.model import Message
from tests.stories.cast import GRACE, MARIA, MISTAKES, PRIYA, TOM
from tests.stories.forms import FORMS, fill_form
from tests.stories.reading import labels, words
from tests.stories.stage import Stage
from tests.stories.test_recovery import close
from tests.stories.test_reminders import open_high, set_lead
from tests.stories.thread import Thread

WHAT = "We delivered the wrong table to the Lindqvists"
STEPS = ("Own it", "Apologise", "Explain", "Put it right", "Make it up")
HABIT = "Labels are printed a day ahead"
LUCK = "The driver noticed and called at once"


def before_me(stage: Stage, user: str) -> list[Message]:
    """What that person was told, alone, of what happened before."""
    return [each for each in stage.privately(user) if "happened before" in words(each)]


async def as_far_as_the_debrief(stage: Stage, thread: Thread) -> None:
    """Priya goes through it; Tom only writes a line that she pins, and takes no step."""
    seen = await thread.say(TOM, "The labels of both tables were printed the day before")
    await thread.react(PRIYA, seen, "pushpin")
    for step in STEPS:
        await stage.press(PRIYA, await thread.prompt(step), "Done")
        if step in FORMS:
            await fill_form(stage, PRIYA, step)
        await thread.settled(step)
    for step in ("Prevent it", "Show the evidence"):
        await stage.press(PRIYA, await thread.prompt(step), "Done")
        await fill_form(stage, PRIYA, step)
        await thread.settled(step)


async def answered(stage: Stage, user: str, **answers: str) -> None:
    """Answer the private question."""
    await stage.press(user, await stage.dm(user, "two short questions"), "Answer")
    await stage.modal(user, "For the debrief")
    await stage.fill(user, **answers)
    await stage.submit(user)
    await stage.dm(user, "without your name")


@pytest.mark.principle("P17")
@pytest.mark.principle("P19")
@pytest.mark.principle("P21")
@pytest.mark.principle("P22")
@pytest.mark.timeout(180)
async def test_what_was_learned_is_there_when_it_happens_again(working_day: Stage) -> None:
    stage = working_day
    await set_lead(stage)
    await open_high(stage, PRIYA, WHAT)
    thread = await stage.new_thread(PRIYA, MISTAKES, set())
    await as_far_as_the_debrief(stage, thread)

    # Everyone who took part is asked once, also who only wrote what stands on the timeline.
    await answered(stage, TOM, what_made=HABIT, what_went=LUCK)
    question = await stage.dm(PRIYA, "two short questions")
    await stage.press(PRIYA, question, "Answer")
    await stage.modal(PRIYA, "For the debrief")
    assert "Your name is not kept" in words(await stage.modal(PRIYA, "For the debrief"))
    await stage.submit(PRIYA)  # nothing in it: the form stays, and says what is missing
    await stage.modal(PRIYA, "For the debrief")
    await stage.sandbox.gestures.close_view(PRIYA)

    # The debrief begins with the timeline and with what was said, and says what is missing.
    await stage.press(PRIYA, await thread.prompt("Debrief"), "Done")
    form = await stage.modal(PRIYA, "Debrief")
    assert HABIT in words(form) and LUCK in words(form)
    assert "@Tom" not in words(form) and TOM not in words(form)
    assert "printed the day before" in str(form.view)
    await stage.fill(PRIYA, **(FORMS["Debrief"][1] | {"what_should": "🙃"}))
    await stage.submit(PRIYA)
    assert set((await stage.modal(PRIYA, "Debrief")).errors) == {"field.learned"}
    await fill_form(stage, PRIYA, "Debrief")
    learned = await thread.until_said("What we learned")
    assert all(part in words(learned) for part in ("Read labels aloud", HABIT, LUCK, "Systemic"))
    assert "@Tom" not in words(learned)
    await close(stage, thread, PRIYA)

    # How it went is for those who took part.
    await stage.press(TOM, thread.card, "How it went")
    card = await stage.modal(TOM, "How it went")
    assert all(part in words(card) for part in ("Speed", "Attitude", "Tone", "Actions"))
    await stage.press(GRACE, thread.card, "How it went")
    await stage.private(GRACE, "for those who took part")

    # It happens again: whoever opens it sees what was learned, and the lead hears of it once.
    await stage.kill_bot()
    await stage.start_bot()
    again = await stage.report(TOM, "Wrong table delivered to the Hansens")
    told = await stage.private(TOM, "happened before")
    parts = (WHAT, "the same words", "Read labels aloud", "systemic", "Labels are read aloud")
    assert all(part in words(told) for part in parts)
    assert before_me(stage, PRIYA) == []
    lead = await stage.dm(MARIA, "something systemic has happened again", patience=20)
    assert "Hansens" in words(lead) and "Lindqvists" in words(lead)
    await stage.kill_bot()
    await stage.start_bot()
    await again.until_card("Hansens")
    assert sum("something systemic" in words(each) for each in stage.dms(MARIA)) == 1

    found = await stage.answered(PRIYA, "find LABELS aloud")
    assert "*labels* *aloud*" in words(found).lower() and "Show" in labels(found)
    assert "I found nothing" in words(await stage.answered(PRIYA, "find 100% ' OR 1=1 --"))
    assert "I look through" in words(await stage.answered(PRIYA, "find 🙃"))
    assert stage.sandbox.slack.refusals == []
    assert "Traceback" not in stage.log.read_text()
