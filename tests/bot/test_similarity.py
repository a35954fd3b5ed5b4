"""What is alike in two mistakes, and why we think so."""

import pytest

from bot.change import replace
from bot.incident import Incident
from bot.ledger import ActionState
from bot.searchable import is_systemic
from bot.similarity import (
    MOST_LOOKED_FOR,
    SHOWN,
    Similar,
    compare,
    look_for,
    ranked,
    repeats,
)
from bot.wording import similar as words
from tests.bot.learned_story import at_the_debrief, debriefed, numbered
from tests.bot.story import Story

OAK = "We delivered the wrong oak table to the Lindqvists #delivery"


def alike(mine: str, theirs: str) -> Similar:
    return compare(numbered(2, mine), numbered(1, theirs))


@pytest.mark.parametrize(
    ("mine", "theirs", "shared"),
    [
        ("We delivered the wrong table", "Wrong table delivered to Bolt", "delivered wrong table"),
        ("Wrong dose of amoxicillin", "Gave amoxicilin, dose wrong", "wrong dose amoxicillin"),
        ("Invoice sent twice", "We sent ACME the wrong invoice", "invoice sent"),
        ("Falsche Rechnung an Müller", "Müllers Rechnung war falsch", "falsche rechnung muller"),
        ("請求書を間違えた", "請求書を間違えました", "請 求 書 を 間 違 え た"),
    ],
)
def test_the_same_thing_in_other_words(mine: str, theirs: str, shared: str) -> None:
    found = alike(mine, theirs)
    assert found.same_thing
    assert " ".join(found.words) == shared
    assert ranked(numbered(2, mine), [numbered(1, theirs)])


@pytest.mark.parametrize(
    ("mine", "theirs"),
    [
        ("We sent the wrong invoice", "We sent the wrong parcel"),
        ("The customer got a wrong order", "A wrong order for the customer, again"),
        ("The lift never came", "Wrong table delivered"),
        ("We", "Us"),
        ("12 of them", "12 of these"),
    ],
)
def test_common_words_alone_make_nothing_alike(mine: str, theirs: str) -> None:
    assert ranked(numbered(2, mine), [numbered(1, theirs)]) == ()


def test_the_same_customer_is_worth_knowing_and_is_not_the_same_thing() -> None:
    mine = numbered(2, "The lift never came", customers=("ACME, Corp.",))
    past = numbered(1, "Wrong invoice", customers=("Bolt", "acme corp"))
    [found] = ranked(mine, [past])
    assert (found.customers, found.words, found.same_thing) == (("acme corp",), (), False)
    assert words.why(found) == "the same customer (acme corp)"
    assert repeats(mine, [found]) == ()


def test_a_customer_named_only_in_the_words_counts() -> None:
    past = numbered(1, "Wrong invoice", customers=("ACME",))
    [found] = ranked(numbered(2, "We forgot a visit to ACME"), [past])
    assert found.customers == ("ACME",)
    assert ranked(numbered(2, "We forgot ACMEs visit"), [past]) == ()


def test_the_same_tag_and_kind_of_cause() -> None:
    mine = replace(debriefed("The lift never came", tags="shifts"), id=2, number=2)
    past = replace(debriefed("Nobody at the door", tags="#Shifts"), id=1, number=1)
    [found] = ranked(mine, [past])
    assert (found.tags, found.same_thing) == (("shifts",), True)
    assert "the same tag (shifts)" in words.why(found)
    assert "the same kind of cause (a situation nobody had foreseen)" in words.why(found)
    other = replace(debriefed("Nobody", cause="something_else"), id=3)
    assert compare(replace(other, id=4), other).cause == ""


def test_what_one_says_in_its_title_the_other_may_say_further_down() -> None:
    past = numbered(1, "Trouble at the Lindqvists", what="The wrong table was delivered")
    mine = numbered(2, "Wrong table", what="The wrong table was delivered")
    found = compare(mine, past)
    assert "table" in found.words
    assert found.same_thing


