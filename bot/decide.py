"""One door into the core: an incident and a command in, a decision out."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from bot import (
    actions,
    approvals,
    closing,
    contacts,
    customers,
    debrief,
    make_ups,
    opening,
    promises,
    recording,
    reminders,
    steps,
    taking_back,
    taking_off,
)
from bot.commands import (
    AddDetails,
    CheckChases,
    CloseIncident,
    Command,
    DecideMakeUp,
    GiveSkipReason,
    HandOver,
    HomeTrouble,
    MarkMessage,
    MessageGone,
    MoveHome,
    MoveStep,
    OfferMakeUp,
    RecordArtefact,
    ReopenIncident,
    SnoozeChase,
    StopChase,
    TakeBack,
    TroubleUnheard,
    UnmarkMessage,
    Unreached,
)
from bot.context import Context
from bot.customer_commands import CorrectContact, TakeOffCustomer, TellCustomers
from bot.effects import Outcome
from bot.incident import Incident
from bot.moved import with_new_dates

DECISIONS: Mapping[type, Callable[[Incident, Any, Context], Outcome]] = MappingProxyType(
    {
        AddDetails: opening.add_details,
        MoveStep: steps.move,
        TakeBack: taking_back.take_back,
        RecordArtefact: recording.record,
        OfferMakeUp: make_ups.offer,
        DecideMakeUp: approvals.decide,
        GiveSkipReason: steps.give_reason,
        TellCustomers: customers.tell,
        CorrectContact: contacts.correct,
        TakeOffCustomer: taking_off.take_off,
        MarkMessage: customers.mark,
        UnmarkMessage: customers.unmark,
        HandOver: closing.hand_over,
        CloseIncident: closing.close,
        ReopenIncident: closing.reopen,
        HomeTrouble: closing.home_trouble,
        TroubleUnheard: closing.trouble_unheard,
        MoveHome: closing.move_home,
        MessageGone: closing.message_gone,
        CheckChases: reminders.check,
        SnoozeChase: reminders.snooze,
        StopChase: reminders.stop,
        Unreached: reminders.unreached,
        **promises.DECISIONS,
        **actions.DECISIONS,
    }
)


def decide(incident: Incident, command: Command, context: Context) -> Outcome:
    """What happens to `incident` because of `command` at `context.now` (UTC).

    Pure. Opening has no incident yet: see `bot.opening.open_incident`. Raises KeyError for it.
    """
    outcome = DECISIONS[type(command)](incident, command, context)
    return with_new_dates(incident, debrief.also(incident, outcome, context))
