"""A playbook that a team writes itself: plain lines in, a playbook out, or what to mend.

The first line is its name. Each line after it is a step: its name, a colon, and what done looks
like; at the end, in square brackets, what is to be written down, if anything::

    At the counter
    Say it was us: The guest has heard it from you. [own it]
    Bring the right dish
    Make it up: They got something they did not ask for. [make-up]
    Ask how it was [after closing]

Numbers and bullets before a step are ignored; everything else is kept as it was typed, and made
safe where it is shown. What a step with a word in brackets matters for, and what done looks like
where its team did not say, is what the full playbook teaches about it.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from bot.playbook import FULL, Playbook, Rhythm, Step
from bot.text import clean, has_words, one_line
from bot.wording import own_playbooks as words

MOST_STEPS = 15
NAME_LIMIT = 60  # Slack: "Option object" takes 75
STEP_LIMIT = 60
DONE_LIMIT = 400
TEXT_LIMIT = 3000  # Slack: "Plain-text input element"

_BULLETS = re.compile(r"^(?:(?:\d{1,2}[.)]|[-–—•*·])\s+)+")
_LEAVES = re.compile(r"\s*\[([^\[\]]*)\]\s*$")


@dataclass(frozen=True)
class _Kind:
    """What a word in square brackets stands for. `once`: no playbook has two of it."""

    artefact: str | None = None
    rhythm: Rhythm = Rhythm.UNTOUCHED
    once: bool = False


# The words people write, and what they mean. Without one, nothing is written down.
KEEP_POSTED, AFTER_CLOSING = "keep posted", "after closing"
KINDS: Mapping[str, _Kind] = MappingProxyType(
    {
        "": _Kind(),
        "own it": _Kind("first_word"),
        "apology": _Kind("apology"),
        "explanation": _Kind("explanation"),
        "make-up": _Kind("make_up"),
        "actions": _Kind("actions"),
        "evidence": _Kind("evidence"),
        "debrief": _Kind("debrief", Rhythm.DEBRIEF, once=True),
        KEEP_POSTED: _Kind(None, Rhythm.UPDATES, once=True),
        AFTER_CLOSING: _Kind("check_back", Rhythm.AFTER_CLOSING, once=True),
    }
)
WORDS = tuple(word for word in KINDS if word)
_MOVED_ON = (Rhythm.UNTOUCHED, Rhythm.DEBRIEF)  # the steps a recovery is moved along by


class NotAPlaybook(ValueError):
    """What was written is no playbook; the message says what to mend."""


@dataclass(frozen=True)
class _Line:
    name: str
    done_when: str
    word: str  # a key of KINDS, "" for none


def read(key: str, text: str) -> Playbook:
    """The playbook written in `text`, stored under `key`. Raises NotAPlaybook."""
    if len(text) > TEXT_LIMIT:
        raise NotAPlaybook(words.too_long(TEXT_LIMIT))
    lines = [kept for line in clean(text).splitlines() if (kept := one_line(line))]
    if not lines:
        raise NotAPlaybook(words.nothing_written())
    name = lines[0]
    if not has_words(name):
        raise NotAPlaybook(words.name_needed())
    if len(name) > NAME_LIMIT:
        raise NotAPlaybook(words.name_too_long(NAME_LIMIT))
    steps = tuple(map(_line, lines[1:]))
    _check(steps)
    playbook = Playbook(key, name, tuple(_step(steps, place) for place in range(len(steps))))
    if len(written(playbook)) > TEXT_LIMIT:  # it must fit into its field again
        raise NotAPlaybook(words.too_long(TEXT_LIMIT))
    return playbook


def written(playbook: Playbook) -> str:
    """The same playbook as its team would write it."""
    return "\n".join((playbook.name, *map(_as_line, playbook.steps)))


def _line(text: str) -> _Line:
    text = _BULLETS.sub("", text)
    found = _LEAVES.search(text)
    word = _word(found[1]) if found else ""
    kept = text[: found.start()] if found else text
    if kept.count("[") != kept.count("]") or kept.rstrip().endswith("]"):
        raise NotAPlaybook(words.bracket_slip(text))
    name, _, done_when = kept.partition(":")
    return _Line(one_line(name), one_line(done_when), word)


def _word(written_word: str) -> str:
    asked = " ".join(written_word.casefold().replace("-", " ").split())
    found = next((word for word in WORDS if word.replace("-", " ") == asked), None)
    if found is None:
        raise NotAPlaybook(words.unknown_word(written_word, WORDS))
    return found


def _check(steps: tuple[_Line, ...]) -> None:
    if not any(KINDS[step.word].rhythm in _MOVED_ON for step in steps):
        raise NotAPlaybook(words.no_steps())
    if len(steps) > MOST_STEPS:
        raise NotAPlaybook(words.too_many_steps(MOST_STEPS))
    for step in steps:
        _check_one(step)
    for name in _repeated(step.name for step in steps):
        raise NotAPlaybook(words.step_twice(name))
    for word in _repeated(step.word for step in steps if KINDS[step.word].once):
        raise NotAPlaybook(words.word_twice(word))
    if KINDS[steps[0].word].rhythm not in _MOVED_ON:
        raise NotAPlaybook(words.not_first(steps[0].word))
    if any(step.word == AFTER_CLOSING for step in steps[:-1]):
        raise NotAPlaybook(words.not_last(AFTER_CLOSING))


def _check_one(step: _Line) -> None:
    if not has_words(step.name):
        raise NotAPlaybook(words.step_name_needed())
    if len(step.name) > STEP_LIMIT:
        raise NotAPlaybook(words.step_too_long(step.name, STEP_LIMIT))
    if len(step.done_when) > DONE_LIMIT:
        raise NotAPlaybook(words.done_too_long(step.name, DONE_LIMIT))


def _repeated(texts: Iterable[str]) -> Iterator[str]:
    seen: set[str] = set()
    for text in texts:
        if text.casefold() in seen:
            yield text
        seen.add(text.casefold())


def _step(steps: tuple[_Line, ...], place: int) -> Step:
    line, kind = steps[place], KINDS[steps[place].word]
    taught = _taught(kind.artefact, kind.rhythm)
    return Step(
        _id(place),
        line.name,
        taught.why if taught else "",
        line.done_when or _unsaid(taught),
        (),
        artefact=kind.artefact,
        rhythm=kind.rhythm,
        **(_beside(steps, place) if kind.rhythm is Rhythm.UPDATES else {}),
    )


def _taught(artefact: str | None, rhythm: Rhythm) -> Step | None:
    """The step of the full playbook that leaves the same behind, or runs alongside like it; None
    for one that only its team knows."""
    if artefact is None and rhythm is Rhythm.UNTOUCHED:
        return None
    same = (each for each in FULL.steps if (each.artefact, each.rhythm) == (artefact, rhythm))
    return next(same, None)


def _unsaid(taught: Step | None) -> str:
    return taught.done_when if taught else words.done_unsaid()


def _id(place: int) -> str:
    return f"step_{place + 1}"


def _beside(steps: tuple[_Line, ...], place: int) -> dict[str, str]:
    """What runs alongside starts after the step above it and ends with the last one. Where nothing
    follows, somebody has to end it."""
    last = max(i for i, step in enumerate(steps) if KINDS[step.word].rhythm in _MOVED_ON)
    after = {"starts_after": _id(place - 1)}
    return after | {"ends_with": _id(last)} if last > place else after


def _as_line(step: Step) -> str:
    unsaid = (words.done_unsaid(), _unsaid(_taught(step.artefact, step.rhythm)))
    said = step.done_when not in unsaid
    line = f"{step.name}: {step.done_when}" if said else step.name
    word = next(
        word
        for word, kind in KINDS.items()
        if (kind.artefact, kind.rhythm) == (step.artefact, step.rhythm)
    )
    return f"{line} [{word}]" if word else line
