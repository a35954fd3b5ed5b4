"""What people read: card, prompts, lists, answers and forms, in the cases that differ."""

from dataclasses import replace
from datetime import timedelta

from bot.calendar import Span
from bot.effects import EntryKind
from bot.incident import ChaseState, Customer, Incident, NoticedBy, Rung, Severity, Status
from bot.playbook import FULL, Step, StepStatus
from bot.ports import Entry, Mine, Owed, Page
from bot.settings import Settings
from bot.typed import SUBCOMMANDS
from bot.wording import terms
from bot.wording.answers import Answer, Offer
from handlers import ids
from handlers.ids import Meta
from handlers.views import answers, card, forms, lists, prompt
from tests.handlers.cases import (
    HOUR,
    MARIA,
    NOW,
    PRIYA,
    TOM,
    a_chase,
    an_incident,
    line_of,
    recorded,
    settled,
)
from tests.handlers.limits import check_message, check_view, choices, fields, labels, texts

META = Meta(12)


def step(step_id: str) -> Step:
    found = FULL.step(step_id)
    assert found
    return found


def card_of(incident: Incident) -> tuple[str, list[str]]:
    _, blocks = check_message(card.card(incident))
    return texts(blocks), labels(blocks)


def prompt_of(incident: Incident, step_id: str) -> tuple[str, list[str], dict[str, str]]:
    _, blocks = check_message(prompt.prompt(incident, step(step_id)))
    return texts(blocks), labels(blocks), choices(blocks)


def closed(incident: Incident, reason: str = "") -> Incident:
    return replace(
        incident, status=Status.CLOSED, closed_at=NOW, closed_by=TOM, close_reason=reason
    )


class TestCard:
    def test_says_who_what_for_whom_and_by_when(self) -> None:
        incident = an_incident(
            severity=Severity.HIGH,
            noticed_by=NoticedBy.CUSTOMER,
            customers=(Customer("ACME"), Customer("Beta")),
        )
        seen, buttons = card_of(incident)
        for part in (
            "#12 We sent ACME the wrong invoice",
            "High",
            f"<@{PRIYA}>",
            "ACME and Beta",
            "The customer did",
            "*Next step:* Own it",
            "*Next word to the customer:* <!date^",
        ):
            assert part in seen
        assert buttons == ["Add details", "Update the customer", "Hand over", "Close…"]

    def test_the_timeline_is_in_the_menu(self) -> None:
        _, blocks = card.card(an_incident())
        assert choices(blocks) == {"Timeline": "timeline|12:"}

    def test_what_is_not_known_yet_says_so(self) -> None:
        seen, _ = card_of(an_incident())
        assert "Not named yet. Press *Add details*." in seen
        assert "Not known yet" in seen

    def test_many_customers_are_counted(self) -> None:
        seen, _ = card_of(an_incident(customers=tuple(Customer(f"C{n}") for n in range(200))))
        assert "C0, C1, C2, C3, C4 and 195 more" in seen

    def test_ready_to_close(self) -> None:
        incident = an_incident()
        seen, _ = card_of(settled(incident, *line_of(incident)))
        assert "Press *Close…* when you are ready" in seen
        assert "9 of 10 steps behind us" in seen

    def test_the_debrief_is_due_by_its_own_clock(self) -> None:
        incident = an_incident()
        before = [each for each in line_of(incident) if each != "debrief"]
        seen, _ = card_of(replace(settled(incident, *before), next_update_at=None))
        assert "*Next step:* Debrief, with" in seen
        assert "none promised" in seen

    def test_a_step_without_a_clock_has_no_time(self) -> None:
        seen, _ = card_of(an_incident(chases={}))
        assert f"*Next step:* Own it, with <@{PRIYA}>\n" in seen

    def test_circumstances_and_kind(self) -> None:
        link = "https://harbour.slack.com/archives/C1/p1"
        seen, _ = card_of(
            an_incident(
                happened_at=NOW, expected="by noon", source_link=link, private=True, drill=True
            )
        )
        for part in ("*When it happened:*", "by noon", f"<{link}|", "🔒 Private", "🎯 Practice"):
            assert part in seen

    def test_closed_well(self) -> None:
        seen, buttons = card_of(closed(an_incident()))
        assert f"*Closed* by <@{TOM}>" in seen
        assert "Not named" in seen
        assert "Next word" not in seen
        assert buttons == ["Reopen", "Timeline"]

    def test_closed_with_something_open(self) -> None:
        seen, _ = card_of(closed(an_incident(), "not *ours*"))
        assert "with something left open" in seen
        assert "*Why:* not" in seen

    def test_shown_elsewhere_it_leads_to_its_thread(self) -> None:
        link = "https://harbour.slack.com/archives/C1/p1"
        _, blocks = check_message(lists.show(an_incident(), link))
        assert f"<{link}|Open its thread>" in texts(blocks)
        _, without = check_message(lists.show(an_incident(), None))
        assert "Open its thread" not in texts(without)

    def test_a_long_story_is_told_whole_below(self) -> None:
        told = "First this, then that. " * 150
        text, blocks = check_message(card.story(an_incident(told)))
        assert text == f"What happened, in <@{PRIYA}>’s words"
        assert texts(blocks).count("First") == texts(blocks).count("that.") == 150


