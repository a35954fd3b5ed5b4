"""`app.py review`: JSON lines in and out, with no tokens and no database."""

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent


def run(*arguments: str, typed: str = "") -> tuple[int, str]:
    """Exit code and standard output."""
    done = subprocess.run(
        [sys.executable, "app.py", "review", *arguments],
        cwd=ROOT,
        env={"PATH": os.defpath},
        input=typed.encode(),
        capture_output=True,
        check=False,
    )
    return done.returncode, done.stdout.decode()


def test_each_line_is_answered() -> None:
    lines = [
        '{"text": "We apologise for any inconvenience.", "surface": "customer_draft", "id": 1}',
        "",
        '{"text": "lunch at noon “ok”", "surface": "thread"}',
    ]
    code, printed = run(typed="\n".join(lines))
    draft, thread = map(json.loads, printed.splitlines())
    assert code == 0
    assert draft["id"] == 1
    assert draft["findings"][0]["category"] == "qualified_apology"
    assert "next_word" in draft["missing"]
    assert thread == {"text": "lunch at noon “ok”", "surface": "thread", "findings": []}


def test_a_broken_line_is_answered_and_the_rest_goes_on() -> None:
    lines = ["oops", '{"text": "half \\ud800", "surface": "thread"}']
    code, printed = run(typed="\n".join(lines))
    broken, fine = map(json.loads, printed.splitlines())
    assert code == 1
    assert broken == {"error": "This line is not JSON.", "line": 1}
    assert fine["text"] == "half \ud800"


def test_help_shows_an_example() -> None:
    code, printed = run("--help")
    assert code == 0
    assert "| python app.py review" in printed
