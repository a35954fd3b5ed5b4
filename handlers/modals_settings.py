"""The workspace's settings were sent."""

from dataclasses import replace
from datetime import timedelta

from bot.calendar import Span, WorkingTime
from bot.incident import Severity
from bot.people import person
from bot.settings import CHECK_BACK_DAYS, SPAN_CHOICES, Say, Settings, say_of
from bot.wording import modals as common
from bot.wording import settings as words
from handlers import ids
from handlers.deps import Deps
from handlers.fields_shown import remember, since_opened, told_of
from handlers.form_open import push_form
from handlers.form_values import Submission
from handlers.parse import Press
from handlers.replies import Reply, done, mend, mend_all
from handlers.takers import check_lead
from handlers.views import answers, forms
from handlers.views.shapes import View
from handlers.whisper import say_directly, whisper
from handlers.writable import obstacle


async def settings(deps: Deps, sent: Submission) -> Reply:
    """Kept if this person may decide them; otherwise nothing changes, and it says whom to ask."""
    before = await deps.directory.settings(sent.team)
    since = since_opened(sent, forms.settings(sent.meta, before, Say.FULL))
    sent = since.sent
    lead = sent.person(ids.LEAD)
    concerned = [user for user in (sent.user, lead, before.lead) if user]
    people = await deps.directory.people(sent.team, concerned)
    say = say_of(sent.user, before, people)
    if say is Say.NONE:
        return mend_all(sent, words.settings_not_yours())
    found = _faults(sent) | await told_of(deps, since)
    if say is Say.FIRST and not lead:
        found[ids.LEAD] = words.lead_needed()
    if lead and (person(people, lead).is_bot or not person(people, lead).active):
        found[ids.LEAD] = common.choose_person()
    if found:
        return mend(found)
    now = deps.clock()
    kept = _read(sent, before)
    await deps.directory.save_settings(sent.team, kept, before=before, by=sent.user, now=now)
    if lead:
        deps.tasks.spawn(check_lead(deps, sent, lead, before.lead), "lead")
    deps.tasks.spawn(_tell_saved(deps, sent, kept.incident_channel), "saved")
    if say is Say.FIRST and lead != sent.user:
        told = answers.named_lead(sent.user, deps.command)
        deps.tasks.spawn(say_directly(deps, lead, told), "new-lead")
    return done()


async def _tell_saved(deps: Deps, sent: Submission, channel: str | None) -> None:
    """That all is kept, and what is to be done before cards can go where they should."""
    wrong = await obstacle(deps, channel) if channel else ""
    said = answers.settings_saved_but(channel, wrong) if channel and wrong else None
    await whisper(deps, sent.user, sent.place, said or answers.settings_saved())


async def lay_over(deps: Deps, press: Press, view: View) -> None:
    """Show a form over the settings; it remembers what its fields show."""
    view = remember(view, deps.clock())
    await push_form(deps, trigger=press.trigger, view=view, user=press.user, place=press.place)


async def may_change(deps: Deps, sent: Submission, before: Settings) -> bool:
    """Whether whoever sent a form laid over the settings may decide for the workspace."""
    concerned = [user for user in (sent.user, before.lead) if user]
    people = await deps.directory.people(sent.team, concerned)
    return say_of(sent.user, before, people) is Say.FULL


def _faults(sent: Submission) -> dict[str, str]:
    found = {
        block: words.unknown_time()
        for block in (ids.QUIET_FROM, ids.QUIET_TO)
        if sent.clock(block) is None
    }
    if not _days(sent):
        found[ids.WORKING_DAYS] = words.working_days_needed()
    return found


def _days(sent: Submission) -> frozenset[int]:
    chosen = sent.choices(ids.WORKING_DAYS)
    return frozenset(int(day) for day in chosen if day in ("0", "1", "2", "3", "4", "5", "6"))


def _read(sent: Submission, before: Settings) -> Settings:
    rules = sent.choices(ids.QUIET_RULES)
    work = WorkingTime(
        days=_days(sent),
        quiet_from=sent.clock(ids.QUIET_FROM) or before.work.quiet_from,
        quiet_to=sent.clock(ids.QUIET_TO) or before.work.quiet_to,
        weekend_quiet=ids.RULE_WEEKEND in rules,
    )
    spans = {severity: _span(sent, severity, before) for severity in Severity}
    return replace(
        before,
        lead=sent.person(ids.LEAD) or None,
        incident_channel=sent.conversation(ids.INCIDENT_CHANNEL) or None,
        update_spans=spans,
        check_back_after=_check_back(sent, before),
        work=work,
        high_breaks_quiet=ids.RULE_HIGH in rules,
    )


def _check_back(sent: Submission, before: Settings) -> timedelta:
    """The days chosen; a wait of the team's own that no choice stands for is kept."""
    chosen = sent.choice(ids.CHECK_BACK)
    days = {str(each): timedelta(days=each) for each in CHECK_BACK_DAYS}
    return days.get(chosen, before.check_back_after)


def _span(sent: Submission, severity: Severity, before: Settings) -> Span:
    """The rhythm chosen; one of the team's own that no choice stands for is kept."""
    chosen = sent.choice(ids.UPDATES_PREFIX + severity)
    if chosen in SPAN_CHOICES:
        return SPAN_CHOICES[chosen][0]
    return before.update_spans[severity]
