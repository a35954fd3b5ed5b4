"""Reminders, by direct message and in the thread, looked at again at the moment they are sent."""

from dataclasses import replace

from bot.chasing import CHECK_BACK, CLOSING, DEBRIEF, UPDATE, step_of_key
from bot.closing import missing
from bot.forms import NOT_ASKED
from bot.incident import Chase, ChaseState, Incident, Rung, StepState
from bot.ledger import Action, Promise
from bot.make_up import number_of
from bot.owing import NEW_OWNER, action_of, promise_of
from bot.people import person
from bot.playbook import StepStatus
from bot.ports import ChaseItem, Scene
from bot.prompting import comes_after
from bot.rhythm import next_in_turn
from bot.settings import Settings
from bot.wording import ladders
from bot.wording import ledger_reminders as ledger_words
from bot.wording import make_ups as make_up_words
from bot.wording import reminders as words
from bot.wording.owed import owed_name
from bot.wording.terms import customers, linked, title
from handlers import ids
from handlers.addresses import thread_address
from handlers.views import make_up
from handlers.views import reminder_buttons as beside
from handlers.views.shapes import (
    Block,
    Message,
    actions,
    button,
    context,
    fullest,
    message,
    section,
)
from handlers.views.standing import Standing, standing

ITEM_LIMIT = 20  # ours: two blocks each, and 50 a message (Slack: "Blocks")
QUIET_LIMIT = 6
KINDS = {
    UPDATE: ladders.Kind.UPDATE,
    DEBRIEF: ladders.Kind.DEBRIEF,
    CLOSING: ladders.Kind.CLOSING,
    CHECK_BACK: ladders.Kind.CHECK_BACK,
}

Item = tuple[Incident, ChaseItem, Chase | None]


def direct(
    scene: Scene, reader: str, *, posted: bool, command: str, workspace_url: str = ""
) -> Message | None:
    """The reminder to `reader`; None where nothing is left to say and nothing was said yet. With
    the address of the workspace, titles lead to their threads."""
    sorted_out = [(each, standing(each[1], each[2], reader, scene)) for each in scene.items]
    owed = [each for each, stands in sorted_out if stands is Standing.OWED]
    over = [(each, stands) for each, stands in sorted_out if stands is not Standing.OWED]
    settled = over[:QUIET_LIMIT] if posted else []
    quiet = [context(_line(each, stands, workspace_url)) for each, stands in settled]

    def told(most: int) -> list[Block]:
        return [*_owed(owed, most, scene, reader, command, workspace_url), *quiet]

    blocks = fullest(told, range(ITEM_LIMIT, 0, -1))
    return message(_fallback(owed), blocks) if blocks else None


def _owed(
    owed: list[Item], most: int, scene: Scene, reader: str, command: str, workspace_url: str
) -> list[Block]:
    """The first `most` of what is owed, and how much more there is."""
    blocks = []
    if len(owed) > 1:
        blocks.append(section(words.several()))
    for incident, item, chase in owed[:most]:
        gone = chase is not None and not person(scene.people, chase.who).active
        if item.key == NEW_OWNER:
            facts = _facts(incident, item, chase, workspace_url)
            blocks += _new_owner(incident, item, facts, lead=reader == scene.settings.lead)
            continue
        settings = scene.settings
        blocks += _item(incident, item, chase, reader, settings, workspace_url, gone=gone)
    if len(owed) > most:
        blocks.append(context(words.more(len(owed) - most, command)))
    return blocks


def _fallback(owed: list[Item]) -> str:
    if not owed:
        return words.settled_fallback()
    if len(owed) > 1:
        return words.several_fallback(len(owed))
    incident, item, chase = owed[0]
    return words.one_fallback(_facts(incident, item, chase).step, title(incident, 200))


def _item(
    incident: Incident,
    item: ChaseItem,
    chase: Chase | None,
    reader: str,
    settings: Settings,
    workspace_url: str,
    *,
    gone: bool,
) -> list[Block]:
    """`gone`: the account of whoever has it is not active any more."""
    facts = _facts(incident, item, chase, workspace_url)
    entry = _entry(incident, item.key)
    row: list[Block] = []
    made = incident.making_up.find(number_of(item.key) or 0)
    if made and reader == facts.who:
        address = thread_address(workspace_url, incident)
        decides = reader != made.by
        text, row = make_up.reminded(incident, made, item.rung, address, settings, decides=decides)
    elif gone:
        text = words.nobody_there(facts, word=item.key == UPDATE)
    elif chase and chase.state is ChaseState.UNREACHED and reader != facts.who:
        text = words.not_reached(facts, word=item.key == UPDATE)
    else:
        text = _said(incident, item, item.rung, facts)
    value = ids.value(incident.number, item.key)
    snooze = beside.snooze(incident, item)
    if made:
        return [section(text), actions(*row, snooze)]
    return [
        section(text),
        actions(
            button(beside.deed(item), ids.CHASE_DONE, value, style="primary"),
            snooze,
            button(words.HAND_OVER, ids.CHASE_HAND_OVER, value),
            *beside.more(incident, entry, item.rung),
            beside.stop(value),
        ),
    ]


