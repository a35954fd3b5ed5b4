"""What the coach says to one person alone."""

from bot.wording import coach as words
from handlers import ids
from handlers.ids import About
from handlers.views.shapes import Message, actions, button, context, message, paragraphs, section


def nudge(about: About, said: str, why: str, rewrite: str) -> Message:
    """A thought on a message: `said` are the words in question, plain text without Slack's
    tokens, and `rewrite` what could be said instead ("" for nothing)."""
    value = about.dump()
    return message(
        words.nudge_fallback(),
        [
            section(words.nudge(said, why, rewrite)),
            actions(
                button(words.NOT_BLAME, ids.COACH_NOT_BLAME, value),
                button(words.WHY_THIS, ids.COACH_WHY, value),
                button(words.MUTE, ids.COACH_MUTE, value),
            ),
            context(words.nudge_hint()),
        ],
    )


def teaching(about: About) -> Message:
    """Why it matters."""
    return _said(words.teaching(about.category))


def not_blame_kept(command: str) -> Message:
    """That way of saying it is no blame here, from now on."""
    return _said(words.not_blame_kept(command))


def muted(about: About) -> Message:
    """Nothing more about that incident, with the way back."""
    said = words.muted(about.number)
    back = button(words.UNMUTE, ids.COACH_UNMUTE, about.dump())
    return message(said, [section(said), actions(back)])


def unmuted(about: About) -> Message:
    """The coach speaks up again."""
    return _said(words.unmuted(about.number))


def too_old() -> Message:
    """A button that this version cannot read."""
    return _said(words.too_old())


def _said(text: str) -> Message:
    return message(text, paragraphs(text))
