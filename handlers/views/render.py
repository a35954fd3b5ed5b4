"""A row of the outbox and the scene around it in, a message out."""

from bot.effects import CARD, LEARNINGS, PREVENTION, STORY, promise_in, step_of
from bot.incident import Incident
from bot.learned import Learned
from bot.make_up import number_of
from bot.playbook import Step
from bot.ports import Parcel, ParcelKind, Scene
from handlers.views import (
    card,
    debrief,
    hello,
    make_up,
    postroom,
    prevention,
    promise,
    prompt,
    reminder,
    similar,
)
from handlers.views.shapes import Message, message, paragraphs


def render(
    parcel: Parcel, scene: Scene, *, command: str, workspace_url: str = ""
) -> Message | None:
    """What the message says now; None where nothing is left to say.

    `command` is the slash command as the workspace has it, `workspace_url` the workspace's address
    ("" where it is unknown).
    """
    posted = parcel.posted is not None
    match parcel.kind:
        case ParcelKind.SLOT:
            return _slot(parcel, scene)
        case ParcelKind.NOTE | ParcelKind.DIGEST:
            text = str(parcel.payload.get("text", ""))
            return message(text, paragraphs(text)) if text.strip() else None
        case ParcelKind.REMINDER:
            return reminder.direct(
                scene, parcel.target, posted=posted, command=command, workspace_url=workspace_url
            )
        case ParcelKind.THREAD_REMINDER:
            return reminder.thread(scene, posted=posted)
        case ParcelKind.TROUBLE:
            return hello.trouble(scene.incident, posted=posted) if scene.incident else None
        case ParcelKind.WELCOME:
            return hello.welcome(command)
        case ParcelKind.REPEAT | ParcelKind.QUESTION:
            return _learning(parcel, scene, workspace_url)
        case ParcelKind.UNDELIVERED:
            return postroom.undelivered(parcel, scene)
        case ParcelKind.LACKING:
            return postroom.lacking(parcel)
        case ParcelKind.REVIEW:
            return postroom.review(parcel, scene)
        case ParcelKind.FETCH_WORDS | ParcelKind.MARK:
            return None


def _learning(parcel: Parcel, scene: Scene, workspace_url: str) -> Message | None:
    incident, learned = scene.incident, scene.learned or Learned()
    posted = parcel.posted is not None
    if incident is None:
        return None
    if parcel.kind is ParcelKind.QUESTION:
        return debrief.question(incident, learned, posted=posted)
    return similar.repeat(incident, learned.similar, posted=posted, workspace_url=workspace_url)


def _slot(parcel: Parcel, scene: Scene) -> Message | None:
    incident = scene.incident
    if incident is None:
        return None
    if parcel.slot == CARD:
        return card.card(incident)
    if parcel.slot == STORY:
        return card.story(incident) if incident.story else None
    made = incident.making_up.find(number_of(parcel.slot) or 0)
    if made:
        return make_up.make_up(incident, made, scene.settings)
    if parcel.slot == LEARNINGS:
        return debrief.learnings(incident, scene.learned or Learned())
    if parcel.slot == PREVENTION:
        return prevention.prevention(incident) if incident.actions else None
    promised = incident.promises.get(promise_in(parcel.slot) or "")
    if promised:
        return promise.promise(incident, promised)
    step = incident.playbook.step(step_of(parcel.slot) or "")
    if step and not (parcel.posted and _not_asked_for(incident, step)):
        return prompt.prompt(incident, step)
    return prompt.left_behind() if parcel.posted else None


def _not_asked_for(incident: Incident, step: Step) -> bool:
    """Whether its turn has not come: what is posted of it comes from an earlier playbook."""
    return incident.state(step.id).since is None and not incident.settled(step.id)
