"""A story whose messages stand in Slack, and anyone who does anything in it."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from random import Random

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
    MessageRef,
    MoveHome,
    MoveStep,
    OfferMakeUp,
    RecordArtefact,
    ReopenIncident,
    StopChase,
    TakeBack,
)
from bot.customer_commands import CorrectContact, TakeOffCustomer, TellCustomers
from bot.effects import Show, prompt_slot
from bot.forms import NOT_ASKED
from bot.incident import NoticedBy, Severity
from bot.ledger_commands import (
    AddActions,
    BreakPromise,
    CorrectAction,
    CorrectPromise,
    DropAction,
    FinishAction,
    KeepPromise,
    MakePromise,
    NewAction,
    ReleasePromise,
    ReopenAction,
    ReopenPromise,
)
from bot.make_up import MakeUpState
from bot.money import Money
from bot.own_playbooks import read as playbook
from bot.people import Person
from bot.playbook import FULL, Gesture, Rhythm
from bot.playbooks import PLAYBOOKS
from bot.ports import ParcelKind, Scene
from bot.settings import Settings
from handlers import ids
from handlers.views.render import render
from handlers.views.shapes import Message
from tests.bot.story import ANA, BEN, CHANNEL, FORMS, LEA, Story, people
from tests.handlers.cases import a_parcel, recorded

ADMIN = "U_ADMIN"
LIMIT = Money(Decimal(100), "EUR")
STEPS = "Listen\nSay it was us [own it]\nMake it up [make-up]"
OWN = (
    playbook("own_1", f"At the counter\n{STEPS}\nKeep them posted [keep posted]\nAgree [actions]"),
    playbook(
        "own_2", f"On the phone\n{STEPS}\nLook back [debrief]\nAsk how it was [after closing]"
    ),
    playbook("own_3", "By post\nPut it right\nKeep them posted [keep posted]"),
)
BOOKS = (*PLAYBOOKS, *(book.key for book in OWN))
WHO = (ANA, BEN, LEA, ADMIN)
BY_ARTEFACT = {
    **{step.artefact: FORMS[step.id] for step in FULL.steps if step.id in FORMS},
    "first_apology": FORMS["own_it"],
    "check_back": recorded("check_back", "They stayed"),
}


class Desk:
    """A story, and which of its messages stand in Slack. What a command changes of them is to be
    shown afresh."""

    def __init__(self, story: Story) -> None:
        self.story = story
        self.posted = self.shown()

    def does(self, command: Command) -> None:
        before = self.read()
        self.story.does(command)
        if isinstance(command, MoveHome) and command.to_dm and self.story.outcome.changed:
            before = {}  # another place, where nothing stands yet
        shown, now = self.shown(), self.read()
        assert not {slot for slot, said in before.items() if said != now[slot]} - shown
        self.posted = before.keys() | shown

    def shown(self) -> set[str]:
        return {each.slot for each in self.story.outcome.effects if isinstance(each, Show)}

    def asks_for(self) -> list[str]:
        """The steps of the line whose prompts can be pressed, though nobody has taken them."""
        incident, said = self.story.incident, self.read()
        waits = incident.making_up.of_step
        return [
            step.id
            for step in incident.playbook.line
            if step.rhythm is not Rhythm.DEBRIEF
            and not incident.state(step.id).taken_by
            and not waits(step.id, MakeUpState.ASKED, MakeUpState.APPROVED)
            and ids.STEP_SKIP in str(said.get(prompt_slot(step.id)))
        ]

    def read(self) -> Mapping[str, Message | None]:
        scene = Scene(self.story.settings, self.story.people, self.story.incident)
        at = MessageRef(CHANNEL, "1.0")
        return {
            slot: render(a_parcel(ParcelKind.SLOT, slot, posted=at), scene, command="/mistake")
            for slot in self.posted
        }


def a_desk(follows: str = "full") -> Desk:
    team = Settings(lead=LEA, currency="EUR", make_up_limit=LIMIT, own_playbooks=OWN)
    known = {**people({BEN: "Asia/Kolkata"}), ADMIN: Person(ADMIN, is_admin=True)}
    story = Story(settings=team, known=known, customers=("ACME", "Bolt"), playbook=follows)
    return Desk(story)


class Anyone:
    """Somebody who does something, whatever comes to mind."""

    def __init__(self, chance: Random, desk: Desk) -> None:
        self.any, self.desk, self.story = chance.choice, desk, desk.story
        self.incident = self.story.incident
        self.me = self.any(WHO)
        self.step = self.any([step.id for step in self.incident.playbook.steps])
        self.names = tuple(each.name for each in self.incident.customers if self.any((True, False)))
        self.due = self.story.now + timedelta(minutes=self.any((-5, 10, 600, 5000)))
        self.key = self.any("12")

    def moves(self) -> Command:
        reason = self.any(("", "No need"))
        return MoveStep(self.me, self.step, self.any(list(Gesture)), reason, not reason)

    def does_what_is_next(self) -> Command:
        self.step = self.incident.current.id if self.incident.current else self.step
        return self.fills_in() if self.any((True, False)) else self.moves()

    def fills_in(self) -> Command:
        step = self.incident.playbook.step(self.step)
        values = BY_ARTEFACT.get(step.artefact, {}) if step else {}
        if "told_at" in values:
            values = {**values, "told_at": self.story.now.isoformat()}
        if "asked" in values:
            values = self.any((values, NOT_ASKED))
        return RecordArtefact(self.me, self.step, values, self.names)

    def says_why(self) -> Command:
        return GiveSkipReason(self.me, self.step, "No need")

    def takes_back(self) -> Command:
        return TakeBack(self.me, self.step, self.any((Gesture.DONE, Gesture.TAKE, Gesture.SKIP)))

    def tells(self) -> Command:
        return TellCustomers(self.me, "At it", customers=self.names, next_update_at=self.due)

    def marks(self) -> Command:
        return MarkMessage(self.me, MessageRef(CHANNEL, "5.0"), BEN, as_words=True)

    def corrects_contact(self) -> Command:
        name = self.any(("ACME", "Bolt"))
        return CorrectContact(self.me, name, f"{name}s", self.me, next_at=self.due)

    def takes_off(self) -> Command:
        return TakeOffCustomer(self.me, self.any(("ACME", "Bolt")), told_too=True)

    def adds_details(self) -> Command:
        return AddDetails(
            self.me,
            self.any((self.incident.title, "Other words", "long " * 60)),
            self.any(list(Severity)),
            self.any(list(NoticedBy)),
            self.any((("ACME",), ("ACME", "Crane"))),
            self.any((None, self.story.now)),
            self.any(("", "Much")),
            self.any((None, None, *BOOKS)),
        )

    def hands_over(self) -> Command:
        owed = self.any(("", *self.incident.chases))
        return HandOver(self.me, self.any(WHO), self.any(("", self.step)), owed)

    def closes(self) -> Command:
        return CloseIncident(self.incident.owner, self.any(("", "It is over")))

    def opens_again(self) -> Command:
        return ReopenIncident(self.me)

    def stops(self) -> Command:
        return StopChase(self.me, self.any(("", *self.incident.chases)))

    def is_at_home(self) -> Command:
        if not self.incident.home.trouble:
            return HomeTrouble("is_archived")
        return MoveHome(self.me, self.any((True, False)))

    def deletes(self) -> Command:
        return MessageGone(self.any(sorted(self.desk.posted)))

    def waits(self) -> Command:
        return CheckChases()

    def promises(self) -> Command:
        return MakePromise(self.me, "Refund", self.due, self.any(WHO), self.names)

    def corrects_promise(self) -> Command:
        return CorrectPromise(self.me, self.key, "Call", self.due, self.any(WHO), self.names)

    def settles_promise(self) -> Command:
        if self.any((True, False)):
            return ReleasePromise(self.me, self.key, "They found it")
        return self.any((KeepPromise, BreakPromise, ReopenPromise))(self.me, self.key)

    def agrees(self) -> Command:
        new = NewAction("Scan twice", self.any(WHO), self.due.date() + timedelta(days=3))
        return self.any((AddActions(self.me, (new,)), CorrectAction(self.me, self.key, new)))

    def settles_action(self) -> Command:
        if self.any((True, False)):
            return DropAction(self.me, self.key, "No need")
        return self.any((FinishAction, ReopenAction))(self.me, self.key)

    def offers(self) -> Command:
        steps = [each.id for each in self.incident.playbook.steps if each.artefact == "make_up"]
        values = {"offer": "Dinner", "worth": self.any(("40", "90", "150"))}
        values |= self.any(({}, {"valued": "300"}, {"valued": "500", "leaving": "1000"}))
        return OfferMakeUp(self.me, values, self.any(("", *steps)), self.any((0, 0, 1, 2)))

    def decides(self) -> Command:
        number = self.any((1, 2, 3))
        return self.any(
            (
                DecideMakeUp(self.me, number, approve=True),
                DecideMakeUp(self.me, number, reason="Rather not"),
                DecideMakeUp(self.me, number, up_to=self.any(("120", "500"))),
            )
        )


DEEDS: tuple[Callable[[Anyone], Command], ...] = (
    *(deed for name, deed in vars(Anyone).items() if not name.startswith("_")),
    *[Anyone.does_what_is_next] * 4,
    *[Anyone.offers] * 2,
)


def something_else(chance: Random, story: Story) -> None:
    """What is no command: the team changes, or its people."""
    user = chance.choice(WHO)
    match chance.choice(("lead", "leaves", "back", "travels")):
        case "lead":
            story.changed(lead=chance.choice((LEA, BEN, None)))
        case "leaves":
            story.leaves(user)
        case "back":
            story.people[user] = replace(story.people[user], active=True)
        case _:
            story.people[user] = replace(story.people[user], zone="Australia/Sydney")
