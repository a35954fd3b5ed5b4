"""Modals (a stack of at most three per person) and Home tabs."""

from __future__ import annotations

import copy
import hashlib
import itertools
from typing import Protocol

from sandbox.errors import ApiError
from sandbox.forms import initial_values
from sandbox.model import ChangeKind, Json, OpenView

STACK_LIMIT = 3  # Modals: "up to three views in the stack"


class Changed(Protocol):
    """Told when a view changes."""

    def __call__(self, kind: ChangeKind, *, user: str | None = None) -> None: ...


class Views:
    """What each person has open. Views passed in are already checked by sandbox.blocks."""

    def __init__(self, changed: Changed) -> None:
        self._changed = changed
        self._stacks: dict[str, list[OpenView]] = {}
        self._homes: dict[str, OpenView] = {}
        self._numbers = itertools.count(1)

    def top(self, user: str) -> OpenView | None:
        """The modal this person is looking at."""
        stack = self._stacks.get(user)
        return stack[-1] if stack else None

    def home(self, user: str) -> OpenView | None:
        """The Home tab published for this person."""
        return self._homes.get(user)

    def find(self, view_id: str | None, external_id: str | None = None) -> OpenView:
        """An open view. Raises ApiError not_found."""
        everything = [*itertools.chain(*self._stacks.values()), *self._homes.values()]
        for opened in everything:
            if view_id == opened.id or (external_id and external_id == opened.external_id):
                return opened
        raise ApiError("not_found", f"no open view has the id {view_id or external_id}")

    def open(self, user: str, view: Json) -> OpenView:
        """Open a modal; what was open before goes away, as in Slack."""
        self._stacks[user] = []
        return self.push(user, view)

    def push(self, user: str, view: Json) -> OpenView:
        """Put a view on top of the stack. Raises ApiError push_limit_reached."""
        stack = self._stacks.setdefault(user, [])
        if len(stack) >= STACK_LIMIT:
            raise ApiError("push_limit_reached", f"{STACK_LIMIT} views are open already")
        self._check_external(view, None)
        opened = self._new(user, view)
        if stack:
            opened.root_view_id, opened.previous_view_id = stack[0].id, stack[-1].id
        stack.append(opened)
        self._changed("view", user=user)
        return opened

    def publish(self, user: str, view: Json, stale: str | None) -> OpenView:
        """Set somebody's Home tab. Raises ApiError hash_conflict."""
        opened = self._homes.get(user)
        if opened is None:
            opened = self._homes[user] = self._new(user, view)
        else:
            self._replace(opened, view, stale)
        self._changed("home", user=user)
        return opened

    def update(self, opened: OpenView, view: Json, stale: str | None = None) -> OpenView:
        """Replace a view's content. Raises ApiError hash_conflict where `stale` is not its hash."""
        self._check_external(view, opened)
        self._replace(opened, view, stale)
        self._changed("view", user=opened.user)
        return opened

    def touched(self, opened: OpenView) -> None:
        """Tell that values, errors or in_flight of this view changed."""
        self._changed("view", user=opened.user)

    def close(self, opened: OpenView, *, whole_stack: bool) -> None:
        """Close one view, or everything this person has open."""
        stack = self._stacks.get(opened.user, [])
        keep = [] if whole_stack else [view for view in stack if view is not opened]
        self._stacks[opened.user] = keep
        self._changed("view", user=opened.user)

    def _new(self, user: str, view: Json) -> OpenView:
        view = copy.deepcopy(view)
        view_id = f"V0VIEW{next(self._numbers):04d}"
        external = view.pop("external_id", "") or ""
        values = initial_values(view["blocks"])
        return OpenView(
            view_id, user, view, self._hash(view), values, view_id, external_id=external
        )

    def _replace(self, opened: OpenView, view: Json, stale: str | None) -> None:
        if stale is not None and stale != opened.hash:
            raise ApiError("hash_conflict", f"hash is {opened.hash} now, not {stale}")
        view = copy.deepcopy(view)
        opened.external_id = view.pop("external_id", "") or ""
        opened.values = initial_values(view["blocks"], kept=opened.values)
        opened.view, opened.hash, opened.errors = view, self._hash(view), {}

    def _hash(self, view: Json) -> str:
        number = next(self._numbers)
        return f"{number}.{hashlib.sha256(repr(view).encode()).hexdigest()[:8]}"

    def _check_external(self, view: Json, mine: OpenView | None) -> None:
        external = view.get("external_id")
        if not external:
            return
        for other in itertools.chain(*self._stacks.values()):
            if other.external_id == external and other is not mine:
                raise ApiError("duplicate_external_id", f"{external} belongs to {other.id}")
