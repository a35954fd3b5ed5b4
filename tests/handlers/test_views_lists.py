"""Lists and private answers, as people read them."""

from dataclasses import replace
from datetime import timedelta

from bot.chasing import follow
from bot.context import Context
from bot.incident import ChaseState, Home, Rung
from bot.ledger import Promise
from bot.playbook import StepStatus
from bot.ports import Mine, Owed, Page
from bot.typed import SUBCOMMANDS
from bot.wording import home
from bot.wording.answers import Answer, Offer
from handlers import ids
from handlers.ids import Meta
from handlers.views import answers, lists
from tests.handlers.cases import (
    HOUR,
    NOW,
    PRIYA,
    a_chase,
    an_incident,
    line_of,
    settled,
)
from tests.handlers.limits import check_message, labels, texts

META = Meta(12)


class TestLists:
    def test_nothing_open_is_good_news_and_says_how_to_open(self) -> None:
        text, blocks = check_message(lists.open_list(Page((), 0, 0), "/oops", now=NOW))
        assert "`/oops We sent ACME" in text
        assert len(blocks) == 1

    def test_one_line_for_each_with_what_is_late(self) -> None:
        page = Page((an_incident(),), 1, 0)
        text, blocks = check_message(lists.open_list(page, "/mistake", now=NOW))
        seen = texts(blocks)
        assert text == "One is open"
        assert "Next step: Own it · by:" in seen
        assert "late" not in seen
        assert labels(blocks) == ["Show"]
        late = NOW + timedelta(days=9)
        _, blocks = check_message(lists.open_list(page, "/mistake", now=late))
        assert texts(blocks).count("⚠️ late since:") == 2

    def test_what_is_private_says_so(self) -> None:
        open_, hidden = an_incident(), replace(an_incident(), id=2, private=True)
        listed = lists.open_list(Page((open_, hidden), 2, 0), "/m", now=NOW)
        owed = Mine((Owed(hidden, a_chase()), Owed(open_, a_chase())), ())
        for message in (listed, lists.mine(owed, PRIYA, "/m", now=NOW)):
            assert texts(check_message(message)[1]).count("🔒 private") == 1
        owned = Mine((), (hidden, open_))
        _, blocks = check_message(lists.mine(owned, PRIYA, "/m", now=NOW))
        assert texts(blocks).count("🔒 private") == 1
        assert "🔒 private" in home.learned(hidden, "Scan twice", "")

    def test_titles_lead_to_their_threads_once_these_are_there(self) -> None:
        incident = replace(an_incident("Pipes | and <b>"), id=2)
        nowhere = replace(incident, home=Home("C0MISTAKE"))
        address, home = (
            "https://harbour.slack.com/archives/C0MISTAKE/p17",
            "https://harbour.slack.com",
        )
        page = Page((incident, nowhere), 2, 0)
        listed = lists.open_list(page, "/m", now=NOW, workspace_url=home)
        owed = Mine((Owed(incident, a_chase()),), (incident, nowhere))
        mine = lists.mine(owed, PRIYA, "/m", now=NOW, workspace_url=home)
        for message, links in ((listed, 1), (mine, 2)):
            seen = texts(check_message(message)[1])
            assert seen.count(f"<{address}00000000000100|#12 Pipes ¦ and &lt;b&gt;>") == links

    def test_what_is_ready_and_what_has_no_clock(self) -> None:
        incident = an_incident()
        ready = replace(settled(incident, *line_of(incident)), next_update_at=None)
        still = replace(incident, chases={}, next_update_at=None)
        _, blocks = check_message(lists.open_list(Page((ready, still), 2, 0), "/m", now=NOW))
        seen = texts(blocks)
        assert f"Ready to close · owner <@{PRIYA}>" in seen
        late = lists.open_list(Page((ready,), 1, 0), "/m", now=NOW + timedelta(days=9))
        assert "Ready to close · ⚠️ late since: <!date^" in texts(late[1])
        assert f"Next step: Own it · owner <@{PRIYA}>" in seen
        assert "*2 are open*, most pressing first\n" in seen

    def test_what_is_not_ready_because_of_a_promise_says_so(self) -> None:
        incident = an_incident()
        promise = Promise("1", "Refund", NOW + HOUR, PRIYA, PRIYA, NOW, NOW)
        settled_but = replace(settled(incident, *line_of(incident)), promises={"1": promise})
        listed = texts(lists.open_list(Page((settled_but,), 1, 0), "/m", now=NOW)[1])
        said = f"Nearly there, something is still open · owner <@{PRIYA}>"
        assert said in listed
        assert "Promised: “Refund” · by:" in listed
        mine = texts(lists.mine(Mine((), (settled_but,)), PRIYA, "/m", now=NOW)[1])
        assert "· nearly there, something is still open" in mine

    def test_what_is_late_with_closing_says_so_also_where_a_reason_is_lacking(self) -> None:
        incident = an_incident()
        done = settled(incident, *line_of(incident))
        skipped = settled(done, "apologise", status=StepStatus.SKIPPED)
        stopped = follow(replace(skipped, next_update_at=None), Context(NOW + HOUR))
        later = NOW + timedelta(days=20)
        listed = texts(lists.open_list(Page((stopped,), 1, 0), "/m", now=later)[1])
        assert "Nearly there, something is still open · ⚠️ late since:" in listed

    def test_pages_lead_both_ways(self) -> None:
        middle = Page((an_incident(),) * lists.LIST_LIMIT, 50, 20)
        _, blocks = check_message(lists.open_list(middle, "/m", now=NOW))
        assert "21 to 40" in texts(blocks)
        assert labels(blocks)[-2:] == ["Earlier ones", "More"]
        values = [block["elements"][0]["value"] for block in blocks if block["type"] == "actions"]
        assert values == ["0:0", "0:40"]

    def test_an_empty_later_page_leads_back(self) -> None:
        _, blocks = check_message(lists.open_list(Page((), 20, 20), "/m", now=NOW))
        assert labels(blocks) == ["Earlier ones"]

    def test_nothing_of_mine(self) -> None:
        text, _ = check_message(lists.mine(Mine(), PRIYA, "/m", now=NOW))
        assert "`/m list`" in text

    def test_mine_says_when_i_am_reminded(self) -> None:
        incident = an_incident()
        owed = (
            a_chase(rung=Rung.OWNER),
            a_chase("step:own_it", state=ChaseState.SNOOZED, rung=Rung.OWNER),
            a_chase("step:own_it", state=ChaseState.SNOOZED, rung=Rung.LEAD),
            a_chase("step:own_it", state=ChaseState.UNREACHED),
            a_chase("debrief", state=ChaseState.STOPPED, next_at=None),
            a_chase("check_back", next_at=None, rung=Rung.OVER),
            a_chase(due=NOW - HOUR),
        )
        mine = Mine(tuple(Owed(incident, chase) for chase in owed), (incident,))
        _, blocks = check_message(lists.mine(mine, PRIYA, "/m", now=NOW))
        seen = texts(blocks)
        for part in (
            "*Waiting for you*",
            "*Next word to the customer* · by:",
            "Next reminder: <!date^",
            "*Own it* · by:",
            "Snoozed. Next reminder:",
            "Snoozed by the team’s lead, who hears of it again:",
            "I can’t reach you by direct message. Others hear of it:",
            "No more reminders: someone stopped them.",
            "I’ve reminded you and the thread, and won’t again.",
            "⚠️ late since:",
            "If it stays open, others hear of it",
            "*You are the owner of*",
            "next step: Own it",
        ):
            assert part in seen, part

    def test_who_was_reminded_in_the_end_is_said_as_it_was(self) -> None:
        over = a_chase(next_at=None, rung=Rung.OVER)
        cases = (
            (over, False, "I’ve reminded you and the thread, and won’t again."),
            (over, True, "I’ve reminded you, then the team’s lead and the thread, and won’t again"),
            (replace(over, key="owner"), True, "I’ve reminded you, and won’t again."),
            (replace(over, state=ChaseState.UNREACHED), True, "I’ve asked in the thread, as not"),
            (replace(over, rung=Rung.LEAD), True, "Its reminder waits until the team has said"),
        )
        for chase, lead, said in cases:
            owed = Mine((Owed(an_incident(), chase, lead=lead),), ())
            assert said in texts(check_message(lists.mine(owed, PRIYA, "/m", now=NOW))[1])

    def test_only_leading_and_far_too_much(self) -> None:
        incident = an_incident()
        only_owed = Mine((Owed(incident, a_chase()),), ())
        assert "*You are the owner of*" not in texts(lists.mine(only_owed, PRIYA, "/m", now=NOW)[1])
        ready = replace(settled(incident, *line_of(incident)), next_update_at=None)
        _, blocks = check_message(lists.mine(Mine((), (ready,)), PRIYA, "/m", now=NOW))
        assert "ready to close" in texts(blocks)
        one_more = Mine((), (incident,) * 21)
        assert "One more is not shown" in texts(lists.mine(one_more, PRIYA, "/m", now=NOW)[1])
        more = Mine((Owed(incident, a_chase()),) * 30, (incident,) * 30)
        assert "20 more are not shown" in texts(lists.mine(more, PRIYA, "/m", now=NOW)[1])