def _new_owner(
    incident: Incident, item: ChaseItem, facts: ladders.Facts, *, lead: bool
) -> list[Block]:
    value = ids.value(incident.number, item.key)
    return [
        section(words.new_owner(facts, incident.owner, lead=lead)),
        actions(
            button(words.HAND_OVER, ids.CHASE_HAND_OVER, value, style="primary"),
            beside.snooze(incident, item),
            beside.stop(value),
        ),
    ]


def _entry(incident: Incident, key: str) -> Promise | Action | None:
    return promise_of(key, incident) or action_of(key, incident)


def _said(incident: Incident, item: ChaseItem, rung: Rung, facts: ladders.Facts) -> str:
    if promise_of(item.key, incident):
        return ledger_words.PROMISE[rung](facts)
    if action_of(item.key, incident):
        return ledger_words.ACTION[rung](facts)
    return ladders.reminder(KINDS.get(item.key, ladders.Kind.STEP), rung, facts)


def _facts(
    incident: Incident, item: ChaseItem, chase: Chase | None, workspace_url: str = ""
) -> ladders.Facts:
    step = step_of_key(item.key, incident)
    return ladders.Facts(
        title=linked(incident, thread_address(workspace_url, incident), 200),
        customers=_whom(incident, item.key, "the customer"),
        customers_first=_whom(incident, item.key, "The customer"),
        step=owed_name(item.key, incident),
        done_when=step.looks if step else "",
        who=chase.who if chase else incident.owner,
        due=chase.due if chase else item.since,
        missing=" ".join(missing(incident)) if item.key == CLOSING else "",
    )


def _whom(incident: Incident, key: str, nobody: str) -> str:
    """The customers it is about: all of the incident's, or those a promise was made to, or who
    are to hear from us next."""
    promise = promise_of(key, incident)
    if promise and promise.customers:
        named = tuple(each for each in incident.customers if each.name in promise.customers)
        return customers(replace(incident, customers=named), nobody=nobody)
    if key == UPDATE:
        return customers(replace(incident, customers=next_in_turn(incident)), nobody=nobody)
    return customers(incident, nobody=nobody)


def _line(item: Item, stands: Standing, workspace_url: str = "") -> str:
    incident, chased, chase = item
    facts = _facts(incident, chased, chase, workspace_url)
    entry = _entry(incident, chased.key)
    made = incident.making_up.find(number_of(chased.key) or 0)
    if made and stands is Standing.DONE:
        return make_up_words.ended(made, facts.title, anew=chase is not None)
    if entry and not entry.is_open:
        return ledger_words.ended(entry.state, facts)
    if entry and stands in (Standing.DONE, Standing.MOVED):
        return ledger_words.agreed_anew(facts)
    match stands:
        case Standing.SNOOZED if chase and chase.next_at:
            return words.snoozed(facts, chase.next_at)
        case Standing.STOPPED:
            return words.stopped(facts)
        case Standing.MOVED:
            return words.moved(facts)
        case Standing.REPEATED:
            return words.repeated(facts)
        case _:
            return _no_more(incident, chased, chase, facts)


def _no_more(incident: Incident, item: ChaseItem, chase: Chase | None, facts: ladders.Facts) -> str:
    """What was done about it. That nobody asked the customer is not done, nor is a step that waits
    for another: an earlier one was opened again."""
    step = step_of_key(item.key, incident)
    state = incident.state(step.id) if step and item.key == CHECK_BACK else StepState()
    if step and chase is None and comes_after(incident, step):
        return words.waits(facts)
    if state.artefact == NOT_ASKED and chase:
        return words.not_asked_yet(facts)
    if state.artefact == NOT_ASKED and state.status is StepStatus.DONE:
        return words.let_go(facts)
    return words.done(facts)


def thread(scene: Scene, *, posted: bool) -> Message | None:
    """The last rung, in the thread; None where nothing is left to say and nothing was said yet."""
    blocks: list[Block] = []
    fallback = words.settled_fallback()
    for each in scene.items:
        incident, item, chase = each
        stands = standing(item, chase, None, scene)
        if stands is Standing.OWED:
            made = incident.making_up.find(number_of(item.key) or 0)
            if made:
                text = make_up_words.to_thread(made, scene.settings.lead)
                blocks += [section(text), actions(*make_up.deciding(incident, made))]
            else:
                facts = _facts(incident, item, chase)
                text = _said(incident, item, Rung.THREAD, facts)
                row = [beside.deed_here(incident, item)]
                if not person(scene.people, facts.who).active:
                    text = f"{text}\n{words.nobody_has_it(facts)}"
                    value = ids.value(incident.number, item.key)
                    row.append(button(words.HAND_OVER, ids.CHASE_HAND_OVER, value))
                blocks += [section(text), actions(*row)]
            fallback = text
        elif posted:
            blocks.append(context(_line(each, stands)))
    return message(fallback, blocks) if blocks else None
