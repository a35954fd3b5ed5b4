"""App Home of people of other companies, and of those of whom Slack has not said who they are."""

import asyncio

from handlers.home import APART, LATELY
from sandbox.faults import ApiFault
from sandbox.model import User
from tests.handlers.cases import TOM
from tests.handlers.homes import kept_up, readers, shown, until, words
from tests.handlers.office import Office


async def test_to_somebody_of_another_company_it_shows_nothing_of_ours(office: Office) -> None:
    await office.opened()
    empty = "there is nothing you need to do here"
    for guest in ("U0GUEST00", "U0GUEST01"):
        office.sandbox.slack.users[guest] = User(
            guest, "g", "A Guest", "Etc/UTC", team_id="T0OTHER"
        )
    office.sandbox.slack.change_user("U0GUEST01", title="Buyer")
    await office.settle()
    for guest in ("U0GUEST00", "U0GUEST01"):  # nobody we know, and somebody we know already
        said = await shown(office, guest)
        assert empty in said
        assert "ACME" not in said and "mistake" not in said.lower()
    assert "ACME" in await shown(office, TOM)
    homes = office.deps.homes
    since = office.clock() - LATELY
    assert await homes.readers(office.deps.team, since=since, limit=9) == [TOM]


async def test_nobody_sees_ours_before_slack_says_who_they_are(office: Office) -> None:
    guest = "U0GUEST00"
    office.sandbox.slack.users[guest] = User(guest, "g", "A Guest", "Etc/UTC", team_id="T0OTHER")
    await office.opened()
    office.sandbox.faults.waiting.append(ApiFault("users.info", "500", count=4))
    for user in (guest, TOM):  # until Slack says who that is
        said = await shown(office, user)
        assert "keep asking" in said and "ACME" not in said
    async with kept_up(office, ask_again=0.3) as keeper:
        for _ in range(4):
            keeper.stir()
            await asyncio.sleep(APART)
        await until(office, guest, "nothing you need to do here")
        await until(office, TOM, "ACME")
    assert "ACME" not in words(office, guest)


async def test_slack_is_not_asked_all_the_time_who_somebody_is_nor_waited_for(
    office: Office,
) -> None:
    await office.opened()
    known, *unknown = readers(office, 13)
    for user in unknown:
        del office.directory.known[user]
    hanging = ApiFault("users.info", "delay", count=100, seconds=5)
    office.sandbox.faults.waiting.append(hanging)
    async with kept_up(office) as keeper:
        await until(office, known, "We sent ACME", within=3)
        for _ in range(3):
            keeper.stir()
            await asyncio.sleep(APART)
    assert hanging.count == 88
