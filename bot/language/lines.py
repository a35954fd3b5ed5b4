"""The review for other programs: JSON lines in, the same lines with what was found out.

In: `text` and `surface` ("thread" or "customer_draft"). Out: everything that was in the line, with
`findings` (`category`, `start`, `end`, `why`, `rewrite`) and, for customer drafts, `missing`.
"""

import json
from math import isfinite
from typing import Any

from bot.language.findings import Finding, Surface
from bot.language.reviewing import missing, review

EXAMPLE = '{"text": "We apologise for any inconvenience.", "surface": "customer_draft"}'


class BrokenLine(ValueError):
    """A line that cannot be reviewed; says why in words for the person who wrote it."""


def reviewed(line: str) -> dict[str, Any]:
    """The line's message with its findings. Raises BrokenLine."""
    try:
        message = json.loads(line, parse_float=_number, parse_constant=_number)
    except (ValueError, RecursionError) as error:
        raise BrokenLine("This line is not JSON.") from error
    if not isinstance(message, dict):
        raise BrokenLine("This line is not a JSON object with “text” and “surface”.")
    text, surface = message.get("text"), message.get("surface")
    if not isinstance(text, str):
        raise BrokenLine("“text” is missing or not a string.")
    if surface not in tuple(Surface):
        raise BrokenLine(f"“surface” has to be one of {', '.join(Surface)}.")
    found = [_plain(finding) for finding in review(text, Surface(surface))]
    answer = {**message, "findings": found}
    if surface == Surface.CUSTOMER_DRAFT:
        answer["missing"] = [lack.value for lack in missing(text)]
    return answer


def answered(line: bytes, number: int) -> tuple[bytes, bool]:
    """The answer to a line as it is written, with its end; and whether the line could be read. A
    line that could not is answered by `error` and its `number`."""
    try:
        answer, fine = reviewed(line.decode("utf-8-sig", "replace")), True
    except BrokenLine as broken:
        answer, fine = {"error": str(broken), "line": number}, False
    try:
        return json.dumps(answer, ensure_ascii=False).encode() + b"\n", fine
    except UnicodeEncodeError:  # half a character: JSON can name it, UTF-8 cannot
        return json.dumps(answer).encode() + b"\n", fine


def _number(word: str) -> float:
    """NaN and Infinity are not JSON, though Python would read them and write them again."""
    if not isfinite(number := float(word)):
        raise ValueError(word)
    return number


def _plain(finding: Finding) -> dict[str, str | int]:
    return {
        "category": finding.category.value,
        "start": finding.start,
        "end": finding.end,
        "why": finding.why,
        "rewrite": finding.rewrite,
    }
