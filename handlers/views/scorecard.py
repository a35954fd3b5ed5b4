"""How it went: a modal for those who took part."""

from bot.incident import Incident
from bot.scorecard import Card
from bot.wording import modals
from bot.wording import scorecard as words
from handlers import ids_learning
from handlers.ids import Meta
from handlers.views import inputs
from handlers.views.shapes import Message, View, context, message, paragraphs, section


def scorecard(meta: Meta, incident: Incident, card: Card) -> View:
    """All four, in words."""
    blocks = [section(modals.about(incident)), section(words.intro())]
    for part, remarks in card.items():
        lines = [words.line(each.well, each.text) for each in remarks]
        blocks += paragraphs("\n".join((f"*{words.PARTS[part]}*", *lines)))
    blocks.append(context(words.small_print()))
    return inputs.modal(
        ids_learning.MODAL_SCORECARD, meta, words.TITLE, blocks, close=modals.GOT_IT
    )


def not_theirs() -> Message:
    """For somebody who did not take part."""
    said = words.only_those_who_took_part()
    return message(said, paragraphs(said))


def still_open(number: int) -> Message:
    """It was opened again meanwhile."""
    said = words.still_open(number)
    return message(said, paragraphs(said))
