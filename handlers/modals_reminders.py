"""How long something may lie before anybody is reminded: asked for, and sent."""

from collections.abc import Mapping
from dataclasses import replace

from bot.calendar import Span
from bot.incident import Severity
from bot.settings import SPAN_CHOICES
from bot.wording import reminder_settings as words
from bot.wording import settings as settings_words
from handlers import ids_reminders as ids
from handlers.deps import Deps
from handlers.fields_shown import changed_since
from handlers.form_values import Submission
from handlers.modals_settings import lay_over, may_change
from handlers.parse import Press
from handlers.replies import Reply, done, mend, mend_all
from handlers.views.form_reminders import reminders
from handlers.views.shapes import message, paragraphs
from handlers.whisper import tell_later


async def open_reminders(deps: Deps, press: Press) -> None:
    """The form, over the settings."""
    await lay_over(deps, press, reminders(press.meta, await deps.directory.settings(press.team)))


async def keep_reminders(deps: Deps, sent: Submission) -> Reply:
    """Kept; a time of the team's own that no choice stands for is left as it is."""
    before = await deps.directory.settings(sent.team)
    if not await may_change(deps, sent, before):
        return mend_all(sent, settings_words.settings_not_yours())
    steps = {
        each: _span(
            sent, ids.UNTOUCHED_PREFIX + each, words.STEP_WAITS, otherwise=before.step_spans[each]
        )
        for each in Severity
    }
    debrief = _span(sent, ids.DEBRIEF_WAIT, words.DEBRIEF_WAITS, otherwise=before.debrief_span)
    after = replace(before, step_spans=steps, debrief_span=debrief)
    stale = changed_since(sent, reminders(sent.meta, before))
    if stale and after != before:
        return mend(stale)
    await deps.directory.save_settings(
        sent.team, after, before=before, by=sent.user, now=deps.clock()
    )
    tell_later(deps, sent.user, sent.place, message(words.saved(), paragraphs(words.saved())))
    return done()


def _span(sent: Submission, block: str, waits: Mapping[str, str], *, otherwise: Span) -> Span:
    chosen = sent.choice(block)
    return SPAN_CHOICES[chosen][0] if chosen in waits else otherwise
