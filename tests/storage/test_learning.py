"""What was learned, found on both databases alike, by those who may see it."""

import pytest
from sqlalchemy import text
from sqlmodel import Session

from bot.change import replace
from bot.commands import (
    AddDetails,
    MarkMessage,
    MessageRef,
    MoveStep,
    RecordArtefact,
    UnmarkMessage,
)
from bot.find import query
from bot.incident import NoticedBy, Severity
from bot.playbook import Gesture
from bot.settings import Settings
from storage import words
from storage.database import Database
from storage.store import Storage
from tests.bot.story import FORMS
from tests.storage.debriefing import debriefed, does
from tests.storage.moves import ANN, BEN, LEAD, NOON, TEAM, Postman, opened


async def found(storage: Storage, typed: str, viewer: str = BEN, at: str = "") -> list[int]:
    """The numbers of what that person finds."""
    asked = query(typed)
    page = await storage.library.find(TEAM, viewer, asked, offset=0, limit=20, at=at)
    assert page.total == len(page.incidents)
    return [incident.number for incident in page.incidents]


async def test_by_what_happened_and_by_what_was_learned(storage: Storage) -> None:
    first = await opened(storage, "We sent ACME the wrong invoice")
    await opened(storage, "Müllers Rechnung war falsch", customers=("Beta & Söhne",))
    await debriefed(storage, first, learned="Read labels aloud")
    assert await found(storage, "invoices") == [1]
    assert await found(storage, "WRONG inv") == [1]
    assert await found(storage, "mullers") == [2]
    assert await found(storage, "soehne") == []
    assert await found(storage, "söhne rechnung") == [2]
    assert await found(storage, "aloud") == [1]
    assert await found(storage, "") == []


@pytest.mark.parametrize(
    "typed",
    [
        "%",
        "_",
        "'; DROP TABLE incidents; --",
        '"a" OR "b',
        "NEAR(a b)",
        "a* AND ^b",
        "x:y",
        "🙃",
        "\\",
    ],
)
async def test_whatever_is_typed_is_only_looked_for(storage: Storage, typed: str) -> None:
    await opened(storage, "Nothing of that kind")
    assert await found(storage, typed) == []
    assert await found(storage, "kind") == [1]


async def test_all_the_words_the_newest_first_otherwise_some_with_the_most_first(
    storage: Storage,
) -> None:
    for text_ in ("wrong invoice for Beta", "wrong table", "wrong invoice", "late table"):
        await opened(storage, text_)
    assert await found(storage, "wrong invoice") == [3, 1]
    asked = query("invoice table beta")
    some = await storage.library.find(TEAM, BEN, asked, offset=0, limit=20)
    assert not some.whole
    assert some.incidents[0].number == 1
    assert some.total == 4
    page = await storage.library.find(TEAM, BEN, query("wrong"), offset=1, limit=1)
    assert ([each.number for each in page.incidents], page.total) == ([2], 3)


async def test_others_teams_find_nothing_of_it(storage: Storage) -> None:
    await opened(storage)
    page = await storage.library.find("T2", ANN, query("invoice"), offset=0, limit=20)
    assert (page.total, page.incidents) == (0, ())


async def test_a_private_one_is_found_by_those_who_may_see_it(storage: Storage) -> None:
    await storage.directory.save_settings(TEAM, Settings(lead=LEAD), by=ANN, now=NOON)
    private = await opened(storage, "Wrong dose", private=True)
    for viewer, at, numbers in (
        (ANN, "", [1]),
        (LEAD, "", [1]),
        (BEN, "", []),
        ("%", "", []),
        (BEN, private.home.channel, [1]),
    ):
        assert await found(storage, "dose", viewer, at) == numbers
    await does(storage, private, RecordArtefact(ANN, "own_it", {**FORMS["own_it"], "told_by": ANN}))
    await does(storage, private, MoveStep(ANN, "apologise", Gesture.TAKE))
    assert await found(storage, "dose") == []
    public = await opened(storage, "Wrong dose again")
    assert await storage.library.similar(public, BEN) == ()
    [alike] = await storage.library.similar(public, ANN)
    assert alike.incident.number == 1


async def test_what_is_changed_is_found_by_its_new_words(storage: Storage) -> None:
    incident = await opened(storage)
    change = AddDetails(
        ANN, "The chair broke", Severity.LOW, NoticedBy.US, ("Beta",), None, "A sound chair"
    )
    await does(storage, incident, change)
    assert await found(storage, "invoice") == []
    assert await found(storage, "beta sound") == [1]


async def test_what_a_message_began_is_found_while_it_is_open(
    storage: Storage, database: Database
) -> None:
    async def begun(path: str, viewer: str = BEN, at: str = "") -> int | None:
        found = await storage.library.opened_from(TEAM, path, viewer, at=at)
        return found.number if found else None

    here, there = "/archives/C1/p1795424340034551", "/archives/C1/p1795424340034552"
    await opened(storage)
    await opened(storage, source_link=f"https://acme.example{here}?thread_ts=1.2&cid=C1")
    assert (await begun(here), await begun(there)) == (2, None)
    assert await storage.library.opened_from("T2", here, BEN) is None
    hidden = await opened(storage, source_link=f"https://acme.example{here}", private=True)
    at_home = await begun(here, at=hidden.home.channel)
    assert (await begun(here), await begun(here, ANN), at_home) == (2, 3, 3)
    first = await opened(storage, source_link=f"https://acme.example{there}")
    await opened(storage, source_link=f"https://acme.example{there}")
    assert await begun(there) == 5
    closing = text("UPDATE incidents SET status = 'closed' WHERE number = 5")
    await database.run(lambda s: s.connection().execute(closing))
    assert await begun(there) == first.number
    practice = text("UPDATE incidents SET drill = TRUE")
    await database.run(lambda s: s.connection().execute(practice))
    assert await begun(there) is None


