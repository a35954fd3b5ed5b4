"""What those involved are asked and say for the debrief, and what goes with it when it is told."""

import asyncio
from datetime import datetime, timedelta

import pytest
from sqlalchemy import inspect, text
from sqlmodel import Session

from bot.commands import MessageRef, MoveStep, RecordArtefact
from bot.incident import Incident
from bot.learned import Asked, Learned, Said
from bot.people import Person
from bot.playbook import Gesture
from bot.ports import ParcelKind, UnknownIncident
from bot.postroom import Fortune
from bot.settings import Settings
from storage.database import Database
from storage.store import Storage
from tests.bot.story import FORMS
from tests.storage.debriefing import at_the_debrief, debriefed, does
from tests.storage.moves import ANN, BEN, LEAD, NOON, SETTLED, TEAM, Postman, known, opened

SAID = Said("Labels are printed early", "The driver called")


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


async def questions(storage: Storage, now: datetime = SETTLED) -> list[str]:
    """Who is asked now."""
    postman = Postman(storage)
    await postman.round(now)
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


@pytest.mark.principle("P17")
async def test_whoever_only_wrote_in_the_thread_is_asked_as_well(storage: Storage) -> None:
    await known(storage, ANN, BEN, LEAD)
    incident, other = await opened(storage), await opened(storage)
    for ts, number, user in (("8", incident.number, BEN), ("9", other.number, LEAD)):
        message = MessageRef(incident.home.channel, ts)
        await storage.desk.saw_thread_message(TEAM, number, message, user, NOON)
    assert await storage.library.took_part(incident) == {ANN, BEN}
    await at_the_debrief(storage, incident)
    assert await questions(storage) == [ANN, BEN]


async def test_at_night_they_are_asked_in_the_morning_and_who_may_not_see_it_is_not(
    storage: Storage, database: Database
) -> None:
    await known(storage, ANN, BEN, zone="Asia/Tokyo")  # nine in the evening there
    incident = await opened(storage, "Wrong dose", private=True)
    await pinned(storage, incident, database)
    await at_the_debrief(storage, incident)
    assert await questions(storage) == []
    assert await questions(storage, NOON + timedelta(hours=12)) == [ANN]


async def say(storage: Storage, user: str, said: Said = SAID) -> Asked:
    return await storage.library.say(TEAM, 1, user, said, now=NOON)


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
    stood = await asyncio.gather(*(say(storage, BEN) for _ in range(3)))  # sent again meanwhile
    assert sorted(stood) == [Asked.ANSWERED, Asked.ANSWERED, Asked.WAITING]
    assert await say(storage, LEAD) is Asked.NOT_ASKED
    await say(storage, ANN, said=Said("Haste"))
    kept = await storage.library.said(incident.id)
    assert sorted(each.possible for each in kept) == ["Haste", SAID.possible]
    [record] = await storage.records.page(TEAM, ANN, after=0, limit=5)
    assert record.said == tuple(kept) and record.answers == ()  # the debrief is not held yet

    def columns(session: Session) -> set[str]:
        found_ = inspect(session.connection()).get_columns("debrief_answers")
        return {each["name"] for each in found_}

    assert await database.read(columns) == {"id", "team_id", "incident_id", "possible", "better"}
    with pytest.raises(UnknownIncident):
        await storage.library.say(TEAM, 9, BEN, SAID, now=NOON)


async def test_the_question_says_thank_you_and_what_was_published_does_not_change_at_once(
    storage: Storage,
) -> None:
    await known(storage, ANN)
    await debriefed(storage, await opened(storage))
    await Postman(storage).round(SETTLED)
    await say(storage, ANN)
    parcels = await storage.outbox.claim(now=SETTLED, limit=10)
    scenes = {each.slot: (await storage.outbox.scene(each)).learned for each in parcels}
    assert scenes == {
        f"question:{ANN}": Learned(asked=Asked.ANSWERED, few=True),
    }


async def few(storage: Storage) -> list[bool]:
    """Whether those who are asked now are warned."""
    rows = await storage.outbox.claim(now=SETTLED, limit=30)
    found = [await storage.outbox.scene(row) for row in rows if row.kind is ParcelKind.QUESTION]
    return [scene.learned.few for scene in found if scene.learned]


@pytest.mark.parametrize(("more", "warned"), [((), [True] * 2), ((LEAD,), [False] * 3)])
async def test_where_few_took_part_they_are_warned(
    storage: Storage, database: Database, more: tuple[str, ...], warned: list[bool]
) -> None:
    await known(storage, ANN, BEN, LEAD)
    incident = await opened(storage)
    await pinned(storage, incident, database)
    for user in more:
        await does(storage, incident, MoveStep(user, "own_it", Gesture.TAKE))
    await at_the_debrief(storage, incident)
    assert await few(storage) == warned


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


