"""Forms, as people read them."""

from bot.calendar import Span
from bot.effects import EntryKind
from bot.incident import Customer, Severity
from bot.playbook import FULL, Step
from bot.ports import Entry
from bot.settings import Say, Settings
from bot.wording import terms
from handlers import ids
from handlers.ids import Meta
from handlers.views import answers, forms
from tests.handlers.cases import (
    MARIA,
    NOW,
    PRIYA,
    TOM,
    an_incident,
    recorded,
    settled,
)
from tests.handlers.limits import check_view, fields, labels, texts

META = Meta(12)


def step(step_id: str) -> Step:
    found = FULL.step(step_id)
    assert found
    return found


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

    def test_checking_back_asks_for_nothing_that_it_then_refuses(self) -> None:
        view = forms.artefact(
            META, an_incident(), step("check_back"), me=PRIYA, now=NOW, draft=None
        )
        asked = fields(check_view(view))
        for name in ("field.righted", "field.stay", "field.recommend"):
            assert not asked[name]["optional"]
            assert asked[name]["element"]["initial_option"]["value"] == "not_known"
        assert "initial_option" not in asked["field.asked"]["element"]

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

    def test_close_confirms_or_says_what_is_missing(self) -> None:
        incident = an_incident()
        ready = forms.close(META, incident, missing=(), may_close_anyway=False, lead=None)
        assert check_view(ready)["title"]["text"] == "Close #12"
        assert fields(ready) == {}
        lacking = ("*Own it* is open.",)
        mine = forms.close(META, incident, missing=lacking, may_close_anyway=True, lead=None)
        assert list(fields(check_view(mine))) == [ids.REASON]
        assert "• *Own it* is open." in texts(mine["blocks"])
        for lead, said in ((None, f"ask the owner, <@{PRIYA}>"), (MARIA, f"lead, <@{MARIA}>")):
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
        asked = fields(check_view(forms.settings(META, settings, Say.FULL)))
        assert asked["updates.high"]["element"]["initial_option"]["value"] == "2h"
        assert asked[ids.QUIET_FROM]["element"]["initial_time"] == "20:00"
        days = asked[ids.WORKING_DAYS]["element"]["initial_options"]
        assert [day["value"] for day in days] == ["0", "1", "2", "3", "4"]
        read = check_view(forms.settings(META, settings, Say.NONE))
        seen = texts(read["blocks"])
        assert "submit" not in read
        for part in (f"<@{TOM}>", "<#C0MISTAKE>", "Every 2 hours", "From 20:00 to 08:00", "Monday"):
            assert part in seen
        nobody = forms.settings(META, Settings(), Say.NONE)
        assert "Ask an admin of the workspace." in texts(nobody["blocks"])

    def test_a_rhythm_of_ones_own_is_kept_unless_another_is_chosen(self) -> None:
        own = Settings(update_spans={severity: Span(hours=7) for severity in Severity})
        asked = fields(check_view(forms.settings(META, own, Say.FULL)))
        assert asked["updates.high"]["optional"]
        assert "initial_option" not in asked["updates.high"]["element"]
        read = forms.settings(META, own, Say.NONE)
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


def test_handing_over_one_step_names_it() -> None:
    view = check_view(forms.hand_over(META, an_incident(), step("explain")))
    seen = texts(view["blocks"])
    assert "*Explain*" in seen
    assert "Who has this step from here?" in seen
