"""Playbooks in settings: what is asked, how one is written, and what to mend.

Plain text, except what a docstring calls mrkdwn.
"""

from bot.text import esc, shorten
from bot.wording.answers import Answer

TITLE = "Playbooks"
OPEN = "Playbooks…"
DEFAULT = "Which one does a new mistake start with?"
OWN = "A playbook of your own"
ANOTHER = "Another of your own"
PLACEHOLDER = "At the counter"
EXAMPLE = (
    "At the counter\n"
    "Say it was us: The guest has heard it from you. [own it]\n"
    "Bring the right dish\n"
    "Make it up: They got something extra. [make-up]\n"
    "Ask how it was [after closing]"
)


def intro() -> str:
    """Above the form (mrkdwn)."""
    return (
        "A playbook is the way a recovery goes, step by step. Choose the one you start with; "
        "whoever opens a mistake can take another. What is open already keeps the one it has."
    )


def how_to_write(words: tuple[str, ...]) -> str:
    """How a team writes one of its own (mrkdwn)."""
    listed = ", ".join(f"[{word}]" for word in words)
    return (
        "*A playbook of your own:* its name on the first line, then one step a line. After a colon "
        "you can say what done looks like. In square brackets at the end you can say what goes "
        f"with the step: {listed}. To remove a playbook, empty its field.\n```{EXAMPLE}```"
    )


def saved() -> str:
    """The playbooks are kept (mrkdwn)."""
    return "The playbooks are saved. What is open already keeps the one it was opened with."


def kept(name: str) -> Answer:
    """Another playbook was chosen in *Add details*, too late (mrkdwn)."""
    return Answer(
        f"The card is up to date. It stays on *{esc(name)}*: someone has begun with the steps, or "
        "the playbook you chose is gone."
    )


def done_unsaid() -> str:
    """What done looks like, where its team did not say."""
    return "Whoever has it says that it is done."


def nothing_written() -> str:
    return "Write its name on the first line, then one step a line."


def name_needed() -> str:
    return "The first line is its name: a few words, such as “At the counter”."


def name_too_long(limit: int) -> str:
    return f"The first line is its name. It is too long: {limit} characters at most."


def name_taken(name: str) -> str:
    return (
        f"There is a playbook called “{shorten(name, 60)}” already, or nearly so that people would "
        "mix them up. Give this one another name."
    )


def too_long(limit: int) -> str:
    return f"This is too long: {limit} characters at most."


def bracket_slip(line: str) -> str:
    return (
        f"“{shorten(line, 80)}”: write what goes with a step once, at the end of its line and in "
        "square brackets, such as [own it]."
    )


def no_steps() -> str:
    return "It has no steps yet. Write each on a line of its own, below the name."


def too_many_steps(limit: int) -> str:
    return f"These are too many steps: {limit} at most. Put some of them together."


def step_name_needed() -> str:
    return "One of the steps has no name. Begin each line with a few words, then a colon."


def step_too_long(name: str, limit: int) -> str:
    return (
        f"“{shorten(name, 40)}” is too long for a step’s name: {limit} characters at most. Put a "
        "colon after the name, and the rest behind it."
    )


def done_too_long(name: str, limit: int) -> str:
    return f"What stands behind “{shorten(name, 40)}” is too long: {limit} characters at most."


def step_twice(name: str) -> str:
    return f"“{shorten(name, 40)}” is there twice. Give each step a name of its own."


def word_twice(word: str) -> str:
    return f"[{word}] is there twice. One step can have it."


def unknown_word(written: str, words: tuple[str, ...]) -> str:
    listed = ", ".join(f"[{word}]" for word in words)
    return f"I don’t know [{shorten(written, 40)}]. These I know: {listed}."


def not_first(word: str) -> str:
    return f"A step with [{word}] can’t be the first. Put another one before it."


def not_last(word: str) -> str:
    return f"The step with [{word}] has to be the last one."


def default_gone() -> str:
    return "This one is being removed. Choose another to start with."
