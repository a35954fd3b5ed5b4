"""A story in which things are promised, and changes agreed."""

from datetime import date, datetime, timedelta
from typing import Any, Self

from bot.commands import HandOver
from bot.ledger import Action, Promise
from bot.ledger_commands import (
    AddActions,
    BreakPromise,
    CorrectAction,
    CorrectPromise,
    DropAction,
    FinishAction,
    KeepPromise,
    MakePromise,
    NewAction,
    ReleasePromise,
    ReopenAction,
    ReopenPromise,
)
from tests.bot.story import Story

FRIDAY = date(2026, 11, 27)  # of the week in which stories begin


class LedgerStory(Story):
    """Gestures on promises and actions; each is the first one (`key` "1") where nothing is said."""

    @property
    def promise(self) -> Promise:
        return self.incident.promises["1"]

    @property
    def action(self) -> Action:
        return self.incident.actions["1"]

    def promised(
        self, words: str = "Refund", *, hours: float = 4, due: datetime | None = None, **more: Any
    ) -> Self:
        due = due or self.now + timedelta(hours=hours)
        return self.does(MakePromise(self.who, words, due, **more))

    def correct(self, key: str = "1", **changes: Any) -> Self:
        """The form as it stands, with some answers changed."""
        known = self.incident.promises[key]
        fields = {
            "words": known.words,
            "due": known.due,
            "owner": known.owner,
            "customers": known.customers,
        }
        return self.does(CorrectPromise(self.who, key, **{**fields, **changes}))

    def keep(self, key: str = "1", *, in_time: bool = False) -> Self:
        return self.does(KeepPromise(self.who, key, in_time))

    def say_broken(self, key: str = "1") -> Self:
        return self.does(BreakPromise(self.who, key))

    def release(self, reason: str = "They found it themselves", key: str = "1") -> Self:
        return self.does(ReleasePromise(self.who, key, reason))

    def reopen_promise(self, key: str = "1") -> Self:
        return self.does(ReopenPromise(self.who, key))

    def agreed(self, *what: str, owner: str = "", day: date = FRIDAY) -> Self:
        """These changes, all with one person and one day."""
        new = tuple(NewAction(each, owner or self.who, day) for each in what)
        return self.does(AddActions(self.who, new))

    def agreed_anew(self, key: str = "1", **changes: Any) -> Self:
        known = self.incident.actions[key]
        fields = {"what": known.what, "owner": known.owner, "day": known.day}
        return self.does(CorrectAction(self.who, key, NewAction(**{**fields, **changes})))

    def finish(self, key: str = "1") -> Self:
        return self.does(FinishAction(self.who, key))

    def drop(self, reason: str = "The supplier did it", key: str = "1") -> Self:
        return self.does(DropAction(self.who, key, reason))

    def reopen_action(self, key: str = "1") -> Self:
        return self.does(ReopenAction(self.who, key))

    def pass_on(self, owed: str, to: str) -> Self:
        return self.does(HandOver(self.who, to, owed=owed))
