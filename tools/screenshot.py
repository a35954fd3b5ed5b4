"""Makes the README's picture: a recovery in the middle, on the sandbox's page.

``python -m tools.screenshot`` starts the sandbox with the bot in it, plays a morning at Harbour &
Pine through browser windows, and writes ``docs/images/thread.png``. The clock is set so that it is
the same morning each time; a time in the picture may differ by a minute or two. Look at the picture
before you commit it.
"""

import asyncio
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from tools.chromium import chromium
from tools.windows import ROOT, Person, Windows, opened

PICTURE = ROOT / "docs" / "images" / "thread.png"
SCALE = 60  # a second of playing is a minute of that morning
MORNING = datetime(2026, 5, 12, 7, 40, tzinfo=UTC)  # a Tuesday; 8:40 in London
MARIA, TOM, PRIYA = "U0MARIA00", "U0TOM0000", "U0PRIYA00"
WHAT = "We delivered the wrong table to the Lindqvists"
OWNED = "This was us, and I am sorry."
SORRY = (
    "We delivered the wrong table, and I am sorry. You had to wait for another day. "
    "We are packing the right one, and I will call you today at 15:00."
)
TOLD = "We have loaded your oak table, and I will call you today at noon."


async def play(windows: Windows) -> Person:
    """The morning so far. Returns Maria, who looks on: no private answers in the picture."""
    maria, tom, priya = [await windows.window(each) for each in (MARIA, TOM, PRIYA)]
    await tom.type(f"/mistake {WHAT}")
    for each in (maria, tom, priya):
        await each.open_thread(each.said(WHAT, "Close…", where=each.channel))
    await details(tom)
    await settle(tom, "Own it", ("What was said?", OWNED), "How?")
    await priya.type("They have guests on Saturday, so the table matters.", "thread-composer")
    await priya.react(priya.said("They have guests"), "pushpin")
    await settle(priya, "Apologise", ("The words the customer got", SORRY), "How did it")
    await update(tom)
    await maria.said("told Mrs Lindqvist", TOLD).wait_for()
    return maria


async def details(person: Person) -> None:
    """Say whom it reached, and how much it hurts."""
    await person.press("Add details", person.said(WHAT, "Close…", where=person.channel))
    form = await person.form("Add details")
    await form.get_by_label("Which customers").fill("Mrs Lindqvist")
    await form.get_by_role("radio", name="We did").check()
    await form.get_by_role("radio", name="High").check()
    await form.get_by_label("What did the customer expect?").fill("The oak table by Saturday")
    await person.send()


async def settle(person: Person, step: str, words: tuple[str, str], way: str) -> None:
    """Press *Done* on a step and fill in its form: a label with its words, and by phone."""
    await person.press("Done", person.said(step, "step "))
    form = await person.form(step)
    await form.get_by_label(words[0]).fill(words[1])
    await person.choose(way, "By phone")
    await person.send()
    await person.said(step, "done by").wait_for()


async def update(person: Person) -> None:
    """Note what the customer was told."""
    await person.press("Update the customer", person.said(WHAT, "Close…", where=person.channel))
    form = await person.form("Update the customer")
    await form.get_by_label("What do you tell them?").fill(TOLD)
    await person.choose("How did it reach them?", "By email")
    await person.send()


async def picture(person: Person) -> None:
    """The channel and the thread, as they are once nothing is pointed at."""
    await person.page.mouse.move(0, 0)
    await person.page.evaluate("document.activeElement.blur()")
    PICTURE.parent.mkdir(parents=True, exist_ok=True)
    await person.page.screenshot(path=PICTURE, animations="disabled", caret="hide")


def set_clock(state: Path) -> None:
    """Let the sandbox, which runs SCALE times as fast from an anchor on, begin on that morning."""
    anchor = (SCALE * time.time() - MORNING.timestamp()) / (SCALE - 1)
    (state / "clock").write_text(f"{SCALE}@{anchor:.0f}")


async def take(browser: Path, state: Path) -> None:
    """Play and take the picture; `state` is an empty folder."""
    set_clock(state)
    async with opened(browser, state, SCALE, "--keep") as windows:
        await picture(await play(windows))


def main() -> int:
    """Returns the exit code."""
    browser = chromium()
    with tempfile.TemporaryDirectory(prefix="amends-screenshot-") as folder:
        asyncio.run(take(browser, Path(folder)))
    print(f"{PICTURE.relative_to(ROOT)}: {PICTURE.stat().st_size // 1000} kB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
