"""What the review makes of people, settings, several findings and long drafts."""

import json
from pathlib import Path

import pytest

from bot.language import Category, Circle, House, Lack, Surface, missing, remarks, review
from bot.language.matching import Hit
from bot.language.packs import pack
from bot.language.reading import read
from bot.language.reviewing import MOST_PROOFS
from bot.language.rewriting import rewritten

MESSAGES = [
    (each["text"], Surface(each["surface"]))
    for each in map(json.loads, Path("tests/language/sets/devset.jsonl").read_text().splitlines())
] + [
    (
        "We're sorry if this caused you any trouble, but our courier was late.",
        Surface.CUSTOMER_DRAFT,
    ),
    ("It was only a small thing and we'll get back to you soon.", Surface.CUSTOMER_DRAFT),
    (
        "Sorry but Dave, who has been fired, forgot your order; we'll let you know soon.",
        Surface.CUSTOMER_DRAFT,
    ),
]
THREAD, DRAFT = Surface.THREAD, Surface.CUSTOMER_DRAFT


NOBODY, NOTHING = Circle(), House()


def rules(text: str, surface: Surface, circle: Circle = NOBODY, house: House = NOTHING) -> set[str]:
    """The rules that fired."""
    return {finding.rule for finding in review(text, surface, circle, house)}


def test_names_that_are_words_need_their_capital() -> None:
    circle = Circle(people=("Will Smith",), customers=("The Lindqvists",))
    assert review("we are sure that the never read the terms", THREAD, circle) == ()
    assert review("did will even check?", THREAD, circle) == ()
    assert "forgot-again" in rules("did Will even check it?", THREAD, circle)
    assert review("mark the boxes please", THREAD, Circle(people=("Mark Able",))) == ()


def test_names_one_was_told_are_people() -> None:
    circle = Circle(people=("Zaphod Beeblebrox",), teams=("Kraken",), vendors=("Snailmail",))
    assert "fault-of" in rules("this is all Zaphod Beeblebrox's fault", THREAD, circle)
    assert "fault-of" in rules("this is all Kraken's fault", THREAD, circle)
    house = House(vendors=("Snailmail",))
    assert "third-party-draft" in rules("Snailmail lost your parcel.", DRAFT, Circle(), house)


def test_a_muted_rule_or_category_is_silent() -> None:
    text = "This is Dave's fault."
    assert rules(text, THREAD) == {"fault-of"}
    assert not rules(text, THREAD, house=House(muted=frozenset({"fault-of", "model"})))
    assert not rules(text, THREAD, house=House(muted=frozenset({"person_blame"})))


def test_an_exception_holds_for_the_shape_and_not_for_the_person() -> None:
    (finding,) = review("This is Dave's fault.", THREAD)
    house = House(exceptions=frozenset({finding.shape}))
    assert review("This is Dave's fault.", THREAD, house=house) == ()
    assert review("This is Priya's fault.", THREAD, house=house) == ()
    assert "Dave" not in finding.shape


def test_an_exception_holds_for_every_message_it_was_made_of() -> None:
    """Another rule that sees some of the same words does not take its place."""
    for text, surface in MESSAGES:
        found = review(text, surface)
        if len(found) == 1:
            house = House(exceptions=frozenset({found[0].shape}))
            assert not review(text, surface, house=house), text


def test_an_exception_does_not_cover_a_longer_reproach() -> None:
    short, text = "this is your fault", "this is your fault, you useless idiot"
    (finding,) = review(short, THREAD)
    assert review(text, THREAD, house=House(exceptions=frozenset({finding.shape})))


def test_no_rewrite_would_be_found_fault_with() -> None:
    for text, surface in MESSAGES:
        for finding in review(text, surface):
            line = finding.rewrite.replace("[day and time]", "Friday at 15:00")
            assert not review(line, surface), f"{text} -> {line}"


def test_only_so_many_sentences_of_one_text_are_recast() -> None:
    text = "\n".join(["Your claim was overlooked."] * 30)
    found = review(text, DRAFT)
    recast = [finding for finding in found if "We overlooked" in finding.rewrite]
    assert len(found) > len(recast) == MOST_PROOFS


def test_a_team_has_its_own_phrases() -> None:
    house = House(
        phrases={
            Category.PERSON_BLAME: ("did a Kevin", ""),
            Category.VAGUE_PROMISE: ("when the stars align",),
        }
    )
    text = "someone did a Kevin"
    (finding,) = review(text, THREAD, house=house)
    assert (finding.rule, text[finding.start : finding.end]) == ("own-phrase", "did a Kevin")
    assert review("we did a lot", THREAD, house=house) == ()
    assert review("When the stars align.", THREAD, house=house) == ()
    assert "own-phrase" in rules("You get it when the stars align.", DRAFT, house=house)


def test_languages_can_be_narrowed() -> None:
    text = "Das Lager ist schuld."
    assert rules(text, THREAD) == {"de-schuld"}
    assert not rules(text, THREAD, house=House(languages=("en",)))
    assert not rules("This is Dave's fault.", THREAD, house=House(languages=("de",)))
    assert not rules(text, THREAD, house=House(languages=("xx",)))


def test_nothing_is_missing_where_the_language_has_no_list() -> None:
    assert missing("Wir haben Ihnen die falsche Rechnung geschickt.") == ()


