"""Two people change the settings at the same time: what each of them changed is kept."""

from dataclasses import fields

from bot.change import replace
from bot.settings import LanguageSettings, Settings


def merged(stored: Settings, before: Settings, after: Settings) -> Settings:
    """`stored` with what was changed from `before` to `after`."""
    changes = _changes(before, after) - {"language"}
    language = _changes(before.language, after.language)
    kept = {name: getattr(after.language, name) for name in language}
    return replace(
        stored,
        language=replace(stored.language, **kept),
        **{name: getattr(after, name) for name in changes},
    )


def _changes(before: Settings | LanguageSettings, after: object) -> set[str]:
    names = [each.name for each in fields(before)]
    return {name for name in names if getattr(before, name) != getattr(after, name)}
