"""Any order of offers and decisions: nothing above the limit is offered without somebody's yes."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.commands import DecideMakeUp, OfferMakeUp
from bot.incident import Incident
from bot.make_up import MakeUpState
from bot.playbook import Gesture, StepStatus
from tests.bot.making_up import ADMIN, STEP, at_the_step
from tests.bot.story import ANA, BEN, LEA, Story

WHO = st.sampled_from([ANA, BEN, LEA, ADMIN])
WORTH = st.sampled_from(["1", "40", "60", "100", "101", "250", "lots", "-3", "5 USD"])
NUMBER = st.integers(0, 4)
DEEDS = st.one_of(
    st.tuples(st.just("offer"), WHO, WORTH, st.sampled_from([STEP, ""]), NUMBER),
    st.tuples(st.just("decide"), WHO, NUMBER, st.sampled_from(["yes", "no", "120", "lots"])),
    st.tuples(st.just("step"), WHO, st.sampled_from(Gesture)),
    st.tuples(st.just("time"), st.integers(1, 600)),
)


def act(story: Story, deed: tuple[object, ...]) -> None:
    match deed:
        case ("offer", str(who), str(worth), str(step), int(number)):
            values = {"offer": "Dinner", "worth": worth}
            story.by(who).does(OfferMakeUp(who, values, step, number))
        case ("decide", str(who), int(number), "yes"):
            story.by(who).does(DecideMakeUp(who, number, approve=True))
        case ("decide", str(who), int(number), "no"):
            story.by(who).does(DecideMakeUp(who, number, reason="Rather not"))
        case ("decide", str(who), int(number), str(amount)):
            story.by(who).does(DecideMakeUp(who, number, up_to=amount))
        case ("step", str(who), Gesture.SKIP):
            story.by(who).skip(STEP, "They want nothing")
        case ("step", str(who), Gesture.TAKE):
            story.by(who).take(STEP)
        case ("step", str(who), Gesture.DONE):
            story.by(who).done(STEP)
        case ("step", str(who), Gesture.REOPEN):
            story.by(who).reopen_step(STEP)
        case ("time", int(minutes)):
            story.at(minutes=(story.now - story.start).total_seconds() / 60 + minutes).sweep()


def check(incident: Incident) -> None:
    making = incident.making_up
    assert [each.number for each in making.offers] == list(range(1, len(making.offers) + 1))
    most = making.allowed.amount if making.allowed else Decimal(100)
    free = sum(each.worth.amount for each in making.offered if not each.decided_by)
    assert free <= max(most, Decimal(120), Decimal(100))
    if not making.allowed:
        assert free <= 100
    for each in making.offers:
        assert each.by != each.decided_by
        assert (each.state in (MakeUpState.APPROVED, MakeUpState.DECLINED)) <= bool(each.decided_by)
        waits = each.state is MakeUpState.ASKED
        wanted = waits and not (each.step and incident.settled(each.step))
        assert (each.approval in incident.chases) is wanted
    if incident.state(STEP).status is StepStatus.DONE:
        assert making.of_step(STEP, MakeUpState.OFFERED)


@pytest.mark.principle("P13")
@given(st.lists(DEEDS, max_size=14))
def test_nothing_above_the_limit_without_a_yes(deeds: list[tuple[object, ...]]) -> None:
    story = at_the_step()
    for deed in deeds:
        act(story, deed)
        check(story.incident)
