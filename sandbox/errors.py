"""Refusals: of an API call in Slack's own words, of a gesture in plain ones."""

from sandbox.model import Json


class ApiError(Exception):
    """A Web API refusal: Slack's error code, and what exactly was wrong."""

    def __init__(self, code: str, *messages: str, **extra: object) -> None:
        super().__init__(code, *messages)
        self.code = code
        self.messages = list(messages)
        self.extra = extra

    def body(self) -> Json:
        """The JSON reply as Slack shapes it."""
        reply: Json = {"ok": False, "error": self.code, **self.extra}
        if self.messages:
            reply["response_metadata"] = {"messages": [f"[ERROR] {text}" for text in self.messages]}
        return reply


class GestureRefused(Exception):
    """Real Slack would not let a person do this; the text says why, in a plain sentence."""

    @property
    def reason(self) -> str:
        """The plain sentence."""
        return str(self.args[0])