@pytest.mark.principle("P19")
def test_a_repeat_is_systemic_where_one_of_the_two_was_called_so() -> None:
    def again(past: Incident, mine: Incident) -> bool:
        return bool(repeats(mine, ranked(mine, [past])))

    new = numbered(2, "Wrong table delivered")
    assert again(numbered(1, "Delivered the wrong table", recurrence="systemic"), new)
    assert not again(numbered(1, "Delivered the wrong table", recurrence="one_off"), new)
    called = numbered(2, "Wrong table delivered", recurrence="systemic")
    assert is_systemic(called)
    assert again(numbered(1, "Delivered the wrong table", recurrence="one_off"), called)


def test_the_likest_come_first_then_the_newest_and_not_itself() -> None:
    mine = numbered(9, "Wrong table delivered", customers=("ACME",))
    past = [
        numbered(1, "Delivered the wrong table"),
        numbered(2, "Delivered the wrong table"),
        numbered(3, "The lift never came", customers=("ACME",)),
        numbered(4, "Delivered the wrong table", customers=("ACME",)),
        mine,
    ]
    found = [each.incident.number for each in ranked(mine, past)]
    assert found == [4, 2, 1]
    assert len(found) == SHOWN


def test_what_came_later_did_not_happen_before() -> None:
    mine = numbered(2, "Wrong table delivered")
    assert ranked(mine, [numbered(3, "Delivered the wrong table", recurrence="systemic")]) == ()


@pytest.mark.principle("P22")
def test_what_taught_something_is_not_crowded_out_by_the_many_that_did_not() -> None:
    mine = numbered(40, "Espresso machine arrived without its milk jug")
    known = numbered(24, "Milk jug missing", learned="Count the parts", recurrence="systemic")
    taught = numbered(25, "Milk jug missing", learned="Count", recurrence="one_off")
    copies = [numbered(number, mine.title) for number in range(30, 40)]
    found = ranked(mine, [known, taught, *copies])
    assert [each.incident.number for each in found] == [39, 24, 25]
    assert [each.incident.number for each in repeats(mine, found)] == [24]


def test_of_two_that_are_as_alike_the_one_that_taught_something_comes_first() -> None:
    past = [
        numbered(1, "Wrong table delivered", learned="Look twice", recurrence="one_off"),
        numbered(2, "Wrong table delivered"),
    ]
    found = ranked(numbered(3, "Wrong table delivered"), past)
    assert [each.incident.number for each in found] == [1, 2]


def test_an_apology_makes_no_two_mistakes_alike() -> None:
    sorry = "Hello, we made a mistake and are sorry. We are counting on your patience, and ours."

    def with_words(number: int, text: str) -> Incident:
        story = Story(text=text).fill_in("apologise", words=sorry)
        noted = at_the_debrief(story).fill_in("debrief", what=text, why=f"{number}", better="")
        return replace(noted.incident, id=number, number=number)

    mine = with_words(2, "Parking permit ran out overnight")
    assert ranked(mine, [with_words(1, "Curtains were hemmed too long")]) == ()


@pytest.mark.parametrize(
    ("mine", "theirs", "shared"),
    [
        ("The wrong oak table was brought to the Hansens", OAK, "wrong oak table"),
        ("milk jug missing", "Espresso machine arrived without its milk jug", "milk jug"),
        ("Two boxes missing from the deliveries", "Delivery without a box", "boxes deliveries"),
    ],
)
def test_neither_a_short_line_nor_other_names_hide_it(mine: str, theirs: str, shared: str) -> None:
    found = alike(mine, theirs)
    assert found.same_thing
    assert " ".join(found.words) == shared


def test_to_whom_it_happened_does_not_make_it_another_thing() -> None:
    names = ("The Lindqvist Family Bakery",), ("Hansen Brothers Shipping",)
    mine = numbered(2, "Lindqvist bakery: cold soup served", customers=names[0])
    past = numbered(1, "Hansen shipping: soup served salty", customers=names[1])
    [found] = ranked(mine, [past])
    assert found.words == ("soup", "served")


