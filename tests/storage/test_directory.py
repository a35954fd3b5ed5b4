"""Settings, where several people or replicas change them; people, whatever their ids."""

from dataclasses import replace

import pytest

from bot.people import Person
from bot.settings import Settings, SettingsChanged
from storage.database import Database
from storage.store import Storage
from tests.storage.moves import ANN, BEN, NOON, TEAM


async def test_settings_that_others_have_changed_are_read_again(database: Database) -> None:
    one, other = Storage.over(database), Storage.over(database)  # each with a memory of its own
    await one.directory.save_settings(TEAM, Settings(), by=ANN, now=NOON)
    before = await other.directory.settings(TEAM)
    lead, money = replace(before, lead=BEN), replace(before, currency="EUR")
    await one.directory.save_settings(TEAM, lead, before=before, by=ANN, now=NOON)
    with pytest.raises(SettingsChanged):
        await other.directory.save_settings(TEAM, money, before=before, by=BEN, now=NOON)
    assert await other.directory.settings(TEAM) == lead
    both = replace(lead, currency="EUR")
    await other.directory.save_settings(TEAM, both, before=lead, by=BEN, now=NOON)
    assert await Storage.over(database).directory.settings(TEAM) == both


ODD = ['a"b', "a'b", "a\\", '\\"', "{x,y}", "{}", "", " ", "NULL", "null", ",", "ü", "\n", "%s"]


async def test_people_are_found_by_whatever_ids_they_have(storage: Storage) -> None:
    for user in ODD:
        await storage.directory.save_person(TEAM, Person(user, name=f"Called {user}"))
    everybody = await storage.directory.people(TEAM, ODD)
    assert {user: person.name for user, person in everybody.items()} == {
        user: f"Called {user}" for user in ODD
    }
    assert await storage.directory.people(TEAM, ["a", "x", "y", "NULLS"]) == {}
