"""A promise that is not kept anywhere yet, as it travels in a button."""

from dataclasses import dataclass
from datetime import UTC, datetime

from handlers.ids import VALUE_LIMIT, value


@dataclass(frozen=True)
class Draft:
    """`words` as they were said, `due` (UTC) if known. `said_ts` and `said_by`: the message it was
    said in, in the channel of the button, and who wrote it; empty where it was typed. `to` are the
    keys of those it was said to, none for all."""

    words: str
    due: datetime | None = None
    said_ts: str = ""
    said_by: str = ""
    to: tuple[str, ...] = ()

    def value(self, number: int) -> str:
        """As a button's value for incident `number`, cut to what one can hold."""
        epoch = int(self.due.timestamp()) if self.due else 0
        whose = ",".join((self.said_by, *self.to))
        subject = f"{epoch}:{self.said_ts}:{whose}:{self.words}"
        return value(number, subject)[:VALUE_LIMIT]

    @property
    def fits(self) -> bool:
        """Whether a button can hold all of its words."""
        return len(self.value(10**9)) < VALUE_LIMIT

    @classmethod
    def load(cls, subject: str) -> "Draft":
        """From a button's subject; what cannot be read is left out."""
        epoch, _, rest = subject.partition(":")
        said_ts, _, rest = rest.partition(":")
        whose, _, words = rest.partition(":")
        said_by, *to = whose.split(",")
        known = epoch.isascii() and epoch.isdigit() and 0 < int(epoch) < 10**11
        due = datetime.fromtimestamp(int(epoch), UTC) if known else None
        return cls(words, due, said_ts, said_by, tuple(to))
