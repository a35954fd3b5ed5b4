"""People at the sandbox in a real browser: one window each.

What the tests in a browser and `tools.screenshot` share. `opened` starts what `make sandbox`
starts, so the bot is the unmodified one, in a process of its own.
"""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.async_api import Browser, Locator, Page, ViewportSize, async_playwright

from tools.chromium import FLAGS

ROOT = Path(__file__).parents[1]
DESKTOP = ViewportSize(width=1280, height=800)
PHONE = ViewportSize(width=390, height=844)
PATIENCE = 20_000  # real ms until something that should be there counts as missing
STARTING, ENDING = 45.0, 15.0  # real seconds


@dataclass
class Person:
    """Somebody at a window, who goes by what is written there."""

    page: Page

    @property
    def channel(self) -> Locator:
        """What is said in the channel."""
        return self.page.get_by_test_id("channel-pane")

    @property
    def thread(self) -> Locator:
        """The thread that is open beside it."""
        return self.page.get_by_test_id("thread-pane")

    @property
    def modal(self) -> Locator:
        """The form that is on the screen."""
        return self.page.get_by_test_id("modal")

    def said(self, *words: str, where: Locator | None = None) -> Locator:
        """The newest message with all these words, in the thread if no other place is given."""
        found = (where or self.thread).get_by_role("article")
        for each in words:
            found = found.filter(has_text=each)
        return found.last

    async def type(self, text: str, into: str = "composer") -> None:
        """Write that below the channel (or `into` "thread-composer") and send it."""
        await self.page.get_by_test_id(into).fill(text)
        await self.page.get_by_test_id(into).press("Enter")

    async def press(self, label: str, on: Locator) -> None:
        """Press the button with that label on a message or in the modal."""
        await on.get_by_role("button", name=label, exact=True).click()

    async def open_thread(self, card: Locator) -> None:
        """Open what was said below that message."""
        await card.locator('[data-testid^="replies-"]').click()
        await self.thread.wait_for()

    async def react(self, on: Locator, name: str) -> None:
        """Point at a message and choose one of its quick reactions."""
        await on.hover()
        await on.get_by_test_id(f"react-{name}").click()

    async def form(self, title: str) -> Locator:
        """The form with that title, once it is there."""
        form = self.modal.filter(has=self.page.get_by_role("heading", name=title, exact=True))
        await form.wait_for()
        return form

    async def choose(self, label: str, choice: str) -> None:
        """Choose by its words from the menu called that."""
        await self.modal.get_by_label(label).select_option(label=choice)

    async def send(self) -> None:
        """Send the form, and wait until it is gone."""
        await self.page.get_by_test_id("modal-submit").click()
        await self.modal.wait_for(state="hidden")


@dataclass
class Windows:
    """A browser before the sandbox at `address`."""

    browser: Browser
    address: str

    async def window(self, user: str, size: ViewportSize = DESKTOP) -> Person:
        """A new window in which somebody acts (`user` is an id), in #mistakes."""
        touch = size["width"] < 600
        context = await self.browser.new_context(viewport=size, has_touch=touch, is_mobile=touch)
        context.set_default_timeout(PATIENCE)
        page = await context.new_page()
        await page.goto(f"{self.address}/?as={user}")
        await page.get_by_test_id("composer").wait_for()
        return Person(page)


@asynccontextmanager
async def opened(browser: Path, state: Path, scale: float, *more: str) -> AsyncIterator[Windows]:
    """The sandbox with the bot in it, and a browser; all gone at the end.

    `browser` is a Chromium, `state` an existing folder for the bot's database, `scale` how fast
    time runs; `more` are further arguments of `python -m sandbox`.
    """
    async with _sandbox(state, scale, *more) as address, async_playwright() as playwright:
        chromium = await playwright.chromium.launch(executable_path=browser, args=FLAGS)
        try:
            yield Windows(chromium, address)
        finally:
            await chromium.close()


@asynccontextmanager
async def _sandbox(state: Path, scale: float, *more: str) -> AsyncIterator[str]:
    """`python -m sandbox` on a free port. Yields the page's address."""
    log = state / "sandbox.log"
    with log.open("wb") as out:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "sandbox", "--port", "0", "--scale", f"{scale:g}",
            "--state-dir", str(state), *more,
            cwd=ROOT, env={"PATH": os.defpath, "PYTHONUNBUFFERED": "1"}, stdout=out, stderr=out,
        )  # fmt: skip
    try:
        yield await _address(process, log)
    finally:
        await _end(process)


async def _address(process: asyncio.subprocess.Process, log: Path) -> str:
    async with asyncio.timeout(STARTING):
        while process.returncode is None:
            words = _said(log).split()
            if "Ctrl-C" in words:
                return next(word for word in words if word.startswith("http://"))
            await asyncio.sleep(0.05)
    raise RuntimeError(f"The sandbox stopped:\n{_said(log)}")


def _said(log: Path) -> str:
    return log.read_text(encoding="utf-8")


async def _end(process: asyncio.subprocess.Process) -> None:
    """Ctrl-C, which ends the bot too."""
    if process.returncode is None:
        process.send_signal(signal.SIGINT)
    try:
        async with asyncio.timeout(ENDING):
            await process.wait()
    except TimeoutError:
        process.kill()
        await process.wait()
