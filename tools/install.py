"""Puts the packages of one lock file into ``.venv``, and shows how far it is.

``python3 tools/install.py sandbox`` reads ``requirements/sandbox.txt``. It runs before anything is
installed, so it needs Python 3.11 and nothing else. What is as the lock file says is left alone.
"""

import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
WORDS = {
    "dev": "the tests, with a PostgreSQL server of their own",
    "lock": "locking the dependencies",
    "sandbox": "the sandbox",
}
# "dev" holds all that "sandbox" does: with the one in place, the other has nothing to add.
ALSO_IN = {"sandbox": ("dev",)}
HELP = """
The packages could not all be installed; the lines above say which and why.
If they speak of a connection, check the network (or the proxy that pip uses) and run the same
command again: it goes on with what it has. If .venv looks broken: make clean, then again."""


def main(name: str) -> int:
    """Returns the exit code: 0 with everything in place, 1 with what to do about it."""
    if _in_place(name) or any(_in_place(other) for other in ALSO_IN.get(name, ())):
        return 0
    if not _venv_works():
        print("Making a virtual environment in .venv", flush=True)
        subprocess.run([sys.executable, "-m", "venv", "--clear", str(VENV)], check=True)
    print(f"Installing what is needed for {WORDS.get(name, name)} (once; a few minutes at most)")
    if not _install(_lock(name)):
        print(HELP, flush=True)
        return 1
    shutil.copyfile(_lock(name), _seen(name))
    return 0


def _lock(name: str) -> Path:
    return ROOT / "requirements" / f"{name}.txt"


def _seen(name: str) -> Path:
    """A copy of the lock file as it was last installed."""
    return VENV / f"installed-{name}.txt"


def _in_place(name: str) -> bool:
    seen = _seen(name)
    return seen.is_file() and seen.read_bytes() == _lock(name).read_bytes() and _venv_works()


def _venv_works() -> bool:
    """False too where the Python it was made from has gone."""
    try:
        probe = "import pip, sys; sys.exit(sys.version_info < (3, 11))"
        run = subprocess.run([PYTHON, "-c", probe], capture_output=True, check=False)
        return run.returncode == 0
    except OSError:
        return False


def _install(lock: Path) -> bool:
    pip = (PYTHON, "-m", "pip", "--disable-pip-version-check", "install")
    options = ("--progress-bar=off", "--require-hashes", "--requirement", lock)
    total = len(re.findall(r"^[a-z][^=\n]*==", lock.read_text(), flags=re.MULTILINE))
    said: list[str] = []
    done = 0
    with subprocess.Popen(
        [*pip, *options], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as running:
        for line in running.stdout or ():
            said.append(line)
            if line.startswith(("Collecting ", "Processing ", "Requirement already", "Ignoring ")):
                done += 1
                _show(f"{min(done, total)}/{total} {_package(line)}".rstrip())
            elif line.startswith("Installing collected"):
                _show("unpacking…")
    _show("done" if running.returncode == 0 else "", last=True)
    if running.returncode != 0:
        print("".join(said[-15:]), end="", flush=True)
    return running.returncode == 0


def _package(line: str) -> str:
    """From "Collecting name==1.2 (from …)" or "Processing …/name-1.2-py3-none-any.whl (from …)"."""
    named = re.search(r"([\w.-]+)(?:\[[\w,-]+\])?==([\w.]+)|([\w.]+)-(\d[\w.]*)-", line)
    return " ".join(part for part in named.groups() if part) if named else "(not needed here)"


def _show(text: str, *, last: bool = False) -> None:
    """One line that is written over on a terminal; line after line in a log."""
    if sys.stdout.isatty():
        print(f"\r  {text:<60}", end="\n" if last else "", flush=True)
    elif text:
        print(f"  {text}", flush=True)


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1]))
    except KeyboardInterrupt:
        sys.exit(130)
    except subprocess.CalledProcessError as error:
        sys.exit(f"This did not work: {error}")
