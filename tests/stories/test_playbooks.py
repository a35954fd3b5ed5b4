"""Each shorter playbook from opening to closing, by gestures, and one that a team wrote itself."""

import pytest

from tests.stories.cast import MARIA, MISTAKES, PRIYA, TOM
from tests.stories.forms import FORMS
from tests.stories.reading import words
from tests.stories.stage import Stage
from tests.stories.test_recovery import close
from tests.stories.thread import Thread

# What people see of each: its steps in order, and the form of each that has one.
ALL: dict[str, tuple[tuple[str, str | None], ...]] = {
    "Ownership, five steps": (
        ("Own it and apologise", "Own it and apologise"),
        ("Put it right", None),
        ("Do more than expected", "Make it up"),
        ("Assure them", "Show the evidence"),
    ),
    "Bounce back, six steps": (
        ("Take responsibility now", "Own it"),
        ("Over-correct it", "Make it up"),
        ("Communicate", "Explain"),
        ("Debrief and reiterate", "Debrief"),
    ),
    "Nobody’s perfect, seven steps": (
        ("Own it, whoever slipped", "Own it"),
        ("Get them to where they meant to be", None),
        ("Over-compensate", "Make it up"),
        ("Prevent it", "Prevent it"),
        ("Tell them what you did", "Show the evidence"),
        ("Learn from it", "Debrief"),
    ),
    "Relationship builder, six steps": (
        ("Get there before they do", "Own it"),
        ("Apologise, no qualifiers", "Apologise"),
        ("Make it up", "Make it up"),
        ("Delight them", "Make it up"),
        ("Show that it is fixed", "Show the evidence"),
    ),
    "Acknowledge and fix, six steps": (
        ("Acknowledge it", "Own it"),
        ("Explain precisely", "Explain"),
        ("Correct it and prevent it", "Prevent it"),
        ("No blame game", "Debrief"),
        ("Fix it", None),
    ),
}


async def open_on(stage: Stage, user: str, playbook: str) -> Thread:
    """Open an incident by the form, with that playbook chosen by its name."""
    before = {card.ts for card in stage.cards(user, MISTAKES)}
    await stage.command(user, "")
    view = await stage.modal(user, "What went wrong?")
    block = next(b for b in view.view["blocks"] if b.get("block_id") == "playbook")
    value = next(
        each["value"] for each in block["element"]["options"] if each["text"]["text"] == playbook
    )
    await stage.fill(user, what_happened="The wrong table was delivered", which_way=value)
    await stage.submit(user)
    return await stage.new_thread(user, MISTAKES, before)


async def go_through(
    stage: Stage, thread: Thread, user: str, steps: tuple[tuple[str, str | None], ...]
) -> None:
    """Every step in its turn: the first by its button, the rest by a reaction."""
    for place, (name, form) in enumerate(steps):
        prompt = await thread.prompt(name)
        if place == 0:
            await stage.press(user, prompt, "Done")
        else:
            await thread.react(user, prompt, "white_check_mark")
        if form:
            if place > 0:
                answer = await stage.private(user, f"*{name}* is done once")
                await stage.press(user, answer, "Fill it in")
            await stage.modal(user, name if len(name) <= 24 else form)
            await stage.fill(user, **FORMS[form][1])
            await stage.submit(user)
        await thread.settled(name)


@pytest.mark.parametrize("playbook", ALL)
async def test_from_opening_to_closing(stage: Stage, playbook: str) -> None:
    thread = await open_on(stage, PRIYA, playbook)
    await go_through(stage, thread, PRIYA, ALL[playbook])
    check_back = await thread.prompt("Check back")
    assert "after closing" in words(check_back)
    await close(stage, thread, PRIYA)
    assert stage.sandbox.slack.refusals == []


@pytest.mark.principle("P08")
async def test_ownership_says_at_every_step_what_stays_private(stage: Stage) -> None:
    thread = await open_on(stage, PRIYA, "Ownership, five steps")
    prompt = await thread.prompt("Own it and apologise")
    assert "never a word of it to the customer" in words(prompt)


async def test_another_playbook_is_chosen_before_anyone_began(stage: Stage) -> None:
    thread = await stage.report(TOM, "The table arrived with three legs")
    await thread.prompt("Own it")
    await stage.press(TOM, thread.card, "Add details")
    await stage.modal(TOM, "Add details")
    await stage.fill(TOM, which_way="relationship")
    await stage.submit(TOM)
    await thread.prompt("Get there before they do")
    await stage.press(TOM, thread.card, "Add details")
    await stage.modal(TOM, "Add details")


async def test_a_team_writes_its_own_and_starts_with_it(stage: Stage) -> None:
    await stage.command(MARIA, "settings")
    await stage.modal(MARIA, "Settings")
    await stage.press_in_form(MARIA, "Playbooks…")
    await stage.modal(MARIA, "Playbooks")
    await stage.fill(MARIA, a_playbook_of="At the counter\nSay it was us [own it]\nDance [dance]")
    await stage.submit(MARIA)
    view = await stage.modal(MARIA, "Playbooks")
    assert "I don’t know [dance]" in str(view.errors)
    own = "At the counter\nSay it was us [own it]\nBring the right dish\nAsk [after closing]"
    await stage.fill(MARIA, a_playbook_of=own)
    await stage.submit(MARIA)
    await stage.private(MARIA, "The playbooks are saved")
    await stage.modal(MARIA, "Settings")
    await stage.press_in_form(MARIA, "Playbooks…")
    await stage.modal(MARIA, "Playbooks")
    await stage.fill(MARIA, which_one="own_1")
    await stage.submit(MARIA)
    await stage.modal(MARIA, "Settings")
    thread = await stage.report(TOM, "Table four got the wrong dish")
    steps = (("Say it was us", "Own it"), ("Bring the right dish", None))
    await thread.prompt("Say it was us")
    # What was opened with it stays on it, whatever becomes of it in settings.
    await stage.press_in_form(MARIA, "Playbooks…")
    await stage.modal(MARIA, "Playbooks")
    await stage.fill(MARIA, a_playbook_of=None, which_one="full")
    await stage.submit(MARIA)
    await stage.modal(MARIA, "Settings")
    await go_through(stage, thread, TOM, steps)
    await thread.prompt("Ask")
    await close(stage, thread, TOM)
    assert stage.sandbox.slack.refusals == []
