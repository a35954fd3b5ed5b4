"""The settings of the language, to change or only to read, and a team's own phrases."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.coachbook import PhraseException
from bot.language import Category
from bot.settings import LanguageSettings
from bot.wording import coach as coach_words
from bot.wording import language as words
from bot.wording import modals as common
from bot.wording import settings as settings_words
from handlers import ids
from handlers.ids import Meta
from handlers.views import inputs
from handlers.views.shapes import Block, View, actions, button, context, option, section

EXCEPTIONS_SHOWN = 50  # ours, so that the whole stays within 250 kB (Slack: "Views")
RULES_SHOWN = 500  # ours: five groups


@dataclass(frozen=True)
class RuleName:
    """A rule, as people choose it: by words that it brings up."""

    id: str
    example: str


@dataclass(frozen=True)
class Known:
    """What there is to choose from."""

    languages: Sequence[str]
    rules: Sequence[RuleName]
    exceptions: Sequence[PhraseException]


def open_button() -> Block:
    """The way here from the settings."""
    return actions(button(words.OPEN_LANGUAGE, ids.OPEN_LANGUAGE, ids.value(0)))


def language(meta: Meta, settings: LanguageSettings, known: Known, *, may_save: bool) -> View:
    """A form for those who may change it; the same as text for everyone else."""
    if not may_save:
        blocks = [section(text) for text in _told(settings, known)]
        return inputs.modal(ids.MODAL_LANGUAGE, meta, words.TITLE, blocks, close=common.BACK)
    return inputs.modal(
        ids.MODAL_LANGUAGE,
        meta,
        words.TITLE,
        _asked(settings, known),
        submit=common.SAVE,
        close=common.BACK,
    )


def _asked(settings: LanguageSettings, known: Known) -> list[Block]:
    modes = [option(shown, key) for key, shown in words.COACH_MODES.items()]
    categories = [option(shown, key) for key, shown in coach_words.CATEGORIES.items()]
    languages = [option(language_name(code), code) for code in known.languages]
    return [
        section(words.intro()),
        inputs.choice(
            ids.COACH,
            words.COACH,
            modes,
            initial=settings.coach,
            hint=words.COACH_HINT,
            radio=True,
        ),
        inputs.checks(
            ids.LOOKS_FOR,
            words.LOOKS_FOR,
            categories,
            initial=(each for each in Category if each not in settings.muted),
        ),
        *_muted(settings, known),
        inputs.checks(
            ids.LANGUAGES,
            words.LANGUAGES,
            languages,
            initial=settings.languages or known.languages,
        ),
        inputs.words(
            ids.VENDORS,
            words.VENDORS,
            initial="\n".join(settings.vendors),
            hint=words.VENDORS_HINT,
            optional=True,
        ),
        *_exceptions(known),
        actions(button(words.OPEN_PHRASES, ids.OPEN_PHRASES, ids.value(0))),
    ]


def language_name(code: str) -> str:
    """A language as people call it."""
    return words.NAMES.get(code, code)


def _muted(settings: LanguageSettings, known: Known) -> list[Block]:
    rules = [option(words.example(rule.example), rule.id) for rule in known.rules[:RULES_SHOWN]]
    if not rules:
        return []
    return [
        inputs.several(
            ids.MUTED_RULES,
            words.MUTED_RULES,
            rules,
            initial=settings.muted,
            placeholder=words.MUTED_RULES_PLACEHOLDER,
            hint=words.MUTED_RULES_HINT,
        )
    ]


def _exceptions(known: Known) -> list[Block]:
    """All chosen: taking one off and keeping the form removes it."""
    if not known.exceptions:
        return [section(words.no_exceptions())]
    shown = known.exceptions[:EXCEPTIONS_SHOWN]
    options = [option(words.example(each.shape), ids.short_key(each.shape)) for each in shown]
    block = inputs.several(
        ids.EXCEPTIONS,
        words.EXCEPTIONS,
        options,
        initial=[each["value"] for each in options],
        placeholder=words.EXCEPTIONS_PLACEHOLDER,
        hint=words.EXCEPTIONS_HINT,
    )
    more = len(known.exceptions) - len(shown)
    return [block, context(words.more_exceptions(more))] if more else [block]


def _told(settings: LanguageSettings, known: Known) -> list[str]:
    setting, looked_for = settings_words.setting, coach_words.CATEGORIES
    names = [shown for key, shown in looked_for.items() if key not in settings.muted]
    languages = ", ".join(language_name(code) for code in settings.languages or known.languages)
    shapes = tuple(each.shape for each in known.exceptions[:EXCEPTIONS_SHOWN])
    return [
        words.intro(),
        setting(words.COACH, words.COACH_MODES[settings.coach]),
        setting(words.LOOKS_FOR, "\n".join(names) or settings_words.setting_none()),
        setting(words.LANGUAGES, languages),
        setting(words.EXCEPTIONS, words.exceptions_told(shapes))
        if shapes
        else words.no_exceptions(),
    ]


def phrases(meta: Meta, settings: LanguageSettings) -> View:
    """A team's own phrases, one per line, by category."""
    asked = [
        inputs.words(
            ids.PHRASES_PREFIX + category,
            label,
            initial="\n".join(settings.phrases.get(category, ())),
            hint=words.PHRASES_HINT,
            optional=True,
        )
        for category, label in coach_words.CATEGORIES.items()
    ]
    return inputs.modal(
        ids.MODAL_PHRASES,
        meta,
        words.PHRASES_TITLE,
        [section(words.phrases_intro()), *asked],
        submit=common.SAVE,
        close=common.BACK,
    )