async def test_of_a_lead_who_cannot_be_told_others_hear_and_the_next_one_is_told(
    storage: Storage,
) -> None:
    await known(storage, ANN, BEN, LEAD)
    await storage.directory.save_settings(TEAM, Settings(lead=LEAD), by=ANN, now=NOON)
    await debriefed(storage, await opened(storage, "Wrong table delivered"))
    await opened(storage, "Delivered the wrong table")
    await Postman(storage).round()
    parcels = await storage.outbox.claim(now=SETTLED, limit=10)
    of_first, row = sorted(parcels, key=lambda each: each.incident_id or 0)
    await storage.outbox.sent(of_first, None, now=SETTLED)
    await storage.outbox.give_up(row, now=SETTLED, error="user_disabled", barred=True)
    await storage.directory.save_person(TEAM, Person(LEAD, active=False, known_at=NOON))
    await storage.directory.save_person(TEAM, Person(BEN, is_admin=True, known_at=NOON))
    soon = SETTLED + timedelta(minutes=2)
    [notice] = await storage.outbox.claim(now=soon, limit=10)
    assert (notice.kind, notice.target) == (ParcelKind.UNDELIVERED, LEAD)
    await storage.outbox.give_up(notice, now=soon, error="user_disabled", barred=True)
    [instead] = await storage.outbox.claim(now=soon, limit=10)
    assert (instead.kind, instead.target) == (ParcelKind.UNDELIVERED, BEN)
    [missing] = (await storage.outbox.scene(instead)).undelivered
    assert (missing.kind, missing.target, missing.fortune) == ("repeat", LEAD, Fortune.FAILED)
    await storage.outbox.sent(instead, MessageRef("D0BEN", "1.1"), now=soon)
    await storage.directory.save_settings(TEAM, Settings(lead=BEN), by=ANN, now=soon)
    assert await told_of_a_repeat(storage, soon) == [BEN]
    [said] = (await storage.outbox.scene(instead)).undelivered
    assert said.fortune is Fortune.DELIVERED


@pytest.mark.parametrize(("barred", "told"), [(False, [LEAD]), (True, [])])
async def test_of_a_question_nobody_hears_where_whom_it_is_for_cannot_be_written_to(
    storage: Storage, *, barred: bool, told: list[str]
) -> None:
    """Nobody waits for what they would have said; a question Slack will not take is a fault."""
    await known(storage, ANN, LEAD)
    await storage.directory.save_settings(TEAM, Settings(lead=LEAD), by=ANN, now=NOON)
    await at_the_debrief(storage, await opened(storage))
    [row] = [
        each
        for each in await storage.outbox.claim(now=SETTLED, limit=20)
        if each.kind is ParcelKind.QUESTION
    ]
    await storage.outbox.give_up(row, now=SETTLED, error="no", barred=barred)
    soon = SETTLED + timedelta(minutes=2)
    rows = await storage.outbox.claim(now=soon, limit=20)
    notices = [each for each in rows if each.kind is ParcelKind.UNDELIVERED]
    assert [each.target for each in notices] == told
    for notice in notices:
        [missing] = (await storage.outbox.scene(notice)).undelivered
        assert (missing.kind, missing.target) == ("question", ANN)
        assert await storage.postroom.try_again(TEAM, notice.id, now=soon) == 1
        assert ANN in [each.target for each in await storage.outbox.claim(now=soon, limit=20)]


async def told_of_a_repeat(storage: Storage, now: datetime = SETTLED) -> list[str]:
    """To whom something is to be said of one, of what is due now."""
    found = []
    while rows := await storage.outbox.claim(now=now, limit=10):
        for row in rows:
            scene = await storage.outbox.scene(row)
            learned = scene.learned or Learned()
            if row.kind is ParcelKind.REPEAT and scene.incident and learned.similar:
                found.append(row.target)
            await storage.outbox.sent(row, None, now=now)
    return found


@pytest.mark.principle("P19")
async def test_it_is_told_to_whoever_leads_when_it_is_sent(storage: Storage) -> None:
    await known(storage, ANN, BEN, LEAD)
    await storage.directory.save_settings(TEAM, Settings(lead=LEAD), by=ANN, now=NOON)
    await debriefed(storage, await opened(storage, "Wrong table delivered"))
    await opened(storage, "Delivered the wrong table", private=True)
    await Postman(storage).round()
    await storage.directory.save_settings(TEAM, Settings(lead=BEN), by=ANN, now=NOON)
    assert await told_of_a_repeat(storage) == [BEN]  # of the second: the first had no one before it
    await storage.directory.save_settings(TEAM, Settings(lead=LEAD), by=ANN, now=NOON)
    assert await told_of_a_repeat(storage) == []


async def test_who_may_not_see_it_any_more_is_not_asked(
    storage: Storage, database: Database
) -> None:
    await known(storage, ANN, BEN, LEAD)
    await storage.directory.save_settings(TEAM, Settings(lead=BEN), by=ANN, now=NOON)
    incident = await opened(storage, "Wrong dose", private=True)
    await pinned(storage, incident, database)
    await at_the_debrief(storage, incident)
    await storage.directory.save_settings(TEAM, Settings(lead=LEAD), by=ANN, now=NOON)
    asked = [
        (await storage.outbox.scene(row)).incident is not None
        for row in await storage.outbox.claim(now=SETTLED, limit=20)
        if row.kind is ParcelKind.QUESTION and row.target == BEN
    ]
    assert asked == [False]


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
