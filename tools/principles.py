"""Writes docs/principles.md: each principle, where it lives, and the tests that show it.

    python -m tools.principles

A test says which principles it shows: `@pytest.mark.principle("P07")`.
"""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from bot.playbook import FULL
from bot.principles import PRINCIPLES, Principle

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "principles.md"
MARK = "principle"
HEAD = """# The teaching, and where it lives

Made by `python -m tools.principles` from `bot/principles.py`, from the full playbook, and from the
tests that are marked with a principle. A test fails where a principle has no test, or where this
page is older than what it is made from.

| no. | principle | where people meet it | steps | lives in | shown by |
|---|---|---|---|---|---|
"""


@cache
def marked() -> dict[str, list[str]]:
    """The tests that show each principle, by its number: "tests/x.py::test_y", in order."""
    found: dict[str, list[str]] = {}
    for path in sorted((ROOT / "tests").rglob("test_*.py")):
        name = path.relative_to(ROOT).as_posix()
        for test, numbers in _tests(ast.parse(path.read_text())):
            for number in numbers:
                found.setdefault(number, []).append(f"{name}::{test}")
    return found


def _tests(tree: ast.Module) -> Iterator[tuple[str, list[str]]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            numbers = [number for mark in node.decorator_list for number in _numbers(mark)]
            if numbers:
                yield node.name, numbers


def _numbers(mark: ast.expr) -> Iterator[str]:
    if isinstance(mark, ast.Call) and ast.unparse(mark.func) == f"pytest.mark.{MARK}":
        yield from (ast.literal_eval(argument) for argument in mark.args)


def page() -> str:
    """The whole page."""
    shown = marked()
    return HEAD + "".join(_line(each, shown.get(each.number, [])) for each in PRINCIPLES)


def _line(principle: Principle, tests: list[str]) -> str:
    steps = ", ".join(step.name for step in FULL.steps if principle.number in step.principles)
    lives = ", ".join(map(_linked, principle.lives))
    shown = "<br>".join(f"`{test.removeprefix('tests/')}`" for test in tests)
    cells = (principle.number, principle.says, principle.met, steps or "–", lives, shown)
    return f"| {' | '.join(cells)} |\n"


def _linked(module: str) -> str:
    path = file_of(module)
    return f"[`{path}`](../{path})"


def file_of(module: str) -> str:
    """The file of a module, or its folder where it is a package, from the root."""
    path = module.replace(".", "/")
    return path if (ROOT / path).is_dir() else f"{path}.py"


if __name__ == "__main__":
    PAGE.write_text(page())
