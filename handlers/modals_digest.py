"""The settings of the weekly digest: asked for, and sent."""

from dataclasses import replace

from bot.digest_settings import HOURS, DigestSettings
from bot.people import person
from bot.wording import digest as words
from bot.wording import settings as settings_words
from handlers import ids_home as ids
from handlers.deps import Deps
from handlers.fields_shown import changed_since
from handlers.form_values import Submission
from handlers.modals_settings import lay_over, may_change
from handlers.parse import Press
from handlers.replies import Reply, done, mend, mend_all
from handlers.views.form_digest import digest
from handlers.views.shapes import message, paragraphs
from handlers.whisper import tell_later


async def open_digest(deps: Deps, press: Press) -> None:
    """The form, over the settings."""
    people = await deps.directory.people(press.team, [press.user])
    settings = await deps.directory.settings(press.team)
    await lay_over(deps, press, digest(press.meta, settings, person(people, press.user).zone))


async def keep_digest(deps: Deps, sent: Submission) -> Reply:
    """Kept, with the clock of whoever sent it."""
    before = await deps.directory.settings(sent.team)
    if not await may_change(deps, sent, before):
        return mend_all(sent, settings_words.settings_not_yours())
    people = await deps.directory.people(sent.team, [sent.user])
    zone = person(people, sent.user).zone
    chosen = DigestSettings(
        on=sent.choice(ids.SWITCH) != ids.OFF,
        day=_number(sent.choice(ids.DAY), range(7), before.digest.day),
        hour=_number(sent.choice(ids.HOUR), HOURS, before.digest.hour),
        zone=zone,
    )
    after = replace(before, digest=chosen)
    stale = changed_since(sent, digest(sent.meta, before, zone))
    if stale and after != before:
        return mend(stale)
    await deps.directory.save_settings(
        sent.team, after, before=before, by=sent.user, now=deps.clock()
    )
    said = words.saved(chosen.on)
    tell_later(deps, sent.user, sent.place, message(said, paragraphs(said)))
    return done()


def _number(chosen: str, possible: range, otherwise: int) -> int:
    return int(chosen) if chosen.isdecimal() and int(chosen) in possible else otherwise
