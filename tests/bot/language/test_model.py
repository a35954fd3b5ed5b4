"""The trained model: what it is made of, and when it keeps silent."""

import json
from importlib import resources

from bot.language import Category, Circle, House, Surface, review
from bot.language.features import Item, features, items, names
from bot.language.matching import Tagged
from bot.language.model import CATEGORIES, Model, doubt
from bot.language.packs import Pack
from bot.language.reading import read
from bot.language.reviewing import BY_MODEL
from bot.language.scoring import MOST_SENTENCES, NEVER, Scores

WEIGHTS = {
    "bias": {"thread": -1.0, "customer_draft": -2.0},
    "cuts": {surface.value: {"alone": 1.0, "agree": -1.0} for surface in Surface},
    "category_bias": [0.0] * len(CATEGORIES),
    "names": ["wally", "dolly wally"],
    "thread": [2000, 1000],
    "draft": [500, 0],
    "categories": {"wally": {"0": 1500, "8": 100}, "dolly": {"0": -3000, "8": -3000}},
}
MODEL = Model(json.dumps(WEIGHTS))


def test_a_score_is_the_sum_of_what_is_known() -> None:
    assert MODEL.score({"wally", "dolly wally", "unheard of"}, Surface.THREAD) == 2.0
    assert MODEL.score({"wally"}, Surface.CUSTOMER_DRAFT) == -1.5


def test_the_category_is_the_likeliest_that_the_surface_has() -> None:
    assert MODEL.category({"wally"}, Surface.THREAD) is Category.PERSON_BLAME
    deep = dict(WEIGHTS, category_bias=[-9.0] * len(CATEGORIES))
    assert Model(json.dumps(deep)).category({"wally"}, Surface.THREAD) is None
    assert Model(json.dumps(deep)).category({"wally"}, Surface.CUSTOMER_DRAFT) is not None


def test_the_words_are_those_that_weigh() -> None:
    words = ["so", "it", "was", "like", "dolly", "wally", "in", "the", "rain", "."]
    text = Tagged(words, [frozenset({word}) for word in words])
    row = [Item(word, word, at, at + 1) for at, word in enumerate(words)]
    assert {"dolly wally"} <= {name for name, _, _ in features(text, row)}
    assert MODEL.words(text, row, Surface.THREAD) == (4, 8)


def test_the_features_are_the_same_with_and_without_their_places() -> None:
    reading = read(
        "Dave, our new driver, dropped 3 parcels again.", Surface.THREAD, Circle(), House()
    )
    row = items(reading.tagged, *reading.sentences[0])
    placed = list(features(reading.tagged, row))
    assert names(reading.tagged, row) == {name for name, _, _ in placed}
    assert all(-1 <= first < after <= len(row) + 1 for _, first, after in placed)
    assert {"<coll>", "<coll>=dave", "<coll>|<number>", "<number> parcel again"} <= {
        name for name, _, _ in placed
    }


def test_the_words_are_never_a_whole_page() -> None:
    words = ["wally"] * 40
    text = Tagged(words, [frozenset({word}) for word in words])
    row = [Item(word, word, at, at + 1) for at, word in enumerate(words)]
    first, after = MODEL.words(text, row, Surface.THREAD)
    assert after - first < 20


def test_it_is_unsure_of_what_is_unlike_its_training() -> None:
    assert MODEL.familiar({"dolly wally", "x_y", "a|b"})
    assert not MODEL.familiar({"dolly molly", "molly wally", "dolly wally"})


def test_doubt_grows_with_length_questions_and_code() -> None:
    blame = {"<coll>", "@fault"}
    base = doubt(blame, Surface.THREAD, 1, technical=False, words=9)
    assert base == 0
    assert doubt(blame, Surface.THREAD, 9, technical=False, words=9) > base
    assert doubt(blame, Surface.THREAD, 1, technical=True, words=9) > base
    assert doubt({*blame, "!question"}, Surface.THREAD, 1, technical=False, words=9) > base
    assert doubt({*blame, "!rejected"}, Surface.CUSTOMER_DRAFT, 1, technical=False, words=9) > base
    assert doubt({*blame, "!glad"}, Surface.CUSTOMER_DRAFT, 1, technical=False, words=9) > base
    assert doubt(blame, Surface.THREAD, 1, technical=False, words=24) < 50
    assert doubt(blame, Surface.THREAD, 1, technical=False, words=25) > 50
    assert doubt(blame, Surface.CUSTOMER_DRAFT, 1, technical=False, words=29) < 50
    assert doubt({"@fault"}, Surface.THREAD, 1, technical=False, words=9) > 50


def _new_pack(code: str) -> Pack:
    return Pack(code, resources.files("bot.language").joinpath(code))


def test_a_language_without_a_model_relies_on_its_rules() -> None:
    reading = read("Das Lager ist schuld.", Surface.THREAD, Circle(), House())
    scores = Scores(reading, Surface.THREAD, _new_pack("de").model)
    assert scores.model is None
    assert scores.of(0) == NEVER


def test_only_so_many_sentences_are_scored() -> None:
    text = "This is Dave's fault. " * (MOST_SENTENCES + 5)
    assert len(review(text, Surface.THREAD)) == MOST_SENTENCES


def test_the_model_has_a_say_of_its_own() -> None:
    texts = [
        ("We are terribly sorry for whatever trouble you went through with us.", "customer_draft"),
        ("Rest assured the matter is being looked at and somebody will revert.", "customer_draft"),
        ("Had anybody bothered with the list, honestly, what a circus.", "thread"),
        ("so the night shift strolled off again and left us the mess, nice", "thread"),
        (
            "It would seem that a certain amount of confusion arose around your stay.",
            "customer_draft",
        ),
        ("funny how it is always the same shift that forgets the same door", "thread"),
        ("must be nice doing a night shift with your eyes shut", "thread"),
        ("Funny how it's never Shanice who's free on a Friday", "thread"),
        ("the client never bothers with the form and then blames our desk", "thread"),
    ]
    found = [finding for text, where in texts for finding in review(text, Surface(where))]
    assert BY_MODEL in {finding.rule for finding in found}
