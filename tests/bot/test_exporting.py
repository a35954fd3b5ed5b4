"""Incidents as data: nothing is lost, and no spreadsheet takes a word for a formula."""

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.exporting import COLUMNS, as_json, defused, people_of, row
from bot.learned import Said
from bot.records import Record
from bot.wording import exporting as words
from bot.wording import files as file_words
from tests.bot.exported import NAMES, a_record
from tests.bot.story import ANA, BEN, Story


def test_a_row_has_a_cell_for_each_column() -> None:
    cells = dict(zip(COLUMNS, row(a_record(), NAMES), strict=True))
    assert cells["title"].startswith("'=HYPERLINK(1)")
    assert (cells["owner"], cells["customers"]) == ("Ana", "ACME")
    assert (cells["status"], cells["private"]) == ("closed", "no")
    assert (cells["make_up_total"], cells["currency"]) == ("80", "EUR")
    assert (cells["promises_kept"], cells["promises_open"]) == ("1", "1")
    assert (cells["cause"], cells["recurrence"]) == ("not_foreseen", "systemic")
    assert cells["minutes_to_own"] == "0" and cells["asked_back"] == ""
    assert cells["opened_at"] == "2026-11-23 10:00:00+00:00"


def test_a_bare_incident_has_empty_cells() -> None:
    bare = replace(
        a_record().incident, steps={}, private=True, first_told_at=None, own_playbook=None
    )
    bare = replace(bare, making_up=type(bare.making_up)(), playbook_key="ownership")
    cells = dict(zip(COLUMNS, row(Record(bare, ()), {}), strict=True))
    assert (cells["private"], cells["owner"], cells["make_up_total"]) == ("yes", ANA, "")
    assert cells["minutes_to_own"] == "" and cells["learned"] == ""


@pytest.mark.parametrize("begin", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", " =", "\u00a0@"])
def test_what_a_spreadsheet_would_run_is_text(begin: str) -> None:
    assert defused(f"{begin}1+1") == f"'{begin}1+1"


@pytest.mark.parametrize(
    "begin",
    [
        "\u200b=", "\ufeff=", "\u3000=", "\u2003=", "\u2212", "\u202e+", "\u00ad@", "\u034f=",
        "\u3164=", "\u2800=", " \u200b \u2060-", "\u200b\t", "\ufe66", "\ufe63", "\x00=",
    ],
)  # fmt: skip
def test_nor_what_hides_behind_something_nobody_sees(begin: str) -> None:
    assert defused(f"{begin}1+1") == f"'{begin}1+1"
    assert defused(f"a{begin}1+1") == f"a{begin}1+1"
    assert defused("\u200bfine") == "\u200bfine" and defused("\u200b") == "\u200b"


@given(st.text(max_size=20))
def test_no_cell_begins_like_a_formula(text: str) -> None:
    assert not defused(text).lstrip(" \u00a0").startswith(("=", "+", "-", "@", "\t", "\r"))


def test_the_json_holds_everything() -> None:
    record = a_record()
    found = json.loads(json.dumps(as_json(record)))
    assert found["title"] == record.incident.title
    assert [step["id"] for step in found["steps"]][:2] == ["own_it", "apologise"]
    assert found["steps"][0]["asks_for"] == "first_word"
    assert found["promises"][0]["state"] == "kept"
    assert found["actions"][0]["day"] == "2027-12-01"
    assert found["make_ups"]["offers"][0]["worth"] == {"amount": "80", "currency": "EUR"}
    assert found["timeline"][1]["text"] == "Dave is new here"
    assert found["words_given"] and found["playbook"]["key"] == "full"
    assert {ANA, BEN} <= people_of(record)


def test_the_json_holds_what_was_said_without_names_once_the_debrief_is_held() -> None:
    said = (Said("Labels", "A call"),)
    found = as_json(replace(a_record(), said=said))
    assert found["answers_without_names"] == [{"possible": "Labels", "better": "A call"}]
    assert as_json(Record(Story().incident, (), said))["answers_without_names"] == []


def test_what_is_said_about_exports() -> None:
    assert "out cannot be written to (File exists). Name" in file_words.not_written(
        "out", "File exists"
    )
    assert "out cannot be written to. Name" in file_words.not_written("out", "")
    assert "2,000 of 10,000" in words.progress(2000, 10_000)
    assert "10,000 of 10,000" in words.progress_over(10_000)
    assert "One mistake is" in words.all_follow(1) and "1,200 mistakes" in words.all_follow(1200)
    assert "one mistake" in words.all_is_here(1) and "2 mistakes" in words.all_is_here(2)
    assert "/mistake export all" in words.number_or_all("/mistake")
    assert "/m export all" in words.nothing("/m")
    assert words.under_way() and words.table_title() and words.json_title()
    assert "#3" in words.one_follows(3, 1) and "#3" in words.one_is_here(3)
    assert "files:write" in file_words.not_sent("missing_scope")
    assert "“&lt;x&gt;”" in file_words.not_sent("<x>")
