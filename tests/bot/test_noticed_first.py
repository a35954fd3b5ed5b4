"""Who noticed first can be said where the first word is written down (P03)."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.commands import RecordArtefact
from bot.incident import NoticedBy
from bot.wording.first import told_when
from tests.bot.story import ANA, FORMS, Story


@pytest.mark.principle("P03")
def test_said_with_the_first_word_it_is_kept() -> None:
    said = RecordArtefact(ANA, "own_it", FORMS["own_it"], noticed_by=NoticedBy.US)
    assert Story().does(said).incident.noticed_by is NoticedBy.US


def test_what_is_known_already_stays() -> None:
    story = Story(noticed_by=NoticedBy.CUSTOMER)
    said = RecordArtefact(ANA, "own_it", FORMS["own_it"], noticed_by=NoticedBy.US)
    assert story.does(said).incident.noticed_by is NoticedBy.CUSTOMER
    assert Story().settle("own_it").incident.noticed_by is NoticedBy.UNKNOWN


def test_the_debrief_has_the_last_word() -> None:
    for before, said, after in (
        (NoticedBy.UNKNOWN, NoticedBy.CUSTOMER, NoticedBy.CUSTOMER),
        (NoticedBy.US, NoticedBy.CUSTOMER, NoticedBy.CUSTOMER),
        (NoticedBy.US, NoticedBy.UNKNOWN, NoticedBy.US),
    ):
        noted = RecordArtefact(ANA, "debrief", FORMS["debrief"], noticed_by=said)
        assert Story(noticed_by=before).does(noted).incident.noticed_by is after


def test_nobody_heard_of_it_before_it_was_noticed_or_happened() -> None:
    incident = Story().incident
    opened, hour = incident.opened_at, timedelta(hours=1)
    assert told_when(incident, opened - 24 * hour) is None
    assert "more than a day" in str(told_when(incident, opened - 25 * hour))
    happened = replace(incident, happened_at=opened - 48 * hour)
    assert told_when(happened, opened - 48 * hour) is None
    assert "before it happened" in str(told_when(happened, opened - 49 * hour))
    noticed = replace(happened, noticed_at=opened - hour)
    assert told_when(noticed, opened - hour) is None
    assert "before it was noticed" in str(told_when(noticed, opened - 2 * hour))
