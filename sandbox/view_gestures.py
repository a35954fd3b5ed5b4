"""What a person can do in a modal, on Home, and with global shortcuts."""

from __future__ import annotations

from sandbox import forms, payloads, shapes
from sandbox.blocks import check_view
from sandbox.delivery import Delivery, NotAcked
from sandbox.errors import ApiError, GestureRefused
from sandbox.model import Json, OpenView
from sandbox.slack import Slack

TROUBLE = "We had some trouble connecting. Try again?"


class ViewGestures:
    """Gestures on what one person alone has open."""

    def __init__(self, slack: Slack, delivery: Delivery) -> None:
        self.slack = slack
        self.delivery = delivery

    async def press_in_view(
        self,
        user: str,
        action_id: str,
        block_id: str | None = None,
        selected: object = None,
        value: str | None = None,
    ) -> None:
        """Press a button or choose in a menu in the open modal (or on Home if none is open)."""
        opened = self._shown_view(user)
        block, element = self._element(opened.view["blocks"], action_id, block_id, value)
        action, state = self._action(block, element, selected)
        if state is not None:
            opened.values[block["block_id"]][action_id] = state
            self.slack.views.touched(opened)
        await self._act_in(user, opened, action)

    async def fill(self, user: str, block_id: str, action_id: str, value: object) -> None:
        """Fill a field: text, option value(s), an id, 'YYYY-MM-DD', 'HH:MM' or epoch seconds.

        None empties it. Where the block has `dispatch_action`, the app is told.
        """
        opened = self._shown_view(user)
        block, element = self._element(opened.view["blocks"], action_id, block_id, None)
        if element["type"] not in forms.STATEFUL:
            raise GestureRefused("That is not a field to fill in.")
        opened.values[block_id][action_id] = forms.picked(element, value)
        opened.errors.pop(block_id, None)
        self.slack.views.touched(opened)
        if block.get("dispatch_action"):
            action, _ = self._action(block, element, value)
            await self._act_in(user, opened, action)

    async def submit(self, user: str) -> None:
        """Send the open modal. Faults in it are shown in `errors` of the view.

        Raises GestureRefused if a required field is empty, or it is on its way already.
        """
        opened = self._modal(user)
        if opened.in_flight:
            raise GestureRefused("It is being sent already.")
        if not opened.view.get("submit"):
            raise GestureRefused("This window has nothing to send.")
        opened.errors = forms.missing(opened.view["blocks"], opened.values)
        opened.in_flight = not opened.errors
        self.slack.views.touched(opened)
        if opened.errors:
            raise GestureRefused(next(iter(opened.errors.values())))
        trigger = self.delivery.tickets.trigger(user)
        payload = payloads.of_interaction(self.slack, "view_submission", user, trigger)
        payload |= {"view": shapes.view_object(opened, self.slack.team), "response_urls": []}
        try:
            answer = await self.delivery.interact("interactive", payload)
            self._answered(opened, answer or {})
        except NotAcked:
            self.slack.notify(user, TROUBLE)
        except ApiError as fault:
            self.slack.refusals.append(f"answer to view_submission: {fault.body()}")
            self.slack.notify(user, TROUBLE)
        finally:
            opened.in_flight = False
            self.slack.views.touched(opened)

    async def close_view(self, user: str, *, everything: bool = False) -> None:
        """Close the open modal by its Close button, or `everything` by the x."""
        opened = self._modal(user)
        told = self.slack.views.find(opened.root_view_id) if everything else opened
        self.slack.views.close(opened, whole_stack=everything)
        if told.view.get("notify_on_close"):
            payload = payloads.of_interaction(self.slack, "view_closed", user, "")
            del payload["trigger_id"]
            view = shapes.view_object(told, self.slack.team)
            await self._interact(user, payload | {"view": view, "is_cleared": everything})

    async def global_shortcut(self, user: str, callback_id: str) -> None:
        """Choose a shortcut from the + menu."""
        self._employee(user)
        self._shortcut("global", callback_id)
        trigger = self.delivery.tickets.trigger(user)
        payload = payloads.of_interaction(self.slack, "shortcut", user, trigger)
        payload |= {"callback_id": callback_id, "action_ts": self.slack.now_ts()}
        await self._interact(user, payload)

    async def open_home(self, user: str) -> None:
        """Open the app's Home tab (its Messages tab where it has no Home)."""
        channel = self.slack.direct([user, self.slack.team.bot_user])
        home = self.slack.home_of(user)
        has_home = self.delivery.manifest.home_tab
        event: Json = {
            "type": "app_home_opened",
            "user": user,
            "channel": channel.id,
            "tab": "home" if has_home else "messages",
            "event_ts": self.slack.now_ts(),
        }
        if has_home and home:
            event["view"] = shapes.view_object(home, self.slack.team)
        self.slack.emit(event, channel)

    async def _act_in(self, user: str, opened: OpenView, action: Json) -> None:
        trigger = self.delivery.tickets.trigger(user)
        payload = payloads.of_interaction(self.slack, "block_actions", user, trigger)
        payload |= payloads.of_action_in_view(self.slack, opened, action)
        await self._interact(user, payload)

    async def _interact(self, user: str, payload: Json) -> None:
        try:
            await self.delivery.interact("interactive", payload)
        except NotAcked as fault:
            self.slack.notify(user, f"This app did not answer in time ({fault.reason}).")

    def _answered(self, opened: OpenView, answer: Json) -> None:
        views, action = self.slack.views, answer.get("response_action")
        if action is None and not answer:
            views.close(opened, whole_stack=False)
        elif action == "clear":
            views.close(opened, whole_stack=True)
        elif action == "errors":
            opened.errors = self._checked_errors(opened, answer.get("errors"))
        elif action in ("update", "push"):
            view = check_view(answer.get("view"), ("modal",))
            views.update(opened, view) if action == "update" else views.push(opened.user, view)
        else:
            raise ApiError("invalid_arguments", f"unknown answer {answer!r} to a submission")

    @staticmethod
    def _checked_errors(opened: OpenView, errors: object) -> dict[str, str]:
        inputs = {b["block_id"] for b in opened.view["blocks"] if b["type"] == "input"}
        if not isinstance(errors, dict) or not errors:
            raise ApiError("invalid_arguments", "`errors` must map block_ids to sentences")
        for key in errors:
            if key not in inputs:
                raise ApiError("invalid_arguments", f"`errors` names {key!r}: no input block of it")
        return {key: str(text) for key, text in errors.items()}

    def _action(self, block: Json, element: Json, selected: object) -> tuple[Json, Json | None]:
        kind = element["type"]
        action: Json = {
            "type": kind,
            "block_id": block["block_id"],
            "action_id": element["action_id"],
            "action_ts": self.slack.now_ts(),
        }
        if kind in forms.STATEFUL:
            state = forms.picked(element, selected)
            return action | state, state
        if kind == "overflow":
            option = forms.option_of(element, selected)
            if option is None:
                raise GestureRefused(f"There is no choice {selected!r} here.")
            return action | {"selected_option": option}, None
        for name in ("text", "value", "style"):
            if name in element:
                action[name] = element[name]
        return action, None

    @staticmethod
    def _element(
        blocks: list[Json], action_id: str, block_id: str | None, value: str | None
    ) -> tuple[Json, Json]:
        for block, element in forms.elements(blocks):
            if (
                element["action_id"] == action_id
                and block_id in (None, block["block_id"])
                and value in (None, element.get("value"))
            ):
                return block, element
        raise GestureRefused(f"There is no {action_id!r} to press here.")

    def _modal(self, user: str) -> OpenView:
        opened = self.slack.view_of(user)
        if opened is None:
            raise GestureRefused("No window is open.")
        return opened

    def _shown_view(self, user: str) -> OpenView:
        opened = self.slack.view_of(user) or self.slack.home_of(user)
        if opened is None:
            raise GestureRefused("No window is open.")
        return opened

    def _employee(self, user: str) -> None:
        if self.slack.users[user].team_id != self.slack.team.id:
            raise GestureRefused("Only people of this workspace can use its apps here.")

    def _shortcut(self, kind: str, callback_id: str) -> None:
        if (kind, callback_id) not in self.delivery.manifest.shortcuts:
            raise GestureRefused(f"This app has no {kind} shortcut {callback_id!r}.")
