"""**What went wrong?** is sent by two people in one moment, or by one person twice."""

import asyncio

import pytest

from tests.handlers.office import PRIYA, TOM, Office, everything

WRONG, MORE = "The bench came <broken>", "The bench came <broken>, with three legs"


async def begun(office: Office, user: str, words: str = WRONG) -> None:
    """The form, filled in."""
    await office.type(user, "")
    await office.fill(user, what=words)


def thanked(office: Office, user: str) -> list[str]:
    """What they were told about incidents they opened."""
    said = (everything(each.blocks) for each in office.private(user))
    return [each for each in said if "Thank you" in each]


def notice_of(office: Office, user: str) -> str:
    """What stands in the place of their form; empty where it is still there to be sent."""
    form = office.form(user)
    return everything(form.view["blocks"]) if form and not form.view.get("submit") else ""


async def test_two_people_open_one_each(office: Office) -> None:
    """Nobody can know whether it is the same: each keeps what they wrote, and hears which is
    theirs."""
    for user in (PRIYA, TOM):
        await begun(office, user, f"{user} sent the wrong invoice")
    gestures = office.sandbox.gestures
    await asyncio.gather(gestures.submit(PRIYA), gestures.submit(TOM))
    await office.settle()
    opened = {each.reporter: each for each in office.desk.incidents.values()}
    assert sorted(each.number for each in opened.values()) == [1, 2]
    for user, incident in opened.items():
        assert incident.title == f"{user} sent the wrong invoice"
        assert office.form(user) is None
        [said] = thanked(office, user)
        assert f"#{incident.number}" in said


async def test_delivered_twice_it_opens_one(office: Office) -> None:
    await begun(office, PRIYA)
    office.sandbox.delivery.double = 1
    await office.submit(PRIYA)
    assert len(office.desk.incidents) == len(thanked(office, PRIYA)) == 1


@pytest.mark.parametrize("words", [WRONG, MORE])
async def test_sent_again_after_our_answer_was_lost_it_opens_one(
    office: Office, words: str
) -> None:
    """Slack says that there was trouble, and the form is still there."""
    await begun(office, PRIYA)
    office.sandbox.delivery.silent = 1
    await office.submit(PRIYA)
    assert office.title(PRIYA) == "What went wrong?"
    assert len(thanked(office, PRIYA)) == 1
    await office.fill(PRIYA, what=words, expected="By noon", customers="Ada\nBob")
    await office.submit(PRIYA)
    said = notice_of(office, PRIYA)
    assert "By noon" in said
    assert "Ada\nBob" in said
    assert "open already" in said
    assert "*Add details*" in said
    assert words in said
    assert "Keep it private" not in said
    assert [each.title for each in office.desk.incidents.values()] == [WRONG]
    assert len(thanked(office, PRIYA)) == 1


async def test_who_wants_it_private_only_then_hears_that_it_is_not(office: Office) -> None:
    await begun(office, PRIYA)
    office.sandbox.delivery.silent = 1
    await office.submit(PRIYA)
    await office.fill(PRIYA, private=["private"], owner=TOM)
    await office.submit(PRIYA)
    said = notice_of(office, PRIYA)
    assert "if you ticked “Keep it private” only now, close it" in said
    assert "*Hand over*" in said
    assert not office.incident().private


async def test_what_was_not_kept_the_first_time_is_kept_the_second(office: Office) -> None:
    await begun(office, PRIYA)
    office.desk.broken = RuntimeError("no database")
    await office.submit(PRIYA)
    assert office.title(PRIYA) == "What went wrong?"
    office.desk.broken = None
    await office.fill(PRIYA, what=MORE)
    await office.submit(PRIYA)
    assert office.form(PRIYA) is None
    assert [each.title for each in office.desk.incidents.values()] == [MORE]
    assert len(thanked(office, PRIYA)) == 1
