"""A process that has read the program once, and from which replicas are forked: `app.py` unmodified,
each with an environment, a log and a process of its own. (To start Python anew costs a second.)

It is told what to do by a line of JSON, and answers with one. It ends, and all its children with it,
when nobody talks to it any more.
"""

import json
import os
import signal
import sys
from typing import Any

import app
from tests.faults.moments import Moment, set_trap


def main() -> None:
    children: set[int] = set()
    for line in sys.stdin:
        asked = json.loads(line)
        answer = _born(asked) if "log" in asked else _fate(asked["pid"])
        if "log" in asked:
            children.add(int(answer))
        elif answer is not None:
            children.discard(asked["pid"])
        print(json.dumps(answer), flush=True)
    for pid in children:
        os.kill(pid, signal.SIGKILL)


def _born(asked: dict[str, Any]) -> int:
    """Fork one that does what `app.py` does with these arguments. Returns its id."""
    pid = os.fork()
    if pid:
        return pid
    code = 70
    try:
        os.setpgid(0, 0)
        log = os.open(asked["log"], os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        os.dup2(log, 1)
        os.dup2(log, 2)
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        os.environ.clear()
        os.environ.update(asked["environment"])
        if asked["trap"]:
            set_trap([Moment(*moment) for moment in asked["trap"]])
        code = app.main(asked["arguments"])
    except SystemExit as end:
        code = int(end.code or 0)
    finally:
        os._exit(code)


def _fate(pid: int) -> int | None:
    """How that one ended (below zero: by that signal); None while it lives."""
    found, status = os.waitpid(pid, os.WNOHANG)
    return os.waitstatus_to_exitcode(status) if found else None


if __name__ == "__main__":
    main()