class TestPrompt:
    def test_everything_a_prompt_has(self) -> None:
        seen, buttons, _ = prompt_of(an_incident(), "own_it")
        for part in (
            "*Own it* · step 1 of 10",
            step("own_it").why,
            step("own_it").done_when,
            f"*Who:* <@{PRIYA}> · *By:* <!date^",
            "✅ done · ✋ I'll take it · ⏭ skip",
        ):
            assert part in seen
        assert buttons == ["Done", "I'll take it", "Skip…", "Help me write it"]

    def test_help_with_words_only_where_there_are_words(self) -> None:
        _, buttons, _ = prompt_of(an_incident(), "put_it_right")
        assert buttons == ["Done", "I'll take it", "Skip…"]

    def test_keep_them_posted_runs_alongside(self) -> None:
        incident = settled(an_incident(), "own_it")
        seen, buttons, _ = prompt_of(incident, "keep_them_posted")
        assert "alongside the other steps" in seen
        assert "*Next word due:* <!date^" in seen
        assert buttons == ["Update the customer", "Done", "I'll take it", "Skip…"]
        silent, _, _ = prompt_of(replace(incident, next_update_at=None), "keep_them_posted")
        assert "Next word due" not in silent

    def test_whoever_took_it_has_it(self) -> None:
        incident = an_incident()
        taken = replace(incident.state("own_it"), taken_by=TOM)
        seen, _, _ = prompt_of(incident.with_step("own_it", taken), "own_it")
        assert f"*Who:* <@{TOM}>" in seen

    def test_without_a_clock(self) -> None:
        text, _ = prompt.prompt(an_incident(chases={}), step("explain"))
        assert text == f"Next step: Explain, with <@{PRIYA}>"

    def test_done_is_one_line_with_a_menu(self) -> None:
        done = settled(an_incident(), "own_it", artefact=recorded("first_word", "sorry"))
        seen, buttons, menu = prompt_of(done, "own_it")
        assert seen.startswith(f"✅ *Own it* · done by <@{TOM}>")
        assert buttons == []
        assert menu == {
            "Reopen this step": "reopen|12:own_it",
            "See or correct what was recorded": "record|12:own_it",
        }

    def test_skipped_without_a_reason_asks_for_it(self) -> None:
        skipped = settled(an_incident(), "make_it_up", status=StepStatus.SKIPPED)
        seen, _, menu = prompt_of(skipped, "make_it_up")
        assert "No reason given yet" in seen
        assert list(menu) == ["Reopen this step", "Say why it was skipped"]

    def test_skipped_with_a_reason_says_it(self) -> None:
        skipped = settled(
            an_incident(), "make_it_up", status=StepStatus.SKIPPED, reason="They\nsaid no"
        )
        seen, _, menu = prompt_of(skipped, "make_it_up")
        assert "“They said no”" in seen
        assert list(menu) == ["Reopen this step"]

    def test_after_closing_a_settled_step_has_no_menu_but_its_record(self) -> None:
        plain = closed(settled(an_incident(), "put_it_right"))
        assert prompt_of(plain, "put_it_right")[2] == {}
        kept = settled(an_incident(), "own_it", artefact=recorded("first_word", "sorry"))
        assert list(prompt_of(closed(kept), "own_it")[2]) == ["See or correct what was recorded"]

    def test_left_open_when_closed(self) -> None:
        seen, buttons, _ = prompt_of(closed(an_incident()), "debrief")
        assert "left open when this was closed" in seen
        assert buttons == []

    def test_check_back_comes_after_closing(self) -> None:
        incident = an_incident()
        seen, _, _ = prompt_of(incident, "check_back")
        assert "comes after closing" in seen
        over = closed(incident)
        later = replace(over, chases={"check_back": a_chase("check_back")})
        seen, buttons, _ = prompt_of(later, "check_back")
        assert "*By:*" in seen
        assert buttons == ["Done", "I'll take it", "Skip…"]


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
        assert "Next step: Own it, by" in seen
        assert "late" not in seen
        assert labels(blocks) == ["Show"]
        late = NOW + timedelta(days=9)
        _, blocks = check_message(lists.open_list(page, "/mistake", now=late))
        assert texts(blocks).count("⚠️ late since") == 2

    def test_what_is_ready_and_what_has_no_clock(self) -> None:
        incident = an_incident()
        ready = settled(incident, *line_of(incident))
        still = replace(incident, chases={}, next_update_at=None)
        _, blocks = check_message(lists.open_list(Page((ready, still), 2, 0), "/m", now=NOW))
        seen = texts(blocks)
        assert f"Ready to close · <@{PRIYA}> leads" in seen
        assert f"Next step: Own it · <@{PRIYA}> leads" in seen
        assert "*2 are open*, most pressing first\n" in seen

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
            a_chase("step:own_it", state=ChaseState.SNOOZED),
            a_chase("debrief", state=ChaseState.STOPPED, next_at=None),
            a_chase("check_back", next_at=None),
            a_chase(due=NOW - HOUR),
        )
        mine = Mine(tuple(Owed(incident, chase) for chase in owed), (incident,))
        _, blocks = check_message(lists.mine(mine, PRIYA, "/m", now=NOW))
        seen = texts(blocks)
        for part in (
            "*Waiting for you*",
            "*Next word to the customer*, by",
            "I’ll remind you <!date^",
            "*Own it*, by",
            "Snoozed. I’ll remind you",
            "No more reminders: someone stopped them.",
            "No more reminders: everyone has been told.",
            "⚠️ late since",
            "If it stays open, others hear of it",
            "*You lead*",
            "next step: Own it",
        ):
            assert part in seen, part

    def test_only_leading_and_far_too_much(self) -> None:
        incident = an_incident()
        only_owed = Mine((Owed(incident, a_chase()),), ())
        assert "*You lead*" not in texts(lists.mine(only_owed, PRIYA, "/m", now=NOW)[1])
        ready = settled(incident, *line_of(incident))
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


