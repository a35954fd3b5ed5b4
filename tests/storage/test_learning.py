"""What was learned: found on both databases alike, by those who may see it; and what was said
without a name."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import inspect, text
from sqlmodel import Session

from bot.change import replace
from bot.commands import AddDetails, MoveStep, RecordArtefact
from bot.find import query
from bot.incident import Incident, NoticedBy, Severity
from bot.learned import Asked, Learned, Said
from bot.playbook import Gesture
from bot.ports import ParcelKind, UnknownIncident
from bot.settings import Settings
from storage import words
from storage.database import Database
from storage.store import Storage
from tests.bot.story import FORMS
from tests.storage.moves import ANN, BEN, LEAD, NOON, SETTLED, TEAM, Postman, known, opened

SAID = Said("Labels are printed early", "The driver called")


async def found(storage: Storage, typed: str, viewer: str = BEN, at: str = "") -> list[int]:
    """The numbers of what that person finds."""
    asked = query(typed)
    page = await storage.library.find(TEAM, viewer, asked, offset=0, limit=20, at=at)
    assert page.total == len(page.incidents)
    return [incident.number for incident in page.incidents]


async def does(storage: Storage, incident: Incident, *commands: object) -> Incident:
    for command in commands:
        outcome = await storage.desk.perform(
            TEAM,
            incident.number,
            command,  # type: ignore[arg-type]
            now=NOON,
        )
        assert outcome.incident
        assert outcome.changed, outcome.answer
        incident = outcome.incident
    return incident


async def at_the_debrief(storage: Storage, incident: Incident) -> Incident:
    """Skip all that comes before it."""
    line = [step.id for step in incident.playbook.line]
    skips = [MoveStep(ANN, each, Gesture.SKIP, "No need") for each in line[: line.index("debrief")]]
    return await does(storage, incident, *skips)


async def debriefed(storage: Storage, incident: Incident, **noted: str) -> Incident:
    values = {**FORMS["debrief"], **noted}
    there = await at_the_debrief(storage, incident)
    return await does(storage, there, RecordArtefact(ANN, "debrief", values))


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


async def pinned(storage: Storage, incident: Incident, database: Database) -> None:
    """A message of Ben's stands on the timeline."""
    row = {"team": TEAM, "id": incident.id, "at": NOON, "by": BEN}
    statement = text(
        "INSERT INTO timeline (team_id, incident_id, kind, at, by_user, text, marked_by) "
        "VALUES (:team, :id, 'pinned', :at, :by, 'Seen it', 'U0ANN')"
    )
    if database.shared:
        await database.run(lambda session: session.connection().execute(statement, row))
    else:
        row["at"] = "2026-11-24 12:00:00.000000"
        await database.run(lambda session: session.connection().execute(statement, row))


async def questions(storage: Storage, now: object = SETTLED) -> list[str]:
    """Who is asked now."""
    postman = Postman(storage)
    await postman.round(now)  # type: ignore[arg-type]
    return sorted(each.target for each in postman.posts if each.kind is ParcelKind.QUESTION)


@pytest.mark.principle("P17")
async def test_everyone_who_took_part_is_asked_once(storage: Storage, database: Database) -> None:
    await known(storage, ANN, BEN, LEAD)
    incident = await opened(storage)
    await pinned(storage, incident, database)
    assert await storage.library.took_part(incident) == {ANN, BEN}
    await at_the_debrief(storage, incident)
    assert await questions(storage) == [ANN, BEN]
    again = [MoveStep(ANN, "debrief", Gesture.SKIP, "x"), MoveStep(ANN, "debrief", Gesture.REOPEN)]
    await does(storage, incident, *again)
    assert await questions(storage) == []
    assert await storage.library.asked(incident.id, BEN) is Asked.WAITING
    assert await storage.library.asked(incident.id, LEAD) is Asked.NOT_ASKED


