"""What a refusal by Slack, or by the way there, means for a promised message.

Codes: Slack: "chat.postMessage", "chat.update", "conversations.open", errors. A failure becomes a
value, and the sender acts on it in one place.
"""

import asyncio
import math
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

import aiohttp
from slack_sdk.errors import SlackApiError

from handlers.logs import slacks_code
from handlers.sharing import SHARED, OutsidersReadAlong


class Fate(StrEnum):
    """What to do about a message that did not get through."""

    RETRY = "retry"  # Slack did not take it; the same thing may work later
    UNSURE = "unsure"  # it may be in Slack: look before sending it again
    GONE = "gone"  # the message to edit is no longer there
    NEVER = "never"  # Slack will never take it like that
    BARRED = "barred"  # nothing of ours is taken there, whatever it says


@dataclass(frozen=True)
class Failure:
    """`code` is Slack's own, or the kind of failure. `wait` is in real seconds: how long to wait
    (None: longer with every try). `limited`: the method is to rest as long."""

    fate: Fate
    code: str
    wait: float | None = None
    limited: bool = False


# Slack says no for good (Slack: "auth.test", "apps.connections.open", errors).
FINAL = frozenset(
    {
        "account_inactive",
        "invalid_auth",
        "missing_scope",
        "no_permission",
        "not_allowed_token_type",
        "not_authed",
        "token_expired",
        "token_revoked",
    }
)
A_MINUTE = 60.0
SOON = 5.0

_LIMITED = frozenset({"ratelimited", "rate_limited"})
# Somebody has to mend the installation first; what was promised waits for that.
_INSTALLATION = frozenset(
    {
        "account_inactive",
        "ekm_access_denied",
        "invalid_auth",
        "message_limit_exceeded",
        "missing_scope",
        "not_authed",
        "org_login_required",
        "token_expired",
        "token_revoked",
        "two_factor_setup_required",
    }
)
_LATER = frozenset({"accesslimited", "service_unavailable", "team_added_to_org"})
# The thread's card was deleted: it is about to be posted again.
_THREAD_GONE = frozenset({"cannot_reply_to_message", "thread_not_found"})
# "Some aspect of the operation may have succeeded."
_UNSURE = frozenset({"fatal_error", "internal_error", "request_timeout"})
_BARRED = frozenset(
    {
        "access_denied",
        "cannot_dm_bot",
        "channel_is_limited_access",
        "channel_not_found",
        "is_archived",
        "messages_tab_disabled",
        "no_permission",
        "not_in_channel",
        "restricted_action",
        "restricted_action_non_threadable_channel",
        "restricted_action_read_only_channel",
        "restricted_action_thread_locked",
        "restricted_action_thread_only_channel",
        "team_access_not_granted",
        "user_disabled",
        "user_not_found",
        "user_not_visible",
        "users_not_found",
    }
)
# What `chat.update` answers where others say `is_archived`: one trouble, told once.
_SAME = {"is_inactive": "is_archived"}
_GONE = frozenset({"cant_update_message", "edit_window_closed", "message_not_found"})


def judge(error: BaseException) -> Failure | None:
    """What that error means; None for one that neither Slack nor the network raised."""
    if isinstance(error, OutsidersReadAlong):
        return Failure(Fate.BARRED, SHARED)
    if isinstance(error, SlackApiError):
        return _refused(error)
    if isinstance(error, aiohttp.ClientConnectorError):
        return Failure(Fate.RETRY, "not_connected", SOON)  # nothing has left us
    if isinstance(error, asyncio.TimeoutError):
        return Failure(Fate.UNSURE, "timeout")
    if isinstance(error, aiohttp.ClientError | OSError):
        return Failure(Fate.UNSURE, "connection_lost")
    return None


def _refused(error: SlackApiError) -> Failure:
    response = error.response
    code = slacks_code(response)
    status: int = getattr(response, "status_code", 0) or getattr(response, "status", 0)
    if status == 429 or code in _LIMITED:
        headers = getattr(response, "headers", None) or {}
        return Failure(Fate.RETRY, "ratelimited", _retry_after(headers), limited=True)
    if code is None or code in _UNSURE or status >= 500:
        return Failure(Fate.UNSURE, str(code or f"http_{status}"))
    if code in _INSTALLATION:
        return Failure(Fate.RETRY, code, A_MINUTE)
    if code in _LATER or code in _THREAD_GONE:
        return Failure(Fate.RETRY, code)
    code = _SAME.get(code, code)
    if code in _BARRED:
        return Failure(Fate.BARRED, code)
    return Failure(Fate.GONE if code in _GONE else Fate.NEVER, code)


def _retry_after(headers: Mapping[str, str]) -> float:
    """Seconds to wait (Slack: "Rate limits"); a little where the header is missing or odd."""
    found = next((value for name, value in headers.items() if name.lower() == "retry-after"), "")
    try:
        seconds = float(found)
    except ValueError:
        return SOON
    return max(seconds, 1.0) if math.isfinite(seconds) else SOON