async def test_practice_is_found_by_nobody(storage: Storage, database: Database) -> None:
    incident = await opened(storage)
    drill = replace(incident, drill=True)

    def becomes_a_drill(session: Session) -> None:
        connection = session.connection()
        connection.execute(text("UPDATE incidents SET drill = TRUE"))
        words.change(connection, incident, drill)
        assert words.fill_in(connection) == 0

    await database.run(becomes_a_drill)
    assert await found(storage, "invoice") == []
    assert await storage.library.similar(drill, ANN) == ()


async def test_older_incidents_are_filled_in_by_the_sweep(
    storage: Storage, database: Database
) -> None:
    await opened(storage)
    await database.run(lambda s: s.connection().execute(text("DELETE FROM incident_words")))
    assert await found(storage, "invoice") == []
    await storage.sweeper.sweep(now=NOON, limit=10)
    assert await found(storage, "invoice") == [1]


async def test_what_an_older_version_kept_is_written_anew(
    storage: Storage, database: Database
) -> None:
    await opened(storage)
    older = text("UPDATE incident_words SET words = 'edition_1 chair', readers = ' U1 '")
    await database.run(lambda s: s.connection().execute(older))
    assert await found(storage, "chair", "U1") == [1]
    await storage.sweeper.sweep(now=NOON, limit=10)
    assert await found(storage, "invoice") == [1]
    assert await found(storage, "chair", "U1") == []
    assert await database.run(lambda s: words.fill_in(s.connection())) == 0


async def test_one_is_found_by_its_number_and_before_those_that_say_it(storage: Storage) -> None:
    for said in ("We sent the wrong invoice", "Table 1 waited", "Order 1 of 3 was lost"):
        await opened(storage, said)
    assert await found(storage, "#1") == [1, 3, 2]
    assert await found(storage, "3") == [3]
    assert await found(storage, "#4") == []


async def test_by_what_was_said_in_the_thread_and_marked(
    storage: Storage, database: Database
) -> None:
    incident = await opened(storage, customers=("ACME",))
    await Postman(storage).round()
    pin = MessageRef(incident.home.channel, "77.7")
    await does(storage, incident, MarkMessage(ANN, pin, BEN, as_words=False))
    [parcel] = await storage.outbox.claim(now=NOON, limit=10)
    await storage.outbox.words_found(parcel, "The van left without it", now=NOON)
    page = await storage.library.find(TEAM, BEN, query("van left"), offset=0, limit=20)
    assert page.said == {incident.id: ["The van left without it"]}
    await database.run(lambda s: s.connection().execute(text("DELETE FROM incident_words")))
    await storage.sweeper.sweep(now=NOON, limit=10)
    assert await found(storage, "van left") == [1]
    told = RecordArtefact(ANN, "own_it", {**FORMS["own_it"], "told_by": ANN})
    await does(storage, await storage.desk.incident(TEAM, 1, ANN), told)
    assert await found(storage, "van left") == [1]
    [entry] = [each for each in await storage.desk.timeline(incident.id) if each.message == pin]
    await storage.desk.correct_entry(incident.id, entry.id, at=NOON, text="The lorry drove off")
    assert (await found(storage, "van left"), await found(storage, "lorry")) == ([], [1])
    await does(
        storage,
        await storage.desk.incident(TEAM, 1, ANN),
        UnmarkMessage(ANN, pin, as_words=False),
    )
    assert await found(storage, "lorry") == []


async def test_one_box_and_many(storage: Storage) -> None:
    await opened(storage, "A box was missing from the deliveries")
    for typed in ("boxes", "delivery", "deliveries box", "boxes of deliveries"):
        assert await found(storage, typed) == [1]


async def test_what_is_systemic_is_not_lost_behind_many_of_the_same(storage: Storage) -> None:
    first = await opened(storage, "Milk jug missing from the espresso machine")
    await debriefed(storage, first, recurrence="systemic")
    said = "Espresso machine arrived, milk jug missing"
    copies = [await opened(storage, said) for _ in range(35)]
    for incident, expected in ((copies[-1], [35, 1, 34]), (copies[18], [19, 1, 18])):
        alike = await storage.library.similar(incident, BEN)
        assert [each.incident.number for each in alike] == expected


async def test_filling_in_does_not_undo_what_is_newer(storage: Storage, database: Database) -> None:
    incident = await opened(storage)
    await database.run(lambda s: s.connection().execute(text("DELETE FROM incident_words")))
    read = await database.run(lambda s: words.without_words(s.connection()))
    told = AddDetails(ANN, "The chair broke", Severity.LOW, NoticedBy.US, ("Beta",), None, "")
    await does(storage, incident, told)  # between the reading and the writing
    await database.run(lambda s: words.add_missing(s.connection(), read))
    assert await found(storage, "chair") == [1]
    assert await found(storage, "invoice") == []


@pytest.mark.principle("P22")
async def test_what_is_alike_and_why(storage: Storage) -> None:
    past = await opened(storage, "Wrong table delivered", customers=("ACME",))
    await debriefed(storage, past)
    await opened(storage, "The lift never came")
    now = await opened(storage, "Delivered the wrong table", customers=("Acme!",))
    [alike] = await storage.library.similar(now, BEN)
    assert (alike.incident.number, alike.customers) == (1, ("ACME",))
    assert alike.words == ("delivered", "wrong", "table")
    assert alike.systemic
    nothing = replace(now, title="🙃", customers=())
    assert await storage.library.similar(nothing, BEN) == ()
