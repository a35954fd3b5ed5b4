"""What an operator is told where a command cannot do what was asked."""


class NotDone(RuntimeError):
    """Nothing was changed; the message says why, and what to do instead."""