def test_what_a_draft_lacks_comes_by_weight() -> None:
    assert missing("Something broke.") == tuple(Lack)
    assert missing("We mislaid it.") == (Lack.IMPACT, Lack.ACTION, Lack.NEXT_WORD)
    whole = (
        "We made a mistake: we sent you the wrong invoice, and you paid £40 too much. "
        "We have refunded it. You will hear from me again by Friday at 15:00."
    )
    assert missing(whole) == ()


@pytest.mark.parametrize(
    ("text", "there"),
    [
        ("We refund you today, and I ring you tomorrow at 10:00.", True),
        ("Your refund is with you by Friday noon.", True),
        ("I call you tomorrow at 10.", True),
        ("I write to you again by noon tomorrow.", True),
        ("I write to you today because we made a mistake.", False),
        ("I rang you on Friday.", False),
        ("You can ring us tomorrow at 10.", False),
    ],
)
def test_a_plan_in_the_present_tense_is_the_next_word(text: str, there: bool) -> None:
    assert (Lack.NEXT_WORD not in missing(text)) is there


def test_done_and_sorry_is_owned() -> None:
    assert Lack.OWNERSHIP not in missing("We stacked two pallets high. I am sorry.")


def test_a_month_is_nobody() -> None:
    assert rules("Your email of 3 May was overlooked.", DRAFT) == {"passive-harm"}


def test_a_rewrite_is_short_and_whole() -> None:
    for text in (
        "Your claim " + "x" * 400 + " was overlooked.",
        "Your claim \ud800 was overlooked.",
    ):
        for finding in review(text, DRAFT):
            assert len(finding.rewrite) <= 300
            finding.rewrite.encode()


def test_remarks_are_at_most_five() -> None:
    text = (
        "We apologise for any inconvenience. An error occurred. It will be fixed shortly. "
        "Our driver has been suspended. Royal Mail lost your parcel. You failed to tell us."
    )
    found = remarks(text)
    assert len(found) == 5
    assert all(remark.finding or remark.lack for remark in found)
    assert remarks("Hello")[0].lack is Lack.OWNERSHIP


def test_the_model_sees_what_no_rule_says() -> None:
    text = "Wow, so the front desk just shrugged and went home, lovely."
    for finding in review(text, THREAD):
        assert finding.category in Category


@pytest.mark.parametrize(
    ("text", "surface", "rewrite"),
    [
        ("Your claim was overlooked.", DRAFT, "We overlooked your claim."),
        ("Our trainee forgot to order the part.", DRAFT, "We forgot to order the part."),
        (
            "Dan forgot to renew the domain.",
            THREAD,
            "What would have helped us to renew the domain?",
        ),
        ("We will be in touch shortly.", DRAFT, "We will be in touch by [day and time]."),
        ("Your refund was not issued.", DRAFT, "We did not issue your refund."),
        ("I'm sorry if the delay put you out.", DRAFT, "I'm sorry that the delay put you out."),
        ("It appears that two parcels were sent.", DRAFT, "We sent two parcels."),
        (
            "Regrettably, your claim was inadvertently lost.",
            DRAFT,
            "We lost your claim by mistake.",
        ),
        ("Your files have been deleted by mistake.", DRAFT, "We deleted your files by mistake."),
        ("Your card was used by mistake.", DRAFT, "We used your card by mistake."),
        ("Your card was keyed by mistake.", DRAFT, ""),
        ("The blue box of the nice family in flat four was lost by mistake.", DRAFT, ""),
        ("Your refund was lost by the bank.", DRAFT, ""),
        ("We apologise if any guest was offended.", DRAFT, ""),
        ("Quick note that a charge was applied in error.", DRAFT, ""),
        ("Your progress appears to have been lost by mistake.", DRAFT, ""),
        ("Your claim of 2½ kg was overlooked by Zoë.", DRAFT, ""),
        ("The sample from Zoë’s “Gold” box was lost by mistake.", DRAFT, ""),
        ("Your letter was wrongly addressed.", DRAFT, ""),
        ("One of our drivers left the gate open by mistake.", DRAFT, ""),
        ("Sorry it was late, but I have moved you to a suite.", DRAFT, ""),
        ("Your parcel will soon be back with us.", DRAFT, ""),
        ("we shouldn't have trusted the CSV", THREAD, ""),
        ("They should have told us.", THREAD, ""),
        ("You should have read the terms.", DRAFT, ""),
        ("Our trainee was careless.", DRAFT, "We were careless."),
        ("Our trainee, I think, forgot the part.", DRAFT, ""),
        ("Sorry, but the terms are clear.", DRAFT, ""),
        ("You were never in any real danger.", DRAFT, ""),
    ],
)
def test_a_rewrite_keeps_the_facts(text: str, surface: Surface, rewrite: str) -> None:
    found = {finding.rewrite for finding in review(text, surface)}
    assert rewrite in found or (not rewrite and all("[" in other for other in found))


def test_a_verb_that_is_none_makes_no_question() -> None:
    rule = pack("en").rules["should-have"]
    reading = read("we should have red boxes", THREAD, NOBODY, NOTHING)
    assert not list(rewritten(rule, Hit(rule.id, 0, 4), reading, pack("en"), THREAD))
