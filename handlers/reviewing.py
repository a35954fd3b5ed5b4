"""The review inside a form: remarks on the words for a customer come before anything is noted. Each
is shown once; sending the same words again notes them. The choice is the writer's."""

import asyncio
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot import coach, reviewing
from bot.calendar import local
from bot.incident import Incident
from bot.language import Remark
from bot.people import person
from bot.playbook import Step
from bot.wording.drafts import spoken_time
from handlers.deps import Deps
from handlers.form_values import Submission
from handlers.ids import Meta
from handlers.views.review import Reviewed

KEY_LENGTH = 8
KEYS_KEPT = 100  # of `KEY_LENGTH` each: well within a modal's private_metadata


@dataclass(frozen=True)
class Asked:
    """Words to be read before they are noted. `step` None: they are an update. `next_word` is when
    the customer hears from us again, if that is known (UTC). `part`: they are not all that the
    customer gets, so nothing is missed in them."""

    words: str
    step: Step | None
    next_word: datetime | None
    part: bool = False


async def review(
    deps: Deps, sent: Submission, incident: Incident, asked: Asked
) -> tuple[Reviewed, Meta] | None:
    """Remarks to show in the form before it is taken, with what the form is to remember of them;
    None where there is nothing to say that it has not said already."""
    found, zone = await look(deps, sent.team, sent.user, incident, asked)
    shown, keys = _split(sent.meta.shown), _keys(found, asked.words)
    if all(key in shown for key in keys):
        return None
    next_word = _said(asked.next_word, deps.clock(), zone)
    kept = "".join([*shown, *(key for key in keys if key not in shown)][-KEYS_KEPT:])
    return Reviewed(asked.words, found, next_word), replace(sent.meta, shown=kept)


async def look(
    deps: Deps, team: str, user: str, incident: Incident, asked: Asked
) -> tuple[tuple[Remark, ...], str]:
    """What may hurt in these words of `user`, or is missing in them; and the zone of their clock.
    Nothing where the team does not want drafts to be read."""
    people = await deps.directory.people(team, [user, incident.owner])
    zone = person(people, user).zone
    settings = (await deps.directory.settings(team)).language
    if not asked.words or not coach.reads_drafts(settings):
        return (), zone
    names = (each.name for each in people.values())
    around = coach.circle(incident, person(people, user).name, names)
    house = coach.house(settings, await deps.coachbook.exceptions(team))
    # Beside the event loop, which has others to answer.
    if asked.part:
        work = asyncio.to_thread(reviewing.of_part, asked.words, around, house)
    elif asked.step:
        work = asyncio.to_thread(reviewing.of_step, asked.words, asked.step, around, house)
    else:
        work = asyncio.to_thread(reviewing.of_update, asked.words, incident, around, house)
    return await work, zone


def _said(moment: datetime | None, now: datetime, zone: str) -> str:
    return spoken_time(local(moment, zone), local(now, zone).date()) if moment else ""


def _keys(found: Sequence[Remark], words: str) -> list[str]:
    gists = (reviewing.gist(remark, words).encode() for remark in found)
    return [hashlib.sha256(gist).hexdigest()[:KEY_LENGTH] for gist in gists]


def _split(shown: str) -> list[str]:
    return [shown[at : at + KEY_LENGTH] for at in range(0, len(shown), KEY_LENGTH)]
