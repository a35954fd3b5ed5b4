"""How hard hypothesis tries, and where coverage looks. Databases are in `tests.databases`."""

import pytest
from hypothesis import settings

pytest_plugins = ["tests.databases"]

settings.register_profile("everyday", deadline=None, max_examples=100, print_blob=True)
settings.register_profile("thorough", deadline=None, max_examples=2_000, print_blob=True)
settings.load_profile("everyday")  # make test ARGS="--hypothesis-profile=thorough" for the other

# Tracing makes code run at a third of its speed, so it is on only where it tells something: in the
# tests of the rules and of what is shown, one example at a time. A line that only a hundred random
# examples or a whole story come by counts as not covered.
COVERING = ("tests/bot/", "tests/handlers/", "tests/test_principles.py")


def pytest_addoption(parser: pytest.Parser) -> None:
    """--long: with the tests that take minutes; `make test-faults` does."""
    parser.addoption("--long", action="store_true", help="with the tests marked as long")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what is marked as long, unless it was asked for. Trace no coverage where it tells
    nothing."""
    long = config.getoption("--long")
    items[:] = early([item for item in items if long or not item.get_closest_marker("long")])
    for item in items:
        by_example = not getattr(getattr(item, "obj", None), "is_hypothesis_test", False)
        if not (by_example and item.nodeid.startswith(COVERING)):
            item.add_marker(pytest.mark.no_cover)


def early(items: list[pytest.Item]) -> list[pytest.Item]:
    """Those with a timeout of their own, which take long, spread over the first half: where one
    of them begins last, everybody waits for it. Each part keeps its order."""
    slow = [item for item in items if item.get_closest_marker("timeout")]
    found = [item for item in items if not item.get_closest_marker("timeout")]
    apart = 1 + len(found) // (2 * len(slow) or 1)
    for number, item in enumerate(slow):
        found.insert(number * apart, item)
    return found
