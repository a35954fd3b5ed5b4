"""Forms that were sent: each becomes one command. Faults are said beside the field, and the form
stays open with the person's words in it."""

import contextlib
from collections.abc import Awaitable, Callable, Mapping

from slack_bolt.context.ack.async_ack import AsyncAck

from bot.commands import DetailsChanged
from bot.ports import UnknownIncident
from bot.settings import SettingsChanged
from bot.wording import modals as words
from handlers import (
    contacts,
    debrief,
    form_values,
    ids,
    ids_contacts,
    ids_home,
    ids_learning,
    ids_reminders,
    modals_digest,
    modals_incident,
    modals_language,
    modals_ledger,
    modals_make_up,
    modals_playbooks,
    modals_reminders,
    modals_settings,
    modals_steps,
    modals_tell,
)
from handlers.about import it_is_about
from handlers.deps import Deps
from handlers.form_values import Submission
from handlers.payload import Payload
from handlers.replies import Reply, done, mend_all
from handlers.sent_before import SentBefore, given_back

TAKEN_AGAIN = 4  # a form about the settings or the details, while others keep saving them

Taker = Callable[[Deps, Submission], Awaitable[Reply]]

SUBMISSIONS: Mapping[str, Taker] = {
    ids.MODAL_OPENING: modals_incident.opening,
    ids.MODAL_DETAILS: modals_incident.details,
    ids.MODAL_HAND_OVER: modals_incident.hand_over,
    ids.MODAL_CLOSE: modals_incident.close,
    ids.MODAL_ENTRY: modals_incident.entry,
    ids.MODAL_TELL: modals_tell.tell,
    ids.MODAL_ARTEFACT: modals_steps.artefact,
    ids.MODAL_SKIP: modals_steps.skip,
    ids.MODAL_SETTINGS: modals_settings.settings,
    ids.MODAL_PLAYBOOKS: modals_playbooks.playbooks,
    ids.MODAL_MAKE_UP: modals_make_up.make_up,
    ids.MODAL_DECLINE: modals_make_up.decline,
    ids.MODAL_AMOUNT: modals_make_up.amount,
    ids.MODAL_MAKE_UPS: modals_make_up.settings,
    ids_home.MODAL_DIGEST: modals_digest.keep_digest,
    ids_reminders.MODAL_REMINDERS: modals_reminders.keep_reminders,
    ids.MODAL_LANGUAGE: modals_language.keep_language,
    ids.MODAL_PHRASES: modals_language.keep_phrases,
    ids.MODAL_PROMISE: modals_ledger.promise,
    ids.MODAL_ACTION: modals_ledger.action,
    ids.MODAL_RELEASE: modals_ledger.release,
    ids_learning.MODAL_ANSWER: debrief.answer,
    ids_contacts.MODAL_CONTACT: contacts.correct,
}


async def on_submission(ack: AsyncAck, body: Payload, *, deps: Deps) -> None:
    """A form was sent. The ack closes it, or says at which field something is to be mended."""
    sent = form_values.submission(body, deps.team)
    it_is_about(sent.meta.number or None)
    handle = SUBMISSIONS.get(sent.callback)
    reply = done()
    if handle and sent.user:
        try:
            reply = await _taken(deps, sent, handle)
        except UnknownIncident:
            reply = mend_all(sent, words.gone_fault(sent.meta.number))
        except SentBefore:
            reply = given_back(sent)
    await ack(**reply)


async def _taken(deps: Deps, sent: Submission, handle: Taker) -> Reply:
    """Where somebody saves the same in the same moment, it is taken with what that says now. A
    form of which something came already is not even looked at again. Raises SentBefore."""
    if sent.key and await deps.desk.dealt_with(sent.team, sent.key):
        raise SentBefore
    for _ in range(TAKEN_AGAIN):
        with contextlib.suppress(SettingsChanged, DetailsChanged):
            return await handle(deps, sent)
    return await handle(deps, sent)
