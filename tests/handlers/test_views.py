"""What people read: card, prompts, lists, answers and forms, in the cases that differ."""

from dataclasses import replace

from bot.incident import Customer, Incident, NoticedBy, Severity, Status, StepState
from bot.playbook import FULL, Step, StepStatus
from handlers.ids import Meta
from handlers.views import card, lists, prompt
from tests.handlers.cases import (
    NOW,
    PRIYA,
    TOM,
    a_chase,
    an_incident,
    line_of,
    recorded,
    settled,
)
from tests.handlers.limits import check_message, choices, labels, texts

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
        assert choices(blocks) == {
            "Timeline": "timeline|12:",
            "Customers…": "contacts|12:",
            "Promise something…": "promise|12:",
            "Add a prevention action…": "action|12:",
        }

    def test_what_is_not_known_yet_says_so(self) -> None:
        seen, _ = card_of(an_incident())
        assert "Not named yet. Press *Add details*." in seen
        assert "Not known yet" in seen

    def test_many_customers_are_counted(self) -> None:
        seen, _ = card_of(an_incident(customers=tuple(Customer(f"C{n}") for n in range(200))))
        assert "C0, C1, C2, C3, C4 and 195 more" in seen

    def test_ready_to_close(self) -> None:
        incident = an_incident()
        seen, _ = card_of(replace(settled(incident, *line_of(incident)), next_update_at=None))
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
        assert buttons == ["Reopen", "Timeline", "How it went", "Customers…"]

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

    def test_what_somebody_took_nobody_is_offered_to_take(self) -> None:
        incident = an_incident()
        taken = replace(incident.state("own_it"), taken_by=TOM)
        seen, buttons, _ = prompt_of(incident.with_step("own_it", taken), "own_it")
        assert buttons == ["Done", "Hand over", "Skip…", "Help me write it"]
        assert "React with ✅ done · ⏭ skip" in seen

    def test_whoever_took_it_has_it(self) -> None:
        incident = an_incident()
        taken = replace(incident.state("own_it"), taken_by=TOM)
        seen, _, _ = prompt_of(incident.with_step("own_it", taken), "own_it")
        assert f"*Who:* <@{TOM}>" in seen

    def test_without_a_clock(self) -> None:
        text, _ = prompt.prompt(an_incident(chases={}), step("explain"))
        assert text == f"Next step: Explain, with <@{PRIYA}>"

    def test_what_waits_for_its_turn_again_says_for_what(self) -> None:
        asked = StepState(since=NOW)
        incident = an_incident().with_step("apologise", asked)
        seen, buttons, _ = prompt_of(incident, "apologise")
        assert seen == "▫️ *Apologise* comes after *Own it*, which is open now."
        assert buttons == []
        seen, buttons, _ = prompt_of(settled(incident, "own_it"), "apologise")
        assert "step 2 of 10" in seen
        assert "Done" in buttons

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

    def test_closing_changes_nothing_about_a_settled_step(self) -> None:
        plain = settled(an_incident(), "put_it_right")
        assert prompt_of(closed(plain), "put_it_right") == prompt_of(plain, "put_it_right")
        assert "Reopen this step" in prompt_of(closed(plain), "put_it_right")[2]
        kept = settled(an_incident(), "own_it", artefact=recorded("first_word", "sorry"))
        menu = ["Reopen this step", "See or correct what was recorded"]
        assert list(prompt_of(closed(kept), "own_it")[2]) == menu

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
