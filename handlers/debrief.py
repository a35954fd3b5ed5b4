"""The debrief's form, and the private answers of those who took part."""

import asyncio

from bot.incident import Incident
from bot.learned import Asked, Learned, Said
from bot.people import person
from bot.playbook import Step
from bot.text import has_words
from bot.wording import debrief as words
from handlers import ids_learning
from handlers.deps import Deps
from handlers.form_open import open_form
from handlers.form_values import Submission
from handlers.ids import Meta
from handlers.parse import Press
from handlers.replies import Reply, done, mend, say
from handlers.sent_before import SentBefore
from handlers.views import debrief as views
from handlers.views.shapes import Message, View, message, paragraphs
from handlers.whisper import tell_later


async def form(deps: Deps, user: str, incident: Incident, step: Step, meta: Meta) -> View:
    """The debrief's form for that person."""
    entries, said, alike = await asyncio.gather(
        deps.desk.timeline(incident.id),
        deps.library.said(incident.id),
        deps.library.similar(incident, user, at=meta.channel),
    )
    context = await deps.context(incident.team, user)
    around = views.Around(
        entries,
        Learned(tuple(said), tuple(alike)),
        person(context.people, user).zone,
        deps.workspace_url,
    )
    return views.form(meta, incident, step, around, me=user, now=context.now)


async def open_answer(deps: Deps, press: Press, incident: Incident) -> None:
    """**Answer** on the private question."""
    stands = await deps.library.asked(incident.id, press.user)
    refusal = _refusal(stands)
    if refusal is not None:
        tell_later(deps, press.user, press.place, refusal)
        return
    view = views.answer(press.meta, incident)
    await open_form(deps, trigger=press.trigger, view=view, user=press.user, place=press.place)


def _refusal(stands: Asked) -> Message | None:
    if stands is Asked.ANSWERED:
        return _said(words.answered_already())
    return _said(words.not_asked()) if stands is Asked.NOT_ASKED else None


def _said(text: str) -> Message:
    return message(text, paragraphs(text))


async def answer(deps: Deps, sent: Submission) -> Reply:
    """The private answer was sent. Raises UnknownIncident and SentBefore."""
    possible, better = sent.line(ids_learning.POSSIBLE), sent.line(ids_learning.BETTER)
    if not has_words(possible) and not has_words(better):
        return mend({ids_learning.POSSIBLE: words.ONE_OF_THE_TWO})
    stood = await deps.library.say(
        sent.team,
        sent.meta.number,
        sent.user,
        Said(possible, better),
        now=deps.clock(),
    )
    deps.wake()
    if stood is Asked.ANSWERED:
        raise SentBefore
    refusal = _refusal(stood)
    return done() if refusal is None else say(refusal)
