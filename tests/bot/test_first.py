"""Who was there first, and how long it took until the customer heard of it from us."""

from datetime import timedelta

import pytest

from bot.first import got_there_first, lead_time, noticed_at
from bot.incident import NoticedBy
from bot.wording import card, first
from tests.bot.story import BEN, MONDAY, Story


def minutes(count: float) -> timedelta:
    return timedelta(minutes=count)


def test_the_first_word_counts_however_it_is_noted() -> None:
    story = Story(noticed_by=NoticedBy.US).at(minutes=40).tell()
    assert lead_time(story.incident) == minutes(40)
    story.at(minutes=90).tell()
    assert story.incident.first_told_at == MONDAY + minutes(40)
    story.fill_in("own_it", told_at=(MONDAY + minutes(10)).isoformat())
    assert lead_time(story.incident) == minutes(10)
    marked = Story().at(minutes=5).by(BEN).mark(as_words=True)
    assert lead_time(marked.incident) == minutes(5)


def test_nobody_is_told_before_it_was_noticed() -> None:
    story = Story().tell(at=MONDAY - minutes(20))
    assert noticed_at(story.incident) == MONDAY - minutes(20)
    assert lead_time(story.incident) == minutes(0)


def test_when_it_was_noticed_and_told_can_be_said_and_corrected() -> None:
    story = Story(noticed_at=MONDAY - minutes(30)).at(minutes=10).tell()
    assert lead_time(story.incident) == minutes(40)
    story.add_details(noticed_at=MONDAY, first_told_at=MONDAY + minutes(5))
    assert lead_time(story.incident) == minutes(5)
    story.add_details(first_told_at=None)
    assert lead_time(story.incident) is None


def test_whether_we_were_first() -> None:
    told = Story(noticed_by=NoticedBy.US).tell().incident
    assert got_there_first(told) is True
    assert got_there_first(Story(noticed_by=NoticedBy.US).incident) is None
    assert got_there_first(Story(noticed_by=NoticedBy.CUSTOMER).tell().incident) is False
    assert got_there_first(Story().tell().incident) is None


@pytest.mark.principle("P03", "P24")
@pytest.mark.parametrize(
    ("noticed_by", "untold", "told"),
    [
        (NoticedBy.US, "", "*We got there first:* we told them 40 minutes after we noticed."),
        (
            NoticedBy.CUSTOMER,
            "*They noticed first,* so tell them now: say that you know, and that it was us.",
            "*They noticed first.* They heard from us 40 minutes later.",
        ),
        (
            NoticedBy.UNKNOWN,
            "",
            "*First word to the customer:* 40 minutes after it was noticed",
        ),
    ],
)
def test_the_card_says_it_in_words(noticed_by: NoticedBy, untold: str, told: str) -> None:
    story = Story(noticed_by=noticed_by)
    assert first.line(story.incident) == untold
    assert told in card.circumstances(story.at(minutes=40).tell().incident)
    assert first.line(Story(noticed_by=noticed_by).close("Not ours").incident) == ""


@pytest.mark.parametrize(
    ("lead", "said"),
    [
        (minutes(0), "less than a minute"),
        (minutes(1), "1 minute"),
        (minutes(40), "40 minutes"),
        (timedelta(hours=2), "2 hours"),
        (timedelta(hours=47), "47 hours"),
        (timedelta(days=2), "2 days"),
    ],
)
def test_lengths_as_people_say_them(lead: timedelta, said: str) -> None:
    assert first.length(lead) == said
