"""What the linters cannot see: sizes, lock files, and that the linters themselves still bite."""

import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from importlib.metadata import PackageNotFoundError, requires
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
CODE = ("bench", "bot", "handlers", "sandbox", "storage", "tests", "tools")
LONGEST_MODULE = 300  # lines
NOT_OURS = {".env", ".git", ".hypothesis", ".sandbox", ".venv", "__pycache__", "htmlcov"}
LOCKS = sorted((ROOT / "requirements").glob("*.txt"))
# Written in pieces, so that this file passes its own test.
NOT_FOR_OTHERS = re.compile(
    "|".join(
        (
            r"(?<![\w.])/(?:work|root|home|Users)/\w",
            r"pypi\." + "org",
            r"python" + r"hosted\.org",
            r"deb\." + r"debian\.org",
            r"registry\." + r"npmjs\.org",
        )
    )
)


def _modules() -> Iterator[Path]:
    yield ROOT / "app.py"
    for folder in CODE:
        yield from (ROOT / folder).rglob("*.py")


def _texts(folder: Path = ROOT) -> Iterator[tuple[Path, str]]:
    for path in folder.iterdir():
        if path.name in NOT_OURS or path.name.endswith("_cache"):
            continue
        if path.is_dir():
            yield from _texts(path)
            continue
        with suppress(UnicodeDecodeError):  # a picture, a database
            yield path.relative_to(ROOT), path.read_text()


def test_no_module_is_too_long() -> None:
    lengths = {path: len(path.read_text().splitlines()) for path in _modules()}
    assert not {path.name: lines for path, lines in lengths.items() if lines > LONGEST_MODULE}


def test_nothing_names_a_machine_or_a_download_host() -> None:
    found = [f"{path}: {hit[0]}" for path, text in _texts() if (hit := NOT_FOR_OTHERS.search(text))]
    assert not found


PIN = re.compile(r"^([a-z0-9-]+)(?:\[([^]]+)\])?==(\S+)", re.MULTILINE)


def _pins(lock: Path) -> dict[str, str]:
    return {name: version for name, _, version in PIN.findall(lock.read_text())}


def _extras(lock: Path) -> dict[str, set[str]]:
    return {
        name: set(re.findall(r"[\w-]+", extras))
        for name, extras, _ in PIN.findall(lock.read_text())
    }


def _extras_asked_for(lock: Path) -> set[tuple[str, str, str]]:
    """Who in the lock, among what is installed here, asks for which package with which extra."""
    asked: set[tuple[str, str, str]] = set()
    for name, extras in _extras(lock).items():
        with suppress(PackageNotFoundError):  # for another system, or for `make lock` alone
            for line in requires(name) or ():
                wanted = Requirement(line)
                applies = wanted.marker is None or any(
                    wanted.marker.evaluate({"extra": extra}) for extra in ("", *extras)
                )
                if applies:
                    asked |= {(name, canonicalize_name(wanted.name), x) for x in wanted.extras}
    return asked


def _asked(name: str) -> set[str]:
    lines = (ROOT / "requirements" / f"{name}.in").read_text().splitlines()
    return {found[0] for line in lines if (found := re.match(r"[a-z][a-z0-9-]*", line))}


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_a_lock_has_hashes_and_names_no_place(lock: Path) -> None:
    text = lock.read_text()
    entries = re.split(r"^(?=[a-z0-9])", text, flags=re.MULTILINE)[1:]
    assert _asked(lock.stem) <= _pins(lock).keys(), "make lock has not been run"
    assert not [entry.splitlines()[0] for entry in entries if "--hash=sha256:" not in entry]
    assert not re.search(r"://|file:| @ |^--|^-[ef]", text, flags=re.MULTILINE)


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_a_lock_names_the_extras_that_its_packages_ask_for(lock: Path) -> None:
    """Without them pip 23.2, which comes with Python 3.11, looks for ``coverage[toml]`` by itself,
    finds a version newer than the locked ``coverage``, and installs nothing (pip's issue 9644)."""
    pinned = _extras(lock)
    assert not {one for one in _extras_asked_for(lock) if one[2] not in pinned[one[1]]}


def test_extras_are_asked_for() -> None:
    """The test above would find nothing if no package asked for any."""
    asked = _extras_asked_for(ROOT / "requirements" / "dev.txt")
    assert ("pytest-cov", "coverage", "toml") in asked


def test_locks_agree_with_each_other() -> None:
    everything = _pins(ROOT / "requirements" / "dev.txt")
    for name in ("runtime", "postgres", "sandbox"):
        assert _pins(ROOT / "requirements" / f"{name}.txt").items() <= everything.items()


def test_every_dependency_is_explained() -> None:
    table = (ROOT / "docs" / "dependencies.md").read_text()
    explained = set(re.findall(r"^\| `([a-z0-9-]+)`", table, re.MULTILINE))
    assert explained == set().union(*(_asked(lock.stem) for lock in LOCKS))


def test_make_lists_every_target() -> None:
    makefile = (ROOT / "Makefile").read_text()
    declared = re.search(r"^\.PHONY: (.*)$", makefile, re.MULTILINE)
    assert declared is not None
    listed = subprocess.run(["make"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert re.findall(r"^  make ([\w-]+) ", listed, re.MULTILINE) == declared[1].split()


@pytest.mark.parametrize(
    "line",
    [
        "import os; os.environ['HOME']",
        "import os; os.getenv('HOME')",
        "import time; time.time()",
        "from datetime import UTC, datetime; datetime.now(UTC)",
        "from unittest import mock",
        "import pytest; pytest.skip('no database')",
    ],
)
@pytest.mark.parametrize("module", ["bot/x.py", "handlers/x.py", "storage/x.py", "sandbox/x.py"])
def test_the_linter_refuses(module: str, line: str) -> None:
    ruff = (sys.executable, "-m", "ruff", "check", "--select=TID251")
    checked = subprocess.run(
        [*ruff, f"--stdin-filename={module}", "-"],
        cwd=ROOT,
        input=line,
        capture_output=True,
        text=True,
        check=False,
    )
    assert "TID251" in checked.stdout


@pytest.mark.parametrize(
    ("module", "imported"),
    [
        ("bot", "asyncio"),
        ("bot", "storage"),
        ("bot", "slack_sdk"),
        ("handlers", "storage"),
        ("handlers", "sqlmodel"),
        ("storage", "handlers"),
        ("storage", "slack_bolt"),
        ("sandbox", "bot"),
        ("handlers", "app"),
    ],
)
def test_the_borders_are_guarded(tmp_path: Path, module: str, imported: str) -> None:
    (tmp_path / "pyproject.toml").write_text((ROOT / "pyproject.toml").read_text())
    for package in ("bot", "handlers", "sandbox", "storage"):
        (tmp_path / package).mkdir()
        (tmp_path / package / "__init__.py").write_text(
            f"import {imported}\n" if package == module else ""
        )
    (tmp_path / "app.py").touch()
    drawing = tmp_path / "bot" / "pictures"
    drawing.mkdir()
    (drawing / "__init__.py").touch()
    (drawing / "draw.py").write_text("import matplotlib\n")
    linter = Path(sys.executable).with_name("lint-imports")
    checked = subprocess.run(
        [linter, "--no-cache"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert checked.returncode == 1, checked.stdout + checked.stderr
    assert re.search(rf"{module} (?:->|is not allowed to import) {imported}", checked.stdout)
