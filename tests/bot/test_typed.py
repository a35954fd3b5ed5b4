"""What is meant by the words after `/mistake`."""

import pytest

from bot.typed import (
    ECHO_LIMIT,
    SUBCOMMANDS,
    Export,
    Find,
    Form,
    Help,
    Insights,
    List,
    Mine,
    NeedsWords,
    NumberWanted,
    Open,
    Promise,
    Settings,
    Show,
    Tell,
    Typed,
    Unsure,
    read,
)

LONG = "We sent the wrong invoice. " * 130

TABLE: list[tuple[str, Typed]] = [
    ("", Form()),
    (" \n\t ", Form()),
    ("\u200b\u202e", Form()),
    ("We sent ACME the wrong invoice", Open("We sent ACME the wrong invoice")),
    ("  padded words  ", Open("padded words")),
    ("two\nlines", Open("two\nlines")),
    (LONG, Open(LONG.strip())),
    ("<!channel> & friends", Open("<!channel> & friends")),
    ("list", List()),
    ("LIST", List()),
    (" list ", List()),
    ("list of prices was wrong", Open("list of prices was wrong")),
    ("list open", Unsure("list", None, "list open")),
    ("list all", Unsure("list", None, "list all")),
    ("list was cancelled", Open("list was cancelled")),
    ("list of prices missing", Open("list of prices missing")),
    ("mine please", Unsure("mine", None, "mine please")),
    ("settings now", Unsure("settings", None, "settings now")),
    ("show 1 please", Unsure("show", 1, "show 1 please")),
    ("Show #1 2", Unsure("show", 1, "Show #1 2")),
    ("tell 1 tomorrow", Unsure("tell", 1, "tell 1 tomorrow")),
    ("export 1 pdf", Unsure("export", 1, "export 1 pdf")),
    ("export all csv", Unsure("export", None, "export all csv")),
    ("export 1 for the customer", Unsure("export", 1, "export 1 for the customer")),
    ("export no 1", Unsure("export", 1, "export no 1")),
    ("insights 90d please", Insights("90d please", "insights 90d please")),
    ("insights Q2 vs Q1", Insights("Q2 vs Q1", "insights Q2 vs Q1")),
    ("insights by team", Insights("by team", "insights by team")),
    (
        "insights 2020-01-01 to 2026-01-01",
        Insights("2020-01-01 to 2026-01-01", "insights 2020-01-01 to 2026-01-01"),
    ),
    ("close 1", Unsure("close", 1, "close 1")),
    ("Delete #1", Unsure("delete", 1, "Delete #1")),
    ("close 1 now", Unsure("close", 1, "close 1 now")),
    *(
        (line, Unsure(line.split()[0].lower(), 1, line))
        for line in (
            "hand over 1",
            "Hand over #1 to @tom",
            "hand over 1 @tom please",
            "hand 1 to @tom",
            "hand 1 to Tom",
            "hand 1 over to @tom",
            "handover 1 @tom",
            "hand-over 1",
            "update 1",
            "Update #1, please",
            "status 1?",
            "status of 1",
            "next 1",
            "owner 1 @tom",
            "owner 1 <@U0TOM>",
            "take 1",
            "take over 1 now",
        )
    ),
    *(
        (line, Open(line))
        for line in (
            "update 1 customer got the wrong invoice",
            "update 1 crashed",
            "Update 1 to the price list went out twice",
            "update 1.2 crashed the tills",
            "handover 1 skipped",
            "handover of 1 parcel to @tom",
            "hand over",
            "hand soap leaks",
            "hand 1 parcel to @tom",
            "status 1 everywhere",
            "status of order 12",
            "next 3 orders doubled",
            "next 1 was late",
            "owner 1 called twice",
            "owner 1 @tom called twice",
            "take 2 tablets",
            "take over 2 accounts",
        )
    ),
    ("close call", Open("close call")),
    ("close 1 door was left open", Open("close 1 door was left open")),
    ("delete everything", Open("delete everything")),
    ("mine", Mine()),
    ("mine was wrong", Open("mine was wrong")),
    ("settings", Settings()),
    ("settings lost at ACME", Open("settings lost at ACME")),
    ("help", Help()),
    ("help never came", Open("help never came")),
    ("show 12", Show(12)),
    ("show #12", Show(12)),
    ("Show 012", Show(12)),
    ("show 0", Show(0)),
    ("tell 12", Tell(12)),
    ("tell #3", Tell(3)),
    ("show", NumberWanted("show", "show")),
    ("tell", NumberWanted("tell", "tell")),
    ("show abc", NumberWanted("show", "show abc")),
    ("show -1", NumberWanted("show", "show -1")),
    ("show ##1", NumberWanted("show", "show ##1")),
    ("show #", NumberWanted("show", "show #")),
    ("show ²", NumberWanted("show", "show ²")),
    ("show 99999999999999999999", NumberWanted("show", "show 99999999999999999999")),
    ("show was cancelled without a word", Open("show was cancelled without a word")),
    ("tell 12 people the truth", Open("tell 12 people the truth")),
    ("show " + "x" * ECHO_LIMIT, Open("show " + "x" * ECHO_LIMIT)),
    ("invoice", Help(unknown="invoice")),
    ("lst", Help(unknown="lst")),
    ("promise", NumberWanted("promise", "promise")),
    ("find", Find()),
    ("find %", Find("%")),
    ("Find  wrong  invoice", Find("wrong invoice")),
    (f"find {'x' * 2000}", Open(f"find {'x' * 2000}")),
    ("insights", Insights("", "insights")),
    ("insights forever", Insights("forever", "insights forever")),
    ("Insights last 3 months", Insights("last 3 months", "Insights last 3 months")),
    ("insights were wrong", Open("insights were wrong")),
    ("insights 90d " + "x" * ECHO_LIMIT, Open("insights 90d " + "x" * ECHO_LIMIT)),
    ("export", NumberWanted("export", "export")),
    ("export abc", NumberWanted("export", "export abc")),
    ("export all data was lost", Open("export all data was lost")),
    ("find wrong invoice", Find("wrong invoice")),
    ("export all", Export(None)),
    ("export ALL", Export(None)),
    ("export 12", Export(12)),
    ("export #12", Export(12)),
    ("insights 90d", Insights("90d", "insights 90d")),
    ("promise 12 refund by Friday", Promise(12, "refund by Friday", "promise 12 refund by Friday")),
    ("Promise #12", Promise(12, "", "Promise #12")),
    ("promise  12 it:\n12 by noon", Promise(12, "it:\n12 by noon", "promise  12 it:\n12 by noon")),
    ("promise 72: by noon", Promise(72, "by noon", "promise 72: by noon")),
    ("promise #72, by noon", Promise(72, "by noon", "promise #72, by noon")),
    ("promise 72:by noon", Promise(72, "by noon", "promise 72:by noon")),
    ("promise 72:", Promise(72, "", "promise 72:")),
    ("promise 12:30 was missed", Open("promise 12:30 was missed")),
    ("promise 12th came late", Open("promise 12th came late")),
    ("promise abc", NumberWanted("promise", "promise abc")),
    *(
        (line, Unsure("promise", None, line))
        for line in (
            "promise abc refund by Friday noon",
            "promise 12a we call them back tomorrow",
            "Promise twelve a new lens, before Monday.",
            "promise abc refund",
        )
    ),
    ("promise to refund by Friday slipped", Open("promise to refund by Friday slipped")),
    ("promise made for Friday fell through", Open("promise made for Friday fell through")),
    ("promise ACME refund by Friday was late", Open("promise ACME refund by Friday was late")),
    ("promise delivery dates slipped again", Open("promise delivery dates slipped again")),
    ("show 12:", Show(12)),
    ("tell #12,", Tell(12)),
    ("export 12.", Export(12)),
    ("promise was broken again", Open("promise was broken again")),
    ("export papers were lost", Open("export papers were lost")),
    ("x" * (ECHO_LIMIT + 1), Open("x" * (ECHO_LIMIT + 1))),
    ("お客様に誤った請求書を送りました", Open("お客様に誤った請求書を送りました")),
    ("ส่งใบแจ้งหนี้ผิด", Open("ส่งใบแจ้งหนี้ผิด")),
    ("😱😱", NeedsWords("😱😱")),
    (":scream: :fire::skin-tone-2:", NeedsWords(":scream: :fire::skin-tone-2:")),
    ("?!… —", NeedsWords("?!… —")),
]


@pytest.mark.parametrize(("text", "meant"), TABLE, ids=[repr(text[:30]) for text, _ in TABLE])
def test_what_is_meant(text: str, meant: Typed) -> None:
    assert read(text) == meant


def test_every_usage_in_the_help_is_understood_as_what_it_says() -> None:
    for subcommand in SUBCOMMANDS:
        meant = read(subcommand.usage)
        assert not isinstance(meant, Open | Form | NeedsWords | NumberWanted)
        assert meant != Help(unknown=subcommand.word)


def test_words_are_unique() -> None:
    words = [subcommand.word for subcommand in SUBCOMMANDS]
    assert len(words) == len(set(words))