async def test_at_night_they_are_asked_in_the_morning_and_who_may_not_see_it_is_not(
    storage: Storage, database: Database
) -> None:
    await known(storage, ANN, BEN, zone="Asia/Tokyo")  # nine in the evening there
    incident = await opened(storage, "Wrong dose", private=True)
    await pinned(storage, incident, database)
    await at_the_debrief(storage, incident)
    assert await questions(storage) == []
    assert await questions(storage, NOON + timedelta(hours=12)) == [ANN]


async def say(storage: Storage, user: str, key: str | None = None, said: Said = SAID) -> Asked:
    return await storage.library.say(TEAM, 1, user, said, now=NOON, key=key)


@pytest.mark.principle("P17")
@pytest.mark.principle("P20")
async def test_what_they_say_is_kept_once_and_leads_to_nobody(
    storage: Storage, database: Database
) -> None:
    await known(storage, ANN, BEN)
    incident = await opened(storage)
    await pinned(storage, incident, database)
    await at_the_debrief(storage, incident)
    await questions(storage)
    stood = await asyncio.gather(*(say(storage, BEN, "view:1") for _ in range(3)))
    assert stood == [Asked.WAITING] * 3  # the same form, delivered again
    assert await say(storage, BEN, "view:2") is Asked.ANSWERED
    assert await say(storage, LEAD) is Asked.NOT_ASKED
    await say(storage, ANN, said=Said("Haste"))
    kept = await storage.library.said(incident.id)
    assert sorted(each.possible for each in kept) == ["Haste", SAID.possible]

    def columns(session: Session) -> set[str]:
        found_ = inspect(session.connection()).get_columns("debrief_answers")
        return {each["name"] for each in found_}

    assert await database.read(columns) == {"id", "team_id", "incident_id", "possible", "better"}
    with pytest.raises(UnknownIncident):
        await storage.library.say(TEAM, 9, BEN, SAID, now=NOON, key=None)


async def test_the_question_says_thank_you_and_what_was_published_says_what_is_new(
    storage: Storage,
) -> None:
    await known(storage, ANN)
    await debriefed(storage, await opened(storage))
    await Postman(storage).round(SETTLED)
    await say(storage, ANN)
    parcels = await storage.outbox.claim(now=SETTLED, limit=10)
    scenes = {each.slot: (await storage.outbox.scene(each)).learned for each in parcels}
    assert scenes == {
        f"question:{ANN}": Learned(asked=Asked.ANSWERED),
        "learnings": Learned((SAID,)),
    }


@pytest.mark.principle("P19")
async def test_a_systemic_repeat_is_looked_for_when_the_lead_is_told(storage: Storage) -> None:
    await known(storage, ANN, LEAD)
    past = await debriefed(storage, await opened(storage, "Wrong table delivered"))
    await storage.directory.save_settings(TEAM, Settings(lead=LEAD), by=ANN, now=NOON)
    await opened(storage, "Delivered the wrong table")
    await Postman(storage).round()
    [row] = await storage.outbox.claim(now=SETTLED, limit=10)
    assert (row.kind, row.target) == (ParcelKind.REPEAT, LEAD)
    learned = (await storage.outbox.scene(row)).learned
    assert learned
    assert [each.incident.number for each in learned.similar] == [past.number]
    await storage.outbox.give_up(row, now=SETTLED, error="user_disabled", barred=True)
    assert await storage.outbox.claim(now=SETTLED, limit=10) == ()


async def test_a_private_repeat_is_not_shown_to_the_whole_thread(storage: Storage) -> None:
    await opened(storage, "Wrong table delivered", private=True)
    await debriefed(storage, await opened(storage, "Delivered the wrong table"))
    await Postman(storage).round(NOON)
    incident = await storage.desk.incident(TEAM, 2, ANN)
    await does(
        storage, incident, RecordArtefact(ANN, "debrief", {**FORMS["debrief"], "why": "x y"})
    )
    postman, published = Postman(storage), []
    while parcels := await storage.outbox.claim(now=NOON, limit=10):
        for row in parcels:
            if row.slot == "learnings":
                published.append((await storage.outbox.scene(row)).learned)
            await postman.send(row)
    assert published == [Learned()]
