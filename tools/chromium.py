"""Finds a Chromium that starts, for the tests in a browser; run as a program, gets one first.

``python -m tools.chromium`` is part of ``make test``: it prints the browser's path, installs one if
it can, and otherwise says how to get one and exits with 1. ``CHROMIUM=/path`` asks for that one.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome")
MAC_APPS = (
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)
# What keeps a browser quiet, and able to start in a container or as root. It only ever opens pages
# of this machine.
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
HELP = """\
The tests need Chromium or Chrome, and none could be found or installed here.
  Debian:                       apt-get install chromium          (as root)
  Fedora:                       dnf install chromium              (as root)
  macOS:                        brew install --cask chromium
  Ubuntu, and anywhere else:    .venv/bin/playwright install --with-deps chromium
If you have one in another place, say where: make test CHROMIUM=/path/to/chrome"""


def find_chromium() -> Path | None:
    """Returns a browser that was seen to start, or None. Takes about a second."""
    return next((path for path in _candidates() if _starts(path)), None)


def chromium() -> Path:
    """Returns a browser that starts.

    Raises:
        FileNotFoundError: there is none; the message says how to get one.
    """
    found = find_chromium()
    if found is None:
        raise FileNotFoundError(HELP)
    return found


def _candidates() -> Iterator[Path]:
    asked = os.environ.get("CHROMIUM")
    if asked:
        yield Path(asked)
        return
    for name in NAMES:
        on_path = shutil.which(name)
        if on_path is not None:
            yield Path(on_path)
    yield from (Path(app) for app in MAC_APPS)
    yield from _of_playwright()


def _of_playwright() -> Iterator[Path]:
    from playwright.sync_api import sync_playwright  # slow to load, and rarely needed

    with sync_playwright() as playwright:
        yield Path(playwright.chromium.executable_path)


def _starts(browser: Path) -> bool:
    """Opens an empty page: a name on the PATH may be a stub, and a browser may lack libraries."""
    if not browser.is_file():
        return False
    with tempfile.TemporaryDirectory(prefix="amends-chromium-") as profile:
        options = (*FLAGS, f"--user-data-dir={profile}", "--headless", "--dump-dom")
        try:
            run = subprocess.run(
                [browser, *options, "about:blank"], capture_output=True, timeout=60, check=False
            )
        except (OSError, subprocess.TimeoutExpired):
            return False
    return run.returncode == 0 and b"<html>" in run.stdout


def _install_with_apt() -> bool:
    """Debian's own package, where we may install it. Ubuntu's of this name is only a stub."""
    if shutil.which("apt-get") is None or os.geteuid() != 0:
        return False
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    print("Installing Chromium with apt-get (about 100 MB)…", flush=True)
    return _succeeds("apt-get", "update", env=quiet) and _succeeds(
        "apt-get", "install", "--yes", "--no-install-recommends", "chromium", env=quiet
    )


def _install_with_playwright() -> bool:
    """Playwright's own build, into this user's cache."""
    print("Installing Chromium with Playwright (about 150 MB)…", flush=True)
    return _succeeds(sys.executable, "-m", "playwright", "install", "chromium")


def _install_libraries() -> bool:
    """What that build lacks to start on a bare Linux, where we may install it."""
    if sys.platform != "linux" or os.geteuid() != 0 or not next(_of_playwright()).is_file():
        return False
    print("Installing the libraries that Chromium needs…", flush=True)
    return _succeeds(sys.executable, "-m", "playwright", "install-deps", "chromium")


def _succeeds(*command: str, env: dict[str, str] | None = None) -> bool:
    return subprocess.run(command, env=env, check=False).returncode == 0


def main() -> int:
    """Returns the exit code: 0 with the browser's path printed, 1 with what to do about it."""
    installers: tuple[Callable[[], bool], ...] = (
        _install_with_apt,
        _install_with_playwright,
        _install_libraries,
    )
    found = find_chromium()
    for install in installers if "CHROMIUM" not in os.environ else ():
        if found is None and install():
            found = find_chromium()
    print(HELP if found is None else f"Browser: {found}", flush=True)
    return 1 if found is None else 0


if __name__ == "__main__":
    sys.exit(main())
