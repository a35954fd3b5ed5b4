"""**Update the customer** was sent: first its words are reviewed, then it is noted."""

from datetime import datetime

from bot import chasing, rhythm
from bot.customer_commands import TellCustomers
from bot.forms import WAYS
from bot.incident import Incident
from bot.text import has_words
from bot.wording import faults, first
from bot.wording import modals as words
from bot.wording.drafts import GAP
from handlers import choosing, ids, ids_contacts, offers
from handlers.deps import Deps
from handlers.form_values import Submission
from handlers.modals_incident import act, incident_of
from handlers.people import meet
from handlers.replies import Reply, done, mend, mend_all, show
from handlers.reviewing import Asked, review
from handlers.views import forms
from handlers.views.form_tell import Telling


async def tell(deps: Deps, sent: Submission) -> Reply:
    """Faults come first, then remarks on the words, each shown once; nothing is noted before.
    Afterwards a promise in the words is offered to be tracked."""
    incident = await incident_of(deps, sent)
    if not incident.is_open:
        return mend_all(sent, words.closed_fault(incident.number))
    given = _given(sent)
    found = choosing.faults(sent, incident) | _faults(deps, incident, given)
    if found:
        return mend(found)
    context = await deps.context(sent.team, sent.user, incident.owner)
    next_word = given.next_update_at
    if next_word is None and rhythm.running(incident):
        next_word = chasing.next_update(incident, context.now, context)
    reviewed = await review(deps, sent, incident, Asked(given.words, None, next_word))
    if reviewed:
        said, meta = reviewed
        return show(forms.tell(meta, incident, given, reviewed=said))
    names, new = choosing.chosen(sent, incident)
    command = TellCustomers(
        by=sent.user,
        words=given.words,
        way=given.way if given.way in WAYS else "",
        customers=names,
        at=given.at,
        next_update_at=given.next_update_at,
        new=new,
        told_by=given.told_by or None,
    )
    outcome = await act(deps, sent, command)
    if outcome and outcome.changed:
        meet(deps, sent.team, given.told_by or sent.user)
        spoken = offers.Spoken(given.words, given.told_by or sent.user, (*names, *new), next_word)
        deps.tasks.spawn(offers.offer_spoken(deps, sent, spoken), "offer")
    return done()


def _given(sent: Submission) -> Telling:
    return Telling(
        words=sent.line(ids.WORDS),
        way=sent.choice(ids.WAY),
        customers=sent.choices(ids.CUSTOMERS),
        everyone=ids_contacts.EVERYONE_YES in sent.choices(ids_contacts.EVERYONE),
        new=sent.names(ids_contacts.NEW_CUSTOMERS),
        told_by=sent.person(ids_contacts.TOLD_BY),
        at=sent.moment(ids.TOLD_AT),
        next_update_at=sent.moment(ids.NEXT_UPDATE_AT),
    )


def _faults(deps: Deps, incident: Incident, given: Telling) -> dict[str, str]:
    now: datetime = deps.clock()
    found = {}
    if not has_words(given.words):
        found[ids.WORDS] = faults.words_needed()
    elif GAP.search(given.words):
        found[ids.WORDS] = faults.gap_left()
    if given.at and given.at > now:
        found[ids.TOLD_AT] = faults.in_the_future()
    elif given.at and (early := first.told_when(incident, given.at)):
        found[ids.TOLD_AT] = early
    wrong = faults.next_word(given.next_update_at, now)
    if wrong:
        found[ids.NEXT_UPDATE_AT] = wrong
    return found
