"""How long a step may lie untouched, and a debrief take, before it is due."""

from collections.abc import Mapping

from bot.calendar import Span
from bot.incident import Severity
from bot.settings import Settings, span_choice
from bot.wording import modals as common
from bot.wording import reminder_settings as words
from bot.wording import settings as settings_words
from handlers import ids_reminders as ids
from handlers.ids import Meta
from handlers.views import inputs
from handlers.views.shapes import Block, View, option, section


def reminders(meta: Meta, settings: Settings) -> View:
    """The form, laid over the settings."""
    steps = (
        _wait(
            ids.UNTOUCHED_PREFIX + each,
            words.UNTOUCHED[each],
            words.STEP_WAITS,
            settings.step_spans[each],
        )
        for each in Severity
    )
    debrief = _wait(ids.DEBRIEF_WAIT, words.DEBRIEF, words.DEBRIEF_WAITS, settings.debrief_span)
    return inputs.modal(
        ids.MODAL_REMINDERS,
        meta,
        words.TITLE,
        [section(words.intro()), *steps, debrief],
        submit=common.SAVE,
        close=common.BACK,
    )


def _wait(block: str, label: str, waits: Mapping[str, str], span: Span) -> Block:
    options = [option(shown, key) for key, shown in waits.items()]
    chosen = span_choice(span)
    known = chosen in waits
    return inputs.choice(
        block,
        label,
        options,
        initial=chosen or "",
        hint="" if known else words.own_wait(),
        optional=not known,
    )


def told(settings: Settings) -> list[str]:
    """The same for those who may only read the settings (mrkdwn)."""
    waits = [(words.UNTOUCHED[each], settings.step_spans[each]) for each in Severity]
    waits.append((words.DEBRIEF, settings.debrief_span))
    return [
        settings_words.setting(
            label, words.STEP_WAITS.get(span_choice(span) or "", words.own_wait_shown())
        )
        for label, span in waits
    ]