class TestForms:
    def test_opening_asks_for_one_sentence_only(self) -> None:
        view = check_view(forms.opening(META, me=PRIYA, prefill="It broke", ask_channel=False))
        asked = fields(view)
        assert view["title"]["text"] == "What went wrong?"
        assert [name for name, block in asked.items() if not block["optional"]] == [ids.WHAT]
        assert asked[ids.WHAT]["element"]["initial_value"] == "It broke"
        assert asked[ids.OWNER]["element"]["initial_user"] == PRIYA

    def test_opening_from_nowhere_asks_where(self) -> None:
        view = check_view(forms.opening(META, me=PRIYA, prefill="", ask_channel=True))
        assert not fields(view)[ids.CHANNEL]["optional"]
        assert "initial_value" not in fields(view)[ids.WHAT]["element"]

    def test_details_start_from_what_is_known(self) -> None:
        incident = an_incident(
            customers=(Customer("ACME"), Customer("Beta")), happened_at=NOW, expected="by noon"
        )
        asked = fields(check_view(forms.details(META, incident)))
        assert asked[ids.WHAT]["element"]["initial_value"] == incident.title
        assert asked[ids.CUSTOMERS]["element"]["initial_value"] == "ACME\nBeta"
        assert asked[ids.SEVERITY]["element"]["initial_option"]["value"] == "medium"
        assert asked[ids.HAPPENED_AT]["element"]["initial_date_time"] == int(NOW.timestamp())

    def test_details_too_long_for_a_field_are_shown_instead(self) -> None:
        incident = an_incident(
            "word " * 700, customers=tuple(Customer("x" * 290 + str(n)) for n in range(20))
        )
        view = check_view(forms.details(META, incident))
        assert ids.WHAT not in fields(view)
        assert ids.CUSTOMERS not in fields(view)
        assert ids.MORE_WORDS in fields(view)
        assert "20 are named" in texts(view["blocks"])

    def test_an_artefact_starts_with_what_is_likely(self) -> None:
        own_it = step("own_it")
        view = check_view(
            forms.artefact(META, an_incident(), own_it, me=TOM, now=NOW, draft="We are sorry")
        )
        asked = fields(view)
        assert view["title"]["text"] == "Own it"
        assert asked["field.told_by"]["element"]["initial_user"] == TOM
        assert asked["field.told_at"]["element"]["initial_date_time"] == int(NOW.timestamp())
        assert asked["field.words"]["element"]["initial_value"] == "We are sorry"
        assert "first draft" in texts(view["blocks"])

    def test_what_was_recorded_is_never_replaced_by_a_draft(self) -> None:
        values = {**recorded("first_word", "kept"), "told_at": "yesterday"}
        incident = settled(an_incident(), "own_it", artefact=values)
        view = forms.artefact(META, incident, step("own_it"), me=PRIYA, now=NOW, draft="other")
        asked = fields(check_view(view))
        assert asked["field.words"]["element"]["initial_value"] == "kept"
        assert asked["field.told_by"]["element"]["initial_user"] == TOM

    def test_actions_start_empty_and_keep_their_day(self) -> None:
        prevent = step("prevent_it")
        view = forms.artefact(META, an_incident(), prevent, me=PRIYA, now=NOW, draft=None)
        asked = fields(check_view(view))
        assert "initial_user" not in asked["field.owner_1"]["element"]
        assert "initial_date" not in asked["field.date_1"]["element"]
        kept = settled(an_incident(), "prevent_it", artefact=recorded("actions", "a list"))
        again = forms.artefact(META, kept, prevent, me=PRIYA, now=NOW, draft=None)
        assert fields(check_view(again))["field.date_1"]["element"]["initial_date"] == "2026-12-01"

    def test_skip_and_its_reason_later(self) -> None:
        asks = check_view(forms.skip_reason(META, an_incident(), step("explain"), already=False))
        assert asks["title"]["text"] == "Skip this step?"
        later = check_view(forms.skip_reason(META, an_incident(), step("explain"), already=True))
        assert later["title"]["text"] == "Why was it skipped?"

    def test_tell_asks_whom_only_where_there_are_several(self) -> None:
        one = an_incident(customers=(Customer("ACME"),))
        view = forms.tell(META, one, now=NOW, next_update_at=NOW + HOUR, draft="")
        assert ids.CUSTOMERS not in fields(check_view(view))
        many = an_incident(customers=tuple(Customer(f"C{n}") for n in range(150)))
        view = check_view(forms.tell(META, many, now=NOW, next_update_at=None, draft="hello"))
        groups = fields(view)[ids.CUSTOMERS]["element"]["option_groups"]
        assert [len(group["options"]) for group in groups] == [100, 50]
        assert choices(view["blocks"])["C7"] == ids.customer_key("C7")

    def test_close_confirms_or_says_what_is_missing(self) -> None:
        incident = an_incident()
        ready = forms.close(META, incident, missing=(), may_close_anyway=False, lead=None)
        assert check_view(ready)["title"]["text"] == "Close #12"
        assert fields(ready) == {}
        lacking = ("*Own it* is open.",)
        mine = forms.close(META, incident, missing=lacking, may_close_anyway=True, lead=None)
        assert list(fields(check_view(mine))) == [ids.REASON]
        assert "• *Own it* is open." in texts(mine["blocks"])
        for lead, said in ((None, f"ask <@{PRIYA}>"), (MARIA, f"or <@{MARIA}>")):
            view = forms.close(META, incident, missing=lacking, may_close_anyway=False, lead=lead)
            assert "submit" not in check_view(view)
            assert said in texts(view["blocks"])

    def test_a_number_too_long_for_a_title(self) -> None:
        huge = an_incident(number=10**20)
        view = forms.close(META, huge, missing=(), may_close_anyway=True, lead=None)
        assert check_view(view)["title"]["text"] == "Close"

    def test_the_timeline_is_read_in_pages_and_corrected(self) -> None:
        entries = [Entry(n, EntryKind.PINNED, NOW, TOM, f"thing {n}.") for n in range(40)]
        first = check_view(forms.timeline(META, an_incident(), entries, offset=0))
        assert labels(first["blocks"])[-1] == "Later entries"
        assert "thing 0." in texts(first["blocks"])
        last = check_view(forms.timeline(META, an_incident(), entries, offset=30))
        assert labels(last["blocks"])[-1] == "Earlier entries"
        assert "thing 39." in texts(last["blocks"])
        past_the_end = check_view(forms.timeline(META, an_incident(), entries, offset=999))
        assert "thing 39." in texts(past_the_end["blocks"])
        empty = check_view(forms.timeline(META, an_incident(), [], offset=0))
        assert "Nothing here yet" in texts(empty["blocks"])
        entry = check_view(forms.entry(META, entries[0]))
        assert fields(entry)[ids.ENTRY_TEXT]["element"]["initial_value"] == "thing 0."

    def test_settings_to_change_and_to_read(self) -> None:
        settings = Settings(lead=TOM, incident_channel="C0MISTAKE")
        asked = fields(check_view(forms.settings(META, settings, may_save=True)))
        assert asked["updates.high"]["element"]["initial_option"]["value"] == "2h"
        assert asked[ids.QUIET_FROM]["element"]["initial_time"] == "20:00"
        days = asked[ids.WORKING_DAYS]["element"]["initial_options"]
        assert [day["value"] for day in days] == ["0", "1", "2", "3", "4"]
        read = check_view(forms.settings(META, settings, may_save=False))
        seen = texts(read["blocks"])
        assert "submit" not in read
        for part in (f"<@{TOM}>", "<#C0MISTAKE>", "Every 2 hours", "From 20:00 to 08:00", "Monday"):
            assert part in seen
        nobody = forms.settings(META, Settings(), may_save=False)
        assert "Ask an admin of the workspace." in texts(nobody["blocks"])

    def test_a_rhythm_of_ones_own_is_kept_unless_another_is_chosen(self) -> None:
        own = Settings(update_spans={severity: Span(hours=7) for severity in Severity})
        asked = fields(check_view(forms.settings(META, own, may_save=True)))
        assert asked["updates.high"]["optional"]
        assert "initial_option" not in asked["updates.high"]["element"]
        read = forms.settings(META, own, may_save=False)
        assert "A rhythm of its own" in texts(read["blocks"])

    def test_a_notice_only_says_something(self) -> None:
        view = check_view(forms.notice("Amends", answers.settled(12)))
        assert "submit" not in view


def test_customers_in_a_sentence() -> None:
    named = [
        terms.customers(an_incident(customers=tuple(Customer(f"C{n}") for n in range(count))))
        for count in (0, 1, 2, 3, 4)
    ]
    assert named == ["the customer", "C0", "C0 and C1", "C0, C1 and C2", "C0, C1, C2 and 1 more"]