class TestAnswers:
    def test_help_has_every_subcommand(self) -> None:
        _, blocks = check_message(answers.help_message("/oops", None))
        seen = texts(blocks)
        for subcommand in SUBCOMMANDS:
            assert f"`/oops {subcommand.usage}` · {subcommand.does}" in seen
        assert labels(blocks) == ["Open the form"]

    def test_an_unknown_word_is_echoed_and_can_be_opened(self) -> None:
        text, blocks = check_message(answers.help_message("/oops", "<!here>"))
        assert "I don’t know “&lt;!here&gt;”" in text
        assert labels(blocks) == ["Open it as a mistake", "Open the form"]
        assert blocks[1]["elements"][0]["value"] == "<!here>"

    def test_each_says_what_to_do_next(self) -> None:
        for message, said, buttons in (
            (answers.needs_words("/m"), "a few words", ["Open the form"]),
            (
                answers.number_wanted("/m", "show", "show abc"),
                "`/m show 12`",
                ["Open it as a mistake"],
            ),
            (
                answers.unsure("/m", "show", 1, "show 1 <now>"),
                "“show 1 &lt;now&gt;”, so I’ve opened nothing. `/m show 12`",
                ["Open it as a mistake"],
            ),
            (
                answers.unsure("/m", "close", 1, "close 1"),
                "`/m show 1` takes you there",
                ["Open it as a mistake"],
            ),
            (
                answers.unsure("/m", "update", None, "update 1234567890"),
                "with a mistake is on its card, and `/m list`",
                ["Open it as a mistake"],
            ),
            (answers.no_such_incident("/m", 9), "`/m list`", []),
            (answers.try_again("/m"), "type `/m` again", []),
            (answers.failed("a1b2"), "`a1b2`", []),
            (answers.closed(12), "*Reopen*", ["Reopen"]),
            (answers.settled(12), "settled already", []),
            (answers.settings_saved(), "settings are saved", []),
            (answers.opened(Answer("Thank you."), 12), "Thank you.", ["Add details"]),
            (answers.opened_link(12, "https://a.example/1"), "<https://a.example/1|", []),
            (answers.gesture(Answer("Done."), 12), "Done.", []),
        ):
            _, blocks = check_message(message)
            assert said in texts(blocks)
            assert labels(blocks) == buttons

    def test_an_offer_becomes_a_button(self) -> None:
        answer = Answer("Nearly there.", Offer.FILL_IN, "Fill it in", "own_it")
        _, blocks = check_message(answers.gesture(answer, 12))
        assert blocks[-1]["elements"][0]["action_id"] == ids.STEP_FILL_IN
        assert blocks[-1]["elements"][0]["value"] == "12:own_it"
