"""The workspace's settings, to change or only to read."""

from bot.incident import Severity
from bot.settings import CHECK_BACK_DAYS, SPAN_CHOICES, Say, Settings, span_choice
from bot.text import channel_link, esc, mention
from bot.wording import check_back as check_back_words
from bot.wording import digest as digest_words
from bot.wording import make_up_forms as make_up_words
from bot.wording import modals as common
from bot.wording import own_playbooks as playbook_words
from bot.wording import reminder_settings as reminder_words
from bot.wording import settings as words
from handlers import ids, ids_home, ids_reminders
from handlers.ids import Meta
from handlers.views import form_reminders, inputs
from handlers.views.form_language import open_button
from handlers.views.shapes import Block, View, actions, button, option, section

CLOCK = "%H:%M"


def settings(meta: Meta, settings: Settings, say: Say) -> View:
    """A form for those who may change the settings; the same as text for everyone else."""
    if say is not Say.NONE:
        return inputs.modal(
            ids.MODAL_SETTINGS,
            meta,
            common.SETTINGS,
            _asked(settings, first=say is Say.FIRST),
            submit=common.SAVE,
            close=common.CANCEL,
        )
    blocks = [*(section(text) for text in _told(settings)), open_button()]
    return inputs.modal(ids.MODAL_SETTINGS, meta, common.SETTINGS, blocks, close=common.GOT_IT)


def _asked(settings: Settings, *, first: bool) -> list[Block]:
    work = settings.work
    days = [option(name, str(number)) for number, name in enumerate(words.DAYS)]
    rules = [
        option(words.RULE_WEEKEND, ids.RULE_WEEKEND),
        option(words.RULE_HIGH, ids.RULE_HIGH),
    ]
    ticked = [
        rule
        for rule, holds in (
            (ids.RULE_WEEKEND, work.weekend_quiet),
            (ids.RULE_HIGH, settings.high_breaks_quiet),
        )
        if holds
    ]
    return [
        section(words.settings_first() if first else words.settings_intro()),
        inputs.person(
            ids.LEAD,
            words.LEAD,
            initial=settings.lead or "",
            hint=words.LEAD_HINT,
            optional=not first,
        ),
        inputs.conversation(
            ids.INCIDENT_CHANNEL,
            words.INCIDENT_CHANNEL,
            initial=settings.incident_channel or "",
            hint=words.INCIDENT_CHANNEL_HINT,
            optional=True,
        ),
        *(_updates(settings, severity) for severity in Severity),
        _check_back(settings),
        inputs.clock_time(
            ids.QUIET_FROM, words.QUIET_FROM, initial=work.quiet_from.strftime(CLOCK)
        ),
        inputs.clock_time(
            ids.QUIET_TO,
            words.QUIET_TO,
            initial=work.quiet_to.strftime(CLOCK),
            hint=words.QUIET_TO_HINT,
        ),
        inputs.checks(
            ids.WORKING_DAYS,
            words.WORKING_DAYS,
            days,
            initial=(str(day) for day in work.days),
        ),
        inputs.checks(ids.QUIET_RULES, words.QUIET_RULES, rules, initial=ticked),
        open_button() if first else _more(),
    ]


def _more() -> Block:
    """The ways to what has a form of its own."""
    return actions(
        button(playbook_words.OPEN, ids.SETTINGS_PLAYBOOKS, ids.value(0)),
        button(make_up_words.OPEN_SETTINGS, ids.SETTINGS_MAKE_UPS, ids.value(0)),
        button(reminder_words.OPEN, ids_reminders.SETTINGS_REMINDERS, ids.value(0)),
        button(digest_words.OPEN, ids_home.SETTINGS_DIGEST, ids.value(0)),
        *open_button()["elements"],
    )


def _updates(settings: Settings, severity: Severity) -> Block:
    options = [option(words.rhythm(shown), key) for key, (_, shown) in SPAN_CHOICES.items()]
    chosen = span_choice(settings.update_spans[severity])
    return inputs.choice(
        ids.UPDATES_PREFIX + severity,
        words.UPDATES[severity],
        options,
        initial=chosen or "",
        hint="" if chosen else words.usual_rhythm_own(),
        optional=chosen is None,
    )


def _check_back(settings: Settings) -> Block:
    options = [option(check_back_words.after(days), str(days)) for days in CHECK_BACK_DAYS]
    chosen = settings.check_back_after.days
    return inputs.choice(
        ids.CHECK_BACK,
        check_back_words.AFTER,
        options,
        initial=str(chosen),
        hint=check_back_words.AFTER_HINT,
        optional=chosen not in CHECK_BACK_DAYS,
    )


def _told(settings: Settings) -> list[str]:
    work = settings.work
    lead = mention(settings.lead) if settings.lead else words.setting_none()
    if settings.incident_channel:
        channel = channel_link(settings.incident_channel)
    else:
        channel = words.where_typed()
    days = ", ".join(words.DAYS[day] for day in sorted(work.days))
    start, end = work.quiet_from.strftime(CLOCK), work.quiet_to.strftime(CLOCK)
    return [
        words.setting(words.LEAD, lead),
        words.setting(words.INCIDENT_CHANNEL, channel),
        *(words.setting(words.UPDATES[each], _rhythm(settings, each)) for each in Severity),
        *form_reminders.told(settings),
        words.setting(playbook_words.TITLE, esc(settings.playbook_for(None).name)),
        words.setting(
            check_back_words.AFTER, check_back_words.after(settings.check_back_after.days)
        ),
        words.setting(digest_words.TITLE, _digest(settings)),
        words.setting(words.QUIET, words.quiet_hours(start, end)),
        words.setting(words.WORKING_DAYS, days or words.setting_none()),
        words.setting(words.RULE_WEEKEND, words.yes_no(work.weekend_quiet)),
        words.setting(words.RULE_HIGH, words.yes_no(settings.high_breaks_quiet)),
        words.settings_whom_to_ask(settings.lead),
    ]


def _digest(settings: Settings) -> str:
    chosen = settings.digest
    return digest_words.setting(chosen.on, words.DAYS[chosen.day], digest_words.hour(chosen.hour))


def _rhythm(settings: Settings, severity: Severity) -> str:
    chosen = span_choice(settings.update_spans[severity])
    return words.rhythm(SPAN_CHOICES[chosen][1]) if chosen else words.rhythm_of_its_own()
