"""**Hand over** and **Close #12**."""

from bot.incident import Incident
from bot.playbook import Step
from bot.wording import modals as words
from handlers import ids
from handlers.ids import Meta
from handlers.views import inputs
from handlers.views.shapes import View, paragraphs, section


def hand_over(meta: Meta, incident: Incident, step: Step | None = None) -> View:
    """Who is the owner from here; or who has `step`."""
    if step is None:
        about, asked, hint = words.about(incident), words.TO, words.TO_HINT
    else:
        about = words.about_step(incident, step.said)
        asked, hint = words.TO_STEP, words.TO_STEP_HINT
    blocks = [section(about), inputs.person(ids.TO, asked, hint=hint)]
    return inputs.modal(
        ids.MODAL_HAND_OVER,
        meta,
        words.HAND_OVER,
        blocks,
        submit=words.HAND_OVER,
        close=words.CANCEL,
    )


def hand_over_owed(meta: Meta, incident: Incident, name: str) -> View:
    """Who has one promise or action from here; `name` is finished mrkdwn."""
    blocks = [
        section(words.about_owed(incident, name)),
        inputs.person(ids.TO, words.TO_OWED, hint=words.TO_STEP_HINT),
    ]
    return inputs.modal(
        ids.MODAL_HAND_OVER,
        meta,
        words.HAND_OVER,
        blocks,
        submit=words.HAND_OVER,
        close=words.CANCEL,
    )


def close(
    meta: Meta,
    incident: Incident,
    *,
    missing: tuple[str, ...],
    may_close_anyway: bool,
    lead: str | None,
) -> View:
    """A short confirmation, or what is missing (finished sentences), and who may close anyway."""
    title, about = words.close_title(incident.number), section(words.about(incident))
    if not missing:
        blocks = [about, section(words.close_ready())]
        submit = words.CLOSE_IT
    elif may_close_anyway:
        blocks = [
            about,
            *paragraphs(words.close_missing(missing)),
            section(words.close_anyway_yours()),
            inputs.words(ids.REASON, words.CLOSE_REASON, hint=words.CLOSE_REASON_HINT),
        ]
        submit = words.CLOSE_ANYWAY
    else:
        said = words.close_anyway_theirs(incident.owner, lead)
        blocks = [about, *paragraphs(words.close_missing(missing)), section(said)]
        return inputs.modal(ids.MODAL_CLOSE, meta, title, blocks, close=words.BACK)
    return inputs.modal(ids.MODAL_CLOSE, meta, title, blocks, submit=submit, close=words.BACK)