@pytest.mark.parametrize(
    ("mine", "theirs"),
    [
        ("Coffee machine broke at the wedding", "Coffee spilled on a guest’s dress"),
        ("The parcel came late", "The train tickets came late"),
        ("Wrong date on the invitations", "Flight was booked for the wrong date"),
    ],
)
def test_one_telling_word_is_not_the_same_thing(mine: str, theirs: str) -> None:
    assert ranked(numbered(2, mine), [numbered(1, theirs)]) == ()


def test_what_others_have_to_share_to_be_compared() -> None:
    mine = numbered(1, "We sent the wrong invoice #billing", customers=("ACME",))
    wanted = look_for(mine)
    assert wanted.words == ("invoice", "billing")
    assert wanted.keys == ("customer_acme", "tag_billing")
    assert look_for(numbered(1, "Wrong order")).words == ("wrong", "order")
    assert look_for(numbered(1, "We 🙃 it")).words == ()
    long = look_for(numbered(1, " ".join(f"something{n}x" for n in range(30))))
    assert len(long.words) == MOST_LOOKED_FOR
    assert "cause_not_foreseen" not in look_for(debriefed()).keys


@pytest.mark.principle("P22")
def test_what_is_said_of_each() -> None:
    past = numbered(1, "Wrong table delivered", customers=("ACME",), learned="Read <labels> aloud")
    mine = numbered(2, "Delivered the wrong table", customers=("ACME",))
    [found] = ranked(mine, [past])
    said = words.line(found, "https://x")
    for part in ("<https://x|#1 Wrong table", "still open", "(ACME)", "Read &lt;labels&gt; aloud"):
        assert part in said
    assert "It was called *systemic*." in said
    assert "“Scan twice”" in said
    [action] = past.actions.values()
    assert found.open_actions == (action,)
    done = replace(past, actions={"1": replace(action, state=ActionState.DONE)})
    assert "Still to do" not in words.line(replace(found, incident=done), "")
    many = {str(n): replace(action, key=str(n)) for n in range(5)}
    assert "and 2 more" in words.line(replace(found, incident=replace(past, actions=many)), "")
    fresh = compare(mine, numbered(3, "Wrong table delivered"))
    assert "Nothing is noted yet" in words.line(fresh, "")


def test_how_it_begins() -> None:
    mine, past = numbered(2, "Wrong table"), numbered(1, "Wrong table", recurrence="one_off")
    one = ranked(mine, [past])
    two = (*one, *one)
    assert "something like it happened before" in words.opening(mine, one)
    assert "more than once" in words.opening(mine, two)
    assert words.fallback(two) == "Something like this happened before: #1, #1"
    assert "#1 was called systemic" in words.repeat_in_form(one)
    assert "#1 or #1 was called systemic" in words.repeat_in_form(two)
    assert "#2" in words.repeat(mine)
    assert "#2" in words.repeat_fallback(mine)
    assert "no systemic repeat" in words.repeat_over(mine)
    assert words.in_form()


@pytest.mark.parametrize(
    "line",
    [
        "{day} Nov 08:0{n} · Told the guest, by phone: {said}",
        "{day} Nov 08:0{n}: Told the guest, by phone: {said}",
        "{day} Nov 08:0{n}: “Own it” done",
    ],
)
def test_what_the_bot_wrote_into_the_debrief_is_no_likeness(line: str) -> None:
    told = [line.format(day=20 + n, n=n, said=said) for n, said in ((1, "Hello"), (2, "Sorry"))]
    what = [f"Times by the clock of Europe/Berlin:\n{each}" for each in told]
    theirs = ("23 Nov 09:00: A guest saw it", "24 Nov 09:00: A guest sent it back")
    one = numbered(1, "Nut in the soup", what=f"{what[0]}\n{theirs[0]}", why="Peanuts")
    two = numbered(2, "A cold soup came out", what=f"{what[1]}\n{theirs[1]}", why="Slow stove")
    assert set(compare(two, one).words) <= {"soup", "guest"}
    assert "stove" in look_for(two).words
    assert not {"told", "nov", "phone", "europe", "own"} & set(look_for(two).words)
