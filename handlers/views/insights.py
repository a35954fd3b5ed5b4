"""Figures of a period: as a message, and as what the picture shows."""

from bot.insights import Insights
from bot.pictures.chart import Chart, Pair, Stack
from bot.wording import help as help_words
from bot.wording import insights as words
from bot.wording import insights_picture as pictured
from handlers import ids
from handlers.views.shapes import Message, actions, button, context, message, paragraphs, section


def figures(found: Insights, command: str) -> Message:
    """The answer to `/mistake insights`."""
    blocks = [section(words.heading(found))]
    if not found.now.opened:
        blocks += paragraphs(words.nothing(found, command))
    else:
        blocks.append(section(words.intro(found)))
        blocks += paragraphs("\n".join(words.lines(found)))
        blocks.append(context(f"{words.private_note()} {words.picture_follows()}"))
    return message(words.fallback(found), blocks)


def not_a_period(fault: str, typed: str) -> Message:
    """What to type instead; what was typed may be a mistake to open."""
    asked = button(help_words.OPEN_IT, ids.OPEN_TEXT, typed[: ids.VALUE_LIMIT])
    return message(fault, [section(fault), actions(asked)])


def chart(found: Insights) -> Chart:
    """What the picture shows."""
    now, before = found.now, found.before
    return Chart(
        title=pictured.PICTURE_TITLE,
        subtitle=pictured.picture_subtitle(found),
        small=pictured.small(found),
        now=pictured.NOW,
        before=found.period.previous,
        length=Pair(
            pictured.TIME_TO_OWN,
            pictured.minutes(now.own),
            pictured.minutes(before.own),
            pictured.own_label(now),
            pictured.own_label(before),
        ),
        shares_title=pictured.SHARES_TITLE,
        shares=tuple(
            Pair(name, part.share, was.share, pictured.part_label(part), pictured.part_label(was))
            for name, part, was in words.shares(found)
        ),
        stacks_title=pictured.STACKS_TITLE,
        stacks=tuple(
            Stack(name, now.causes.get((key, "one_off"), 0), now.causes.get((key, "systemic"), 0))
            for key, name in pictured.cause_names().items()
        ),
        first=words.ONE_OFF,
        second=words.SYSTEMIC,
        nothing=pictured.NONE_YET,
    )
