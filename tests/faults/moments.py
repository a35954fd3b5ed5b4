"""Named moments in the life of the bot, at which it is killed.

A moment is the beginning or the end of a function, watched by Python's own tracing, so the product
runs as it is and carries nothing for it. A trap is a row of moments: at the last of them, after all
before it, the process kills itself as `kill -9` would.
"""

import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Sequence
from types import FrameType
from typing import Any, NamedTuple


class Moment(NamedTuple):
    """A function's beginning ("call") or end ("return"). `file` is the end of its path.
    `same_thread`: in the thread of the first moment of the trap; what others do does not count.
    `pause`: for so many seconds other threads go on before it dies there, as a slow disk would let
    them; what must not overtake this moment has time to."""

    file: str
    function: str
    event: str
    same_thread: bool = False
    pause: float = 0.0


Tracer = Callable[[FrameType, str, Any], Any]

# The commit of a transaction begins, and has ended. (A file has one writer, in its own thread.)
COMMITTING = {
    "sqlite": Moment("storage/writer.py", "finish", "call"),
    "postgres": Moment("psycopg/connection.py", "commit", "call", same_thread=True),
}
COMMITTED = {
    "sqlite": Moment("storage/writer.py", "finish", "return"),
    "postgres": Moment("storage/postgres.py", "do", "return", same_thread=True),
}
LINGERING = 0.3  # seconds before a commit, in which an ack could overtake it
OPENING = Moment("storage/opening.py", "open_all", "call")
PERFORMING = Moment("storage/changes.py", "perform", "call")
ACKING = Moment("slack_bolt/context/ack/async_ack.py", "__call__", "call")
CLAIMED = Moment("storage/claims.py", "_parcel", "call")  # there is something to claim
STARTING = Moment("storage/outbox.py", "_starting", "call")
MARKING = Moment("storage/delivery.py", "sent", "call")
TELLING = Moment("storage/queue.py", "_begin_reminder", "return")  # the sweep has made a reminder


def set_trap(moments: Sequence[Moment], deed: signal.Signals = signal.SIGKILL) -> None:
    """Die at the last of these moments, or meet another `deed`: SIGSTOP lets all of it sleep. For
    the process it is called in, before it has threads."""
    waiting, threads = list(moments), list[int]()

    def matches(frame: FrameType, moment: Moment) -> bool:
        code = frame.f_code
        return code.co_name == moment.function and code.co_filename.endswith(moment.file)

    def passed(frame: FrameType, event: str) -> None:
        if not waiting:  # it was woken
            return
        moment, thread = waiting[0], threading.get_ident()
        ours = not moment.same_thread or thread == threads[0]
        if moment.event == event and ours and matches(frame, moment):
            threads.append(thread)
            del waiting[0]
            if not waiting:
                time.sleep(moment.pause)
                os.kill(os.getpid(), deed)

    def on_call(frame: FrameType, event: str, _argument: Any) -> Tracer | None:
        if not any(matches(frame, moment) for moment in waiting):
            return None
        passed(frame, "call")
        frame.f_trace_lines = False
        return on_return

    def on_return(frame: FrameType, event: str, _argument: Any) -> Tracer:
        if event == "return":
            passed(frame, "return")
        return on_return

    sys.settrace(on_call)
    threading.settrace(on_call)
