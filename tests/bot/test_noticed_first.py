"""Who noticed first can be said where the first word is written down (P03)."""

import pytest

from bot.commands import RecordArtefact
from bot.incident import NoticedBy
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
