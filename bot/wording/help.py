"""Help, and the answers to what we could not make sense of."""

from bot.text import esc, shorten

OPEN_IT = "Open it as a mistake"
OPEN_FORM = "Open the form"


def intro(command: str) -> str:
    return (
        "When something has gone wrong for a customer, say so in a sentence and I lead you through "
        f"putting it right, one step at a time:\n`{command} We sent ACME the wrong invoice`"
    )


def form_line(command: str) -> str:
    """The command alone."""
    return f"`{command}` alone opens a form."


def line(command: str, usage: str, does: str) -> str:
    return f"`{command} {usage}` · {does}"


def reactions(command: str) -> str:
    return (
        "*In a thread:* ✅ on a step: it is done. ✋: I'll take it. ⏭: skip it. On any message: "
        "📌 puts it on the timeline, 📣 says these are the words the customer got. ✅ on a "
        "promise: it is kept.\n"
        f"Slack takes no commands in a thread: type `{command}` in the channel or in our direct "
        "message.\n"
        "Where words in a thread may land as blame, I tell their writer, and nobody else."
    )


def voice() -> str:
    return "Nobody is on trial here. Whoever speaks up first is helping."


def fallback(command: str) -> str:
    return f"Type {command} and what happened, in a sentence."


def unknown(word: str, command: str) -> str:
    return (
        f"I don’t know “{esc(shorten(word, 200))}”. If that is what went wrong, open it with the "
        f"button, or say a little more: `{command} We sent ACME the wrong invoice`."
    )


def unknown_fallback(word: str) -> str:
    return f"I don’t know “{esc(shorten(word, 200))}”"


def opened_already(command: str) -> str:
    """For who presses once more what opened a mistake."""
    return f"That is open already, see `{command} list`. Another one? Type `{command} …` again."


def needs_words(command: str) -> str:
    return (
        "I need a few words to go by: what happened, and to whom? For example "
        f"`{command} We sent ACME the wrong invoice`. The form helps, too."
    )


def number_wanted(command: str, word: str) -> str:
    return (
        f"`{word}` wants a number, such as `{command} {word} 12`. `{command} list` shows the "
        "numbers. If what you typed is what went wrong, open it with the button."
    )


def unsure(command: str, text: str, usage: str, does: str) -> str:
    return (
        f"I’m not sure what you mean by “{esc(shorten(text, 500))}”, so I’ve opened nothing. "
        f"{line(command, usage, does)}. If what you typed is what went wrong, open it with the "
        "button."
    )


def no_deed(command: str, text: str, number: int | None) -> str:
    """`number` None: it is none that a mistake can have."""
    said = f"I’ve opened nothing for “{esc(shorten(text, 200))}”: what can be done with "
    opens = "If what you typed is what went wrong, open it with the button."
    if number is None:
        return f"{said}a mistake is on its card, and `{command} list` shows what is open. {opens}"
    return f"{said}#{number} is on its card, and `{command} show {number}` takes you there. {opens}"


def no_such_incident(command: str, number: int) -> str:
    return f"I can’t find #{number}. `{command} list` shows what is open."


def no_such_incident_to_promise(command: str, number: int) -> str:
    return (
        f"I can’t find #{number}, so nothing was noted. `{command} list` shows what is open. If "
        "what you typed is what went wrong, open it with the button."
    )


def closed_to_promise(command: str, number: int, text: str) -> str:
    typed = esc(f"{command} {text}")
    return f"#{number} is closed, so nothing was noted. Press *Reopen*, then send it again: {typed}"
