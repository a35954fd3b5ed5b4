"""Many incidents as a year brings them: of every kind, by a seed."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from random import Random

from bot.incident import Customer, Home, Incident, NoticedBy, Status, StepState
from bot.ledger import Promise, PromiseState, WordGiven
from bot.make_up import MakeUp, MakeUpState, MakingUp
from bot.money import Money
from bot.own_playbooks import read
from bot.playbook import StepStatus

NOW = datetime(2026, 11, 22, 10, tzinfo=UTC)
ANN, BEN = "U0ANN", "U0BEN"
OWN = read("own_1", "Ours\nSay it was us: They know. [own it]\nTalk it over [debrief]")
_CAUSES = ("not_followed", "not_understood", "not_foreseen", "something_else")


def many(count: int, seed: int, *, team: str = "T1", days: int = 700) -> list[Incident]:
    """So many, opened within that many days before NOW."""
    dice = Random(seed)
    return [_one(number, dice, team, days) for number in range(1, count + 1)]


def _one(number: int, dice: Random, team: str, days: int) -> Incident:
    opened = NOW - timedelta(minutes=dice.randrange(60, days * 24 * 60))
    told = opened + timedelta(minutes=dice.randrange(-30, 600)) if dice.random() < 0.8 else None
    is_open = dice.random() < 0.3
    return Incident(
        id=number,
        team=team,
        number=number,
        title=f"Mistake {number}",
        owner=ANN,
        reporter=BEN,
        opened_at=opened,
        home=Home("C1", "1.1"),
        own_playbook=OWN if dice.random() < 0.1 else None,
        playbook_key=dice.choice(("full", "full", "ownership", "bounce-back", "gone")),
        noticed_by=dice.choice(list(NoticedBy)),
        noticed_at=opened - timedelta(minutes=20) if dice.random() < 0.3 else None,
        customers=tuple(
            Customer(f"Customer {dice.randrange(60)}") for _ in range(dice.randrange(3))
        ),
        first_told_at=told,
        words_given=tuple(
            WordGiven(opened + timedelta(hours=4), opened + timedelta(hours=dice.randrange(1, 9)))
            for _ in range(dice.randrange(4))
        ),
        next_update_at=opened + timedelta(days=dice.randrange(1, 400)) if is_open else None,
        promises={str(key): _promise(str(key), opened, dice) for key in range(dice.randrange(3))},
        making_up=MakingUp(offers=tuple(_offer(key, dice) for key in range(dice.randrange(3)))),
        steps=_steps(opened, dice, is_open=is_open),
        status=Status.OPEN if is_open else Status.CLOSED,
        closed_at=None if is_open else opened + timedelta(days=3),
        private=dice.random() < 0.1,
        drill=dice.random() < 0.05,
    )


def _promise(key: str, opened: datetime, dice: Random) -> Promise:
    due = opened + timedelta(days=dice.randrange(1, 500))
    state = dice.choice(list(PromiseState))
    return Promise(key, "A refund", due, ANN, ANN, opened, opened, state=state)


def _offer(number: int, dice: Random) -> MakeUp:
    worth = Money(Decimal(dice.randrange(1, 9000)) / 100, dice.choice(("EUR", "CHF")))
    state = dice.choice(list(MakeUpState))
    return MakeUp(number + 1, "", "A voucher", worth, ANN, NOW, state)


def _steps(opened: datetime, dice: Random, *, is_open: bool) -> dict[str, StepState]:
    cause, how_often = dice.choice(_CAUSES), dice.choice(("one_off", "systemic"))
    debrief = {"what": "x", "why": "y", "cause": cause, "recurrence": how_often, "learned": "z"}
    asked = {"asked": "no"}
    if dice.random() < 0.7:
        answers = ("yes", "no", "not_known")
        asked = {"asked": "yes", "stay": dice.choice(answers), "recommend": dice.choice(answers)}
    found = {}
    if dice.random() < 0.7:
        for step in ("debrief", "step_2"):
            found[step] = _done(opened, debrief)
    if not is_open:
        found["check_back"] = _done(opened, asked)
    return found


def _done(opened: datetime, artefact: dict[str, str]) -> StepState:
    return StepState(StepStatus.DONE, opened, None, ANN, opened, "", artefact)
