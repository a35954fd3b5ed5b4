"""The browser."""

from pathlib import Path

import pytest

from tools.chromium import chromium


@pytest.fixture(scope="session")
def browser() -> Path:
    """A Chromium that was seen to start; without one the tests fail and say how to get it."""
    return chromium()
