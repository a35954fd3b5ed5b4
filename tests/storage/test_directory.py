"""Settings, where several people or replicas change them; people, whatever their ids."""

from dataclasses import replace

from bot.people import Person
from bot.settings import Settings
from storage.database import Database
from storage.store import Storage
from tests.storage.moves import ANN, BEN, NOON, TEAM


async def test_two_who_change_the_settings_at_once_both_have_their_way(database: Database) -> None:
    one, other = Storage.over(database), Storage.over(database)  # each with a memory of its own
    await one.directory.save_settings(TEAM, Settings(), by=ANN, now=NOON)
    before = await other.directory.settings(TEAM)
    lead, money = replace(before, lead=BEN), replace(before, currency="EUR")
    await one.directory.save_settings(TEAM, lead, before=before, by=ANN, now=NOON)
    await other.directory.save_settings(TEAM, money, before=before, by=BEN, now=NOON)
    kept = await Storage.over(database).directory.settings(TEAM)
    assert (kept.lead, kept.currency) == (BEN, "EUR")


ODD = ['a"b', "a'b", "a\\", '\\"', "{x,y}", "{}", "", " ", "NULL", "null", ",", "ü", "\n", "%s"]


async def test_people_are_found_by_whatever_ids_they_have(storage: Storage) -> None:
    for user in ODD:
        await storage.directory.save_person(TEAM, Person(user, name=f"Called {user}"))
    everybody = await storage.directory.people(TEAM, ODD)
    assert {user: person.name for user, person in everybody.items()} == {
        user: f"Called {user}" for user in ODD
    }
    assert await storage.directory.people(TEAM, ["a", "x", "y", "NULLS"]) == {}
