"""The settings of the language: opened over the workspace's settings, and kept by themselves."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace

from bot.coachbook import PhraseException
from bot.language import Category
from bot.language.packs import available, pack
from bot.settings import CoachMode, LanguageSettings, Settings
from bot.wording import language as words
from bot.wording import settings as settings_words
from handlers import ids
from handlers.deciding import decides
from handlers.deps import Deps
from handlers.fields_shown import changed_since
from handlers.form_values import Submission
from handlers.modals_settings import lay_over
from handlers.parse import Press
from handlers.replies import Reply, done, mend, mend_all
from handlers.views import answers
from handlers.views.form_language import Known, RuleName, language, phrases
from handlers.whisper import tell_later

# So that all categories in any script stay within a view of 250 kB (Slack: "Views").
PHRASES_MOST = 25  # of one category
PHRASE_LENGTH = 80  # characters


async def open_language(deps: Deps, press: Press) -> None:
    """**Language…** in the settings."""
    settings = await deps.directory.settings(press.team)
    may_save = await decides(deps, press.team, press.user, settings)
    known = await _known(deps, press.team)
    await lay_over(deps, press, language(press.meta, settings.language, known, may_save=may_save))


async def open_phrases(deps: Deps, press: Press) -> None:
    """**Your own phrases…** in the settings of the language."""
    settings = await deps.directory.settings(press.team)
    await lay_over(deps, press, phrases(press.meta, settings.language))


async def _known(deps: Deps, team: str) -> Known:
    exceptions = await deps.coachbook.exceptions(team)
    languages, rules = await asyncio.to_thread(_to_choose_from)
    return Known(languages, rules, exceptions)


def _to_choose_from() -> tuple[Sequence[str], Sequence[RuleName]]:
    rules = (rule for code in available() for rule in pack(code).rules.values())
    named = (RuleName(rule.id, next(iter(rule.fires), rule.why)) for rule in rules)
    return available(), sorted(named, key=lambda rule: rule.example.lower())


async def keep_language(deps: Deps, sent: Submission) -> Reply:
    """The settings of the language were sent. Exceptions that were taken off are removed."""
    before = await deps.directory.settings(sent.team)
    if not await decides(deps, sent.team, sent.user, before):
        return mend_all(sent, settings_words.settings_not_yours())
    known = await _known(deps, sent.team)
    fresh = language(sent.meta, before.language, known, may_save=True)
    stale = changed_since(sent, fresh, but=ids.EXCEPTIONS)  # each of them is taken off by itself
    after = _read(sent, before.language)
    if stale and after != before.language:
        return mend(stale)
    if not sent.choices(ids.LANGUAGES) and sent.choice(ids.COACH) != CoachMode.OFF:
        return mend({ids.LANGUAGES: words.language_needed()})
    await _save(deps, sent, before, after)
    removed = _removed(sent, known.exceptions)
    if removed:
        await deps.coachbook.remove_exceptions(sent.team, removed)
    return done()


def _read(sent: Submission, before: LanguageSettings) -> LanguageSettings:
    mode, looks_for = sent.choice(ids.COACH), sent.choices(ids.LOOKS_FOR)
    languages = tuple(code for code in sent.choices(ids.LANGUAGES) if code in available())
    offered = set(sent.offered(ids.MUTED_RULES))
    muted = {
        *(each for each in Category if each not in looks_for),
        *(each for each in sent.choices(ids.MUTED_RULES) if each in offered),
        *(each for each in before.muted - offered - set(Category)),  # known to another version
    }
    return replace(
        before,
        coach=CoachMode(mode) if mode in set(CoachMode) else before.coach,
        muted=frozenset(map(str, muted)),
        vendors=sent.lines(ids.VENDORS),
        # All of them: also those that a later version learns.
        languages=() if len(languages) == len(available()) else languages or before.languages,
    )


def _removed(sent: Submission, known: Sequence[PhraseException]) -> list[str]:
    """The shapes that were shown and are not chosen any more."""
    gone = set(sent.offered(ids.EXCEPTIONS)) - set(sent.choices(ids.EXCEPTIONS))
    return [each.shape for each in known if ids.short_key(each.shape) in gone]


async def keep_phrases(deps: Deps, sent: Submission) -> Reply:
    """A team's own phrases were sent."""
    before = await deps.directory.settings(sent.team)
    if not await decides(deps, sent.team, sent.user, before):
        return mend_all(sent, settings_words.settings_not_yours())
    given = {each.value: sent.lines(ids.PHRASES_PREFIX + each) for each in Category}
    found = {
        ids.PHRASES_PREFIX + category: fault
        for category, lines in given.items()
        if (fault := _fault(lines))
    }
    kept = {category: lines for category, lines in given.items() if lines}
    after = replace(before.language, phrases=kept)
    stale = changed_since(sent, phrases(sent.meta, before.language))
    if stale and (found or after != before.language):
        return mend(stale)
    if found:
        return mend(found)
    await _save(deps, sent, before, after)
    return done()


def _fault(lines: Sequence[str]) -> str:
    if len(lines) > PHRASES_MOST:
        return words.too_many_phrases(PHRASES_MOST)
    if any(len(line) > PHRASE_LENGTH for line in lines):
        return words.phrase_too_long(PHRASE_LENGTH)
    return ""


async def _save(deps: Deps, sent: Submission, before: Settings, kept: LanguageSettings) -> None:
    settings = replace(before, language=kept)
    await deps.directory.save_settings(
        sent.team, settings, before=before, by=sent.user, now=deps.clock()
    )
    tell_later(deps, sent.user, sent.place, answers.settings_saved())
