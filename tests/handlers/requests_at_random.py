"""Random requests to the front door: who signed what, when, and what they say it is."""

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st

from tests.handlers import payload_kinds as kinds
from tests.handlers.payload_kinds import MARK

SECRET, OLD_SECRET, NOW = "secret", "before", 1_800_000_000.0
OURS = (SECRET, OLD_SECRET)
WINDOW = 300  # seconds for which a signature holds, before and after
ELSEWHERE = "T0OTHER00"  # another company's workspace
TYPE, STAMP = b"Content-Type", b"X-Slack-Request-Timestamp"
SIGNATURE = b"X-Slack-Signature"

Views = list[dict[str, Any]]
Body = tuple[bytes, str]


@dataclass(frozen=True)
class Request:
    """One to be sent as it is."""

    headers: Mapping[bytes, bytes]
    body: bytes

    def head(self) -> bytes:
        """All that comes before the body."""
        length = str(len(self.body)).encode()
        usual = {b"Host": b"x", b"Connection": b"close", b"Content-Length": length}
        lines = [name + b": " + value for name, value in {**usual, **self.headers}.items()]
        return b"\r\n".join([b"POST /slack/events HTTP/1.1", *lines, b"", b""])

    def raw(self) -> bytes:
        """All of it."""
        return self.head() + self.body


def signature_of(body: bytes, stamp: bytes, secret: str = SECRET) -> bytes:
    """As Slack makes it."""
    base = b"v0:" + stamp + b":" + body
    return b"v0=" + hmac.new(secret.encode(), base, hashlib.sha256).hexdigest().encode()


def signed(
    sent: Body,
    more: Mapping[bytes, bytes] | None = None,
    *,
    at: float = NOW,
    secret: str = SECRET,
) -> Request:
    """As Slack would send it, with these headers `more`, or instead."""
    body, kind = sent
    stamp = str(int(at)).encode()
    headers = {TYPE: kind.encode(), STAMP: stamp, SIGNATURE: signature_of(body, stamp, secret)}
    return Request({**headers, **(more or {})}, body)


def _one_line(value: bytes) -> bytes:
    """So that it is one header."""
    return value.translate(None, b"\r\n\0")


junk = st.one_of(st.binary(max_size=30), st.text(max_size=15).map(lambda said: said.encode()))
junk = junk.map(_one_line)
# Built of what has a meaning there, with the ends cut off, doubled and in the wrong order.
_parts = (
    *(b"application/json", b"application/x-www-form-urlencoded", b"multipart/form-data", b"a/"),
    *(b";", b"; ", b"charset", b"charset*", b"a*", b"*0", b"*", b"=", b"utf-8", b"boundary"),
    *(b'"', b"'", b"''", b"\\", b",", b" ", b"\t", b"%", b"(", b"\xff", "é".encode()),
)
types = st.lists(st.sampled_from(_parts), max_size=6).map(b"".join)
_ends = st.tuples(
    st.sampled_from((b" charset", b"charset*", b"a*", b"a*0", b"*", b"", b" \xff")),
    st.sampled_from((b"=utf-8", b"", b"=", b"=''", b"=''\"a", b'="', "=é".encode())),
)
after_types = st.lists(_ends.map(b"".join), max_size=3).map(
    lambda ends: b"".join(b";" + end for end in ends)
)
near = st.integers(-WINDOW, WINDOW).map(lambda off: NOW + off)
far = st.one_of(st.integers(WINDOW + 1, 10**9), st.integers(-(10**9), -WINDOW - 1)).map(
    lambda off: NOW + off
)


def _marked(payload: dict[str, Any]) -> dict[str, Any]:
    return {**payload, "note": MARK, "text": f"{payload.get('text', '')} {MARK}"}


def bodies(views: Views) -> st.SearchStrategy[Body]:
    """Anything that may be in it, and what that is."""
    every = (
        (kinds.commands, kinds.as_form),
        (kinds.presses, kinds.as_payload),
        (kinds.submissions(views), kinds.as_payload),
        (kinds.shortcuts, kinds.as_payload),
        (kinds.events, kinds.as_json),
    )
    known = [kinds.odd(kind).map(_marked).map(packed) for kind, packed in every]
    return st.one_of(*known, *known[1:3], known[-1], _nonsense)


_nonsense = st.tuples(
    st.binary(max_size=200).map(lambda raw: raw + MARK.encode()),
    st.sampled_from((kinds.FORM, kinds.JSON)),
)


def any_type() -> st.SearchStrategy[bytes]:
    """A content type, or what only looks like one."""
    known = st.sampled_from((kinds.FORM.encode(), kinds.JSON.encode()))
    return st.one_of(types, st.tuples(known, after_types).map(b"".join))


@st.composite
def taken(draw: st.DrawFn, views: Views) -> Request:
    """One that Slack signed just now, whatever is in it and whatever it says that is."""
    sent = draw(bodies(views))
    as_it_is = st.just(sent[1].encode())
    kind = draw(st.one_of(as_it_is, as_it_is, after_types.map(sent[1].encode().__add__), types))
    secret = draw(st.sampled_from(OURS))
    retry = {b"X-Slack-Retry-Num": draw(junk)} if draw(st.booleans()) else {}
    return signed(sent, {TYPE: kind, **retry}, at=draw(near), secret=secret)


@st.composite
def refused(draw: st.DrawFn, views: Views) -> Request:
    """One that Slack did not sign, or not just now."""
    sent = draw(bodies(views))
    fault = draw(st.sampled_from(("old", "no time", "another's", "another body", "cut", "junk")))
    right = signed(sent, {TYPE: draw(st.one_of(st.just(sent[1].encode()), types))})
    match fault:
        case "old":
            return signed(sent, at=draw(far))
        case "no time":
            stamp = draw(junk.filter(lambda said: not said.strip().isdigit()))
            return signed(sent, {STAMP: stamp, SIGNATURE: signature_of(sent[0], stamp)})
        case "another's":
            return signed(sent, secret=draw(st.text().filter(lambda s: s not in OURS)))
        case "another body":
            return Request(right.headers, right.body + draw(st.binary(min_size=1, max_size=5)))
        case "cut":
            length = draw(st.integers(0, len(right.headers[SIGNATURE]) - 1))
            cut = right.headers[SIGNATURE][:length]
            return Request({**right.headers, SIGNATURE: cut}, right.body)
        case _:
            return Request({**right.headers, SIGNATURE: draw(junk)}, right.body)


def of_outsiders(views: Views) -> st.SearchStrategy[Request]:
    """What somebody of another company does in a channel that is shared with them."""

    def theirs(payload: dict[str, Any]) -> dict[str, Any]:
        if "user" in payload:
            return payload | {"user": payload["user"] | {"team_id": ELSEWHERE}}
        return payload | {"team_id": ELSEWHERE}

    def of_theirs(payload: dict[str, Any]) -> dict[str, Any]:
        return payload | {"event": payload["event"] | {"user_team": ELSEWHERE}}

    return st.one_of(
        kinds.commands.map(theirs).map(_marked).map(kinds.as_form),
        kinds.presses.map(theirs).map(_marked).map(kinds.as_payload),
        kinds.submissions(views).map(theirs).map(_marked).map(kinds.as_payload),
        kinds.shortcuts.map(theirs).map(_marked).map(kinds.as_payload),
        kinds.events.map(of_theirs).map(_marked).map(kinds.as_json),
    ).map(signed)
