"""Looking people up."""

from datetime import timedelta

from bot.people import Person
from handlers import people
from sandbox.faults import ApiFault
from tests.handlers.office import MARIA, PRIYA, TEAM, TOM, Office


async def test_whoever_acts_becomes_known_once(office: Office) -> None:
    await office.type(PRIYA, "help")
    assert office.directory.known[PRIYA].zone == "Asia/Kolkata"
    office.directory.known.clear()
    await office.type(PRIYA, "help")
    assert office.directory.known == {}


async def test_what_is_fresh_is_not_asked_again(office: Office) -> None:
    known = Person(MARIA, zone="Pacific/Chatham", known_at=office.clock.now)
    office.directory.known[MARIA] = known
    assert await people.get(office.deps, TEAM, MARIA) == known
    office.clock.now += timedelta(days=2)
    assert (await people.get(office.deps, TEAM, MARIA)).is_admin


async def test_without_an_answer_what_is_known_stands(office: Office) -> None:
    office.directory.known[TOM] = Person(TOM, zone="Pacific/Chatham")
    office.sandbox.faults.waiting.append(ApiFault("users.info", "500"))
    assert (await people.look_up(office.deps, TEAM, TOM)).zone == "Pacific/Chatham"


async def test_those_soon_reminded_are_looked_up(office: Office) -> None:
    office.directory.due = [(TEAM, TOM), (TEAM, PRIYA)]
    assert await people.refresh_due(office.deps) == 2
    assert office.directory.known.keys() == {TOM, PRIYA}


def test_a_user_object_may_lack_anything(office: Office) -> None:
    now = office.clock.now
    assert people.read({"id": "U1"}, now, "T1") == Person("U1", known_at=now)
    assert people.read(
        {"id": "U1", "tz": None, "profile": None, "deleted": True}, now, "T1"
    ) == Person("U1", active=False, known_at=now)
    assert people.read({"id": "USLACKBOT"}, now, "T1").is_bot
    both = {"id": "U1", "profile": {"display_name": "ann", "real_name": "Ann Ito"}}
    assert people.read(both, now, "T1").name == "Ann Ito"
    owner = {"id": "U1", "is_owner": True, "profile": {"display_name": "", "real_name": "Ann"}}
    assert people.read(owner, now, "T1") == Person("U1", name="Ann", is_admin=True, known_at=now)
