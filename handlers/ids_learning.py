"""Names that travel to Slack and come back: what is found, what is like it, the debrief's question
and how it went. See `handlers.ids`."""

import json

# A page of what was found; value: [offset, what was typed] as JSON.
FIND_PAGE = "find.page"
# Actions whose value is not "<number>:<subject>".
OF_THEIR_OWN = frozenset({FIND_PAGE})
TYPED_KEPT = 500  # characters of what was typed that a button carries (Slack: value, 2,000)

# The private question for the debrief; value "<number>:".
QUESTION_ANSWER = "debrief.answer"
MODAL_ANSWER = "modal.debrief_answer"
POSSIBLE = "possible"
BETTER = "better"

# How it went, on the card of a closed incident.
SCORECARD = "incident.scorecard"
MODAL_SCORECARD = "modal.scorecard"


def page(offset: int, typed: str) -> str:
    """The value of a button to another page."""
    return json.dumps([offset, typed[:TYPED_KEPT]], ensure_ascii=False)


def read_page(raw: str) -> tuple[int, str]:
    """(offset, what was typed). Raises ValueError for anything else."""
    found = json.loads(raw)
    if not isinstance(found, list) or [type(each) for each in found] != [int, str]:
        raise ValueError("not a value of ours")
    offset, typed = found
    if not 0 <= offset < 10_000_000:
        raise ValueError("not an offset of ours")
    return offset, typed
