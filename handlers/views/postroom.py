"""Direct messages to whoever looks after Amends: what did not get through, what is held."""

from collections.abc import Sequence
from datetime import datetime

from bot.incident import may_see
from bot.ports import Parcel, Scene
from bot.postroom import Decision, Fortune, Held, Undelivered, first_and_rest
from bot.wording import postroom as words
from bot.wording import scopes as scope_words
from handlers import ids, ids_postroom
from handlers.views.shapes import (
    Block,
    Message,
    actions,
    button,
    confirmation,
    context,
    message,
    paragraphs,
    section,
)

LINES = 20  # ours: a message should be read, not scrolled


def undelivered(parcel: Parcel, scene: Scene) -> Message | None:
    """What did not get through; None where all of it has by the time this is sent."""
    failed = [each for each in scene.undelivered if each.fortune is Fortune.FAILED]
    if not failed and parcel.posted is None:
        return None
    lead = scene.settings.lead
    lines = [
        words.undelivered_line(each, hidden=_is_hidden(each, parcel.target, lead))
        for each in scene.undelivered[:LINES]
    ]
    intro = words.undelivered_intro(len(failed)) if failed else words.undelivered_over()
    blocks = [section(intro), *paragraphs("\n".join(lines))]
    if len(scene.undelivered) > LINES:
        blocks.append(context(words.undelivered_more(len(scene.undelivered) - LINES)))
    if failed:
        again = button(
            words.TRY_AGAIN,
            ids_postroom.UNDELIVERED_RETRY,
            ids.value(0, parcel.id),
            style="primary",
        )
        blocks += [context(words.undelivered_next()), actions(again)]
    return message(words.undelivered_fallback(), blocks)


def _is_hidden(item: Undelivered, reader: str, lead: str | None) -> bool:
    return item.incident is not None and not may_see(item.incident, reader, lead)


def lacking(parcel: Parcel) -> Message:
    """Which scopes the app lacks."""
    said = scope_words.lacking(parcel.payload["scopes"])
    return message(scope_words.lacking_fallback(), [section(said)])


def review(parcel: Parcel, scene: Scene) -> Message | None:
    """What came due while nobody was there to say it, or what was decided about it; None where
    nothing is left to decide and nothing was asked yet."""
    decision, by = str(parcel.payload.get("decision", "")), str(parcel.payload.get("by", ""))
    if decision or not scene.held:
        said = _settled(decision, by)
        return message(said, [section(said)]) if parcel.posted else None
    lines = _lines(scene.held, parcel.target, scene.settings.lead)
    since = datetime.fromisoformat(str(parcel.payload["since"]))
    blocks: list[Block] = [section(words.held_intro(since, len(scene.held)))]
    blocks += paragraphs("\n".join(lines))
    sure = confirmation(words.LET_GO_TITLE, words.LET_GO_TEXT, words.LET_GO_YES, words.LET_GO_NO)
    blocks += [
        context(words.held_next()),
        actions(
            button(
                words.SEND_THEM, ids_postroom.HELD_SEND, ids.value(0, parcel.id), style="primary"
            ),
            button(
                words.LET_THEM_GO, ids_postroom.HELD_LET_GO, ids.value(0, parcel.id), confirm=sure
            ),
        ),
    ]
    return message(words.held_fallback(), blocks)


def _settled(decision: str, by: str) -> str:
    if decision == Decision.SEND:
        return words.held_sent(by) if by else words.held_sent_at_last()
    return words.held_let_go(by) if decision == Decision.LET_GO else words.held_settled()


def _lines(held: Sequence[Held], reader: str, lead: str | None) -> list[str]:
    first, more = first_and_rest(held, LINES)
    lines = [
        words.held_line(each, hidden=not may_see(each.incident, reader, lead)) for each in first
    ]
    return [*lines, words.held_more(more)] if more else lines
