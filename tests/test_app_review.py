"""`app.py review`: JSON lines in and out, with no tokens and no database."""

import json
import os
import subprocess
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from tests.programs import forked

ROOT = Path(__file__).parent.parent
Run = Callable[..., Awaitable[tuple[int, str]]]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Reviews what is typed. Returns the exit code and standard output."""

    async def run(*arguments: str, typed: str = "") -> tuple[int, str]:
        given, printed = tmp_path / "typed", tmp_path / "printed"
        given.write_text(typed, encoding="utf-8")
        environment = {"PATH": os.defpath}
        process = await forked(("review", *arguments), environment, printed, given)
        return await process.wait(), printed.read_text(encoding="utf-8")

    return run


async def test_each_line_is_answered(run: Run) -> None:
    lines = [
        '{"text": "We apologise for any inconvenience.", "surface": "customer_draft", "id": 1}',
        "",
        '{"text": "lunch at noon “ok”", "surface": "thread"}',
    ]
    code, printed = await run(typed="\n".join(lines))
    draft, thread = map(json.loads, printed.splitlines())
    assert code == 0
    assert draft["id"] == 1
    assert draft["findings"][0]["category"] == "qualified_apology"
    assert "next_word" in draft["missing"]
    assert thread == {"text": "lunch at noon “ok”", "surface": "thread", "findings": []}


async def test_a_broken_line_is_answered_and_the_rest_goes_on(run: Run) -> None:
    lines = ["oops", '{"text": "half \\ud800", "surface": "thread"}']
    code, printed = await run(typed="\n".join(lines))
    broken, fine = map(json.loads, printed.splitlines())
    assert code == 1
    assert broken == {"error": "This line is not JSON.", "line": 1}
    assert fine["text"] == "half \ud800"


@pytest.mark.parametrize("number", ["NaN", "-Infinity", "1e999"])
async def test_what_json_cannot_say_is_a_broken_line(run: Run, number: str) -> None:
    code, printed = await run(typed=f'{{"text": "x", "surface": "thread", "n": {number}}}')
    assert (code, json.loads(printed)["error"]) == (1, "This line is not JSON.")


async def test_a_file_from_windows_is_read_and_numbers_are_kept(run: Run) -> None:
    code, printed = await run(typed='\ufeff{"text": "x", "surface": "thread", "n": 1.5}')
    assert (code, json.loads(printed)["n"]) == (0, 1.5)


def test_a_reader_who_has_enough_is_no_fault() -> None:
    lines = '{"text": "x", "surface": "thread"}\n' * 20_000
    done = subprocess.run(
        f"{sys.executable} app.py review | head -1",
        shell=True,
        input=lines.encode(),
        capture_output=True,
        cwd=ROOT,
        check=False,
    )
    assert (done.stdout.count(b"\n"), done.stderr) == (1, b"")


async def test_help_shows_an_example(run: Run) -> None:
    code, printed = await run("--help")
    assert code == 0
    assert "| python app.py review" in printed
