"""The parts by themselves: words, verbs, patterns, people."""

import pytest

from bot.language.findings import Surface
from bot.language.languages import detected, language_of
from bot.language.matching import MOST_TRIES, Matcher, Tagged
from bot.language.normal import plain
from bot.language.packs import ROLES, Pack, pack
from bot.language.patterns import Compiler, expand
from bot.language.people import tag
from bot.language.tokens import tokenise

EN = pack("en")
COMPILER = Compiler(EN.verbs.forms, ROLES, frozenset())


def words(text: str) -> list[str]:
    return tokenise(plain(text), EN.contractions).words


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("didn't", ["did", "not"]),
        ("should of", ["should", "have"]),
        ("shouldn't've", ["should", "not", "have"]),
        ("the guys' van", ["the", "guys", "'s", "van"]),
        ("rock'n'roll o'clock", ["rock'n'roll", "o'clock"]),
        ("Mr. Okafor at 14:10.", ["mr", "okafor", "at", "<time>", "."]),
        ("<@U12>'s <#C1|ops> :tada:", ["<mention>", "'s", "<channel>", "<emoji>"]),
        ("what?! no; £4.20", ["what", "?", "no", ";", "<number>"]),
        ("cats'", ["cats", "'s"]),
    ],
)
def test_words(text: str, found: list[str]) -> None:
    assert words(text)[: len(found)] == found


@pytest.mark.parametrize(
    ("base", "past", "ing"),
    [
        ("drop", "dropped", "dropping"),
        ("apply", "applied", "applying"),
        ("see", "saw", "seeing"),
        ("send", "sent", "sending"),
        ("admit", "admitted", "admitting"),
        ("look", "looked", "looking"),
        ("call", "called", "calling"),
        ("add", "added", "adding"),
        ("book", "booked", "booking"),
        ("use", "used", "using"),
        ("schedule", "scheduled", "scheduling"),
        ("check", "checked", "checking"),
    ],
)
def test_verbs(base: str, past: str, ing: str) -> None:
    assert EN.verbs.past_of(base) == past
    assert EN.verbs.base(past) == base
    assert ing in EN.verbs.forms(base)


def test_what_is_no_verb_has_no_base() -> None:
    assert EN.verbs.base("red") == ""
    assert EN.verbs.base("quickly") == ""
    assert "misses" in EN.verbs.forms("miss")
    assert "tries" in EN.verbs.forms("try")
    assert "dying" in EN.verbs.forms("die")
    assert "supplied" in EN.verbs.forms("supply")


def hits(pattern: str, text: str) -> list[tuple[int, int]]:
    tokens = tokenise(plain(text), EN.contractions)
    tagged = Tagged(tokens.words, [EN.keys(word) for word in tokens.words])
    cased = [plain(text).cased[s:e] for s, e in zip(tokens.starts, tokens.ends, strict=True)]
    tag(tagged, cased, Surface.THREAD)
    rows = [COMPILER.pattern("p", row) for row in expand(pattern)]
    return [(hit.start, hit.end) for hit in Matcher(rows).hits(tagged)]


@pytest.mark.parametrize(
    ("pattern", "text", "found"),
    [
        ("a (b c|d)? e", "a b c e", True),
        ("a (b c|d)? e", "a e", True),
        ("a (b c|d)? e", "a c e", False),
        ("x ... y", "x 1 2 3 y", True),
        ("x ... y", "x. y", False),
        ("x .. y", "x and y", False),
        ("^ x $", "a. x.", True),
        ("^ x $", "a x", False),
        ("x y $", "x y z", False),
        ("(^|so) x y", "a. x y", True),
        ("(^|so) x y", "a x y", False),
        ("x y (now|$)", "x y", True),
        ("x !y", "x y", False),
        ("x !y", "x", True),
        ("!y x", "x", True),
        ("x+ y", "x x x y", True),
        ("x? y", "y", True),
        ("<coll>? broke", "broke", True),
        ("<coll> broke", "the night shift broke", True),
        ("<coll>|boss broke", "boss broke", True),
        ("broke <coll>|it", "broke it", True),
        ("broke <coll>? now", "broke now", True),
        ("broke <coll> now", "broke now", False),
        ("who ~drop it", "who dropped it", True),
        ("wally <coll>|zz y", "wally zz y", True),
        ("!<coll> broke", "broke", True),
        ("<coll> ... wally", "dave dave x wally", True),
        ("zz|<coll> ..1 qq", "zz qq", True),
        ("so zz|<coll> now", "so zz x now", False),
        ("@adv zz|<coll> wally", "just x zz wally", False),
        ("@adv+ wally", "just just wally", True),
        ("@adv+ wally", "x wally", False),
        ("@adv ...1 wally", "just x x wally", False),
        ("wally <coll>|zz y", "wally zz x", False),
        ("wally <coll> y", "wally dave x", False),
        ("<coll> x wally", "dave y wally", False),
        ("y zz|<coll> wally", "x zz wally", False),
        ("y <coll> wally", "x dave wally", False),
    ],
)
def test_patterns(pattern: str, text: str, found: bool) -> None:
    assert bool(hits(pattern, text)) is found


def test_a_pattern_needs_a_word_to_be_looked_up_by() -> None:
    with pytest.raises(ValueError, match="nothing to look up"):
        hits("<coll> ...", "x")
    with pytest.raises(KeyError):
        hits("<stranger> x", "x")


def test_a_search_has_an_end() -> None:
    rows = [COMPILER.pattern(str(n), "x") for n in range(100)]
    text = Tagged(["x"] * 10_000, [frozenset({"x"})] * 10_000)
    assert MOST_TRIES <= sum(1 for _ in Matcher(rows).hits(text)) < 2 * MOST_TRIES


def people(text: str, surface: Surface = Surface.THREAD) -> dict[str, str]:
    tokens = tokenise(plain(text), EN.contractions)
    tagged = Tagged(tokens.words, [EN.keys(word) for word in tokens.words])
    cased = [plain(text).cased[s:e] for s, e in zip(tokens.starts, tokens.ends, strict=True)]
    tag(tagged, cased, surface)
    found = tagged.begins.items()
    return {" ".join(tagged.words[first:after]): role for first, (after, role) in found}


@pytest.mark.parametrize(
    ("text", "who", "role"),
    [
        ("the new night porter left", "the new night porter", "coll"),
        ("our trainee, Ben, left", "our trainee , ben ,", "coll"),
        ("our trainee, who left", "our trainee", "coll"),
        ("driver Tom left", "driver tom", "coll"),
        ("Priya Shah left", "priya shah", "coll"),
        ("so Mark left", "mark", "coll"),
        ("the lads in dispatch left", "the lads in dispatch", "coll"),
        ("someone in the billing team left", "someone", "some"),
        ("Dave in the warehouse team left", "dave in the warehouse team", "coll"),
        ("Dave on holiday", "dave", "coll"),
        ("Mrs Okafor rang", "mrs okafor", "cust"),
        ("your team rang", "your team", "you"),
        ("the worker failed", "the worker", "machine"),
        ("the courier came", "the courier", "vendor"),
        ("nobody came", "nobody", "none"),
    ],
)
def test_people(text: str, who: str, role: str) -> None:
    assert people(text).get(who) == role


def test_no_people_where_there_are_none() -> None:
    assert people("mark my words, the blue table in the hall") == {}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("we should have called them before noon", "en"),
        ("das ist doch nicht so schlimm", "de"),
        ("ok", "en"),
        ("dank", "en"),
        ("la commande du client est encore perdue", None),
        ("Kundenbestellung Lieferverzögerung Rechnungsnummer", "de"),
        ("zzzz qqqq xxxx wwww vvvv", "en"),
    ],
)
def test_the_language_of_a_text(text: str, code: str | None) -> None:
    seen = plain(text)
    assert language_of(seen.text, words(text), ()) == code


def test_nothing_is_no_language() -> None:
    assert detected("\x01 ") == ("", 0.0)


def test_a_language_that_is_not_there() -> None:
    with pytest.raises(KeyError):
        pack("xx")


def test_two_rules_of_one_name_are_refused(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("xx")
    rule = '[[rule]]\nid = "a"\ncategory = "deflection"\nsurface = "both"\nprinciple = "P07"\n'
    (folder / "rules.toml").write_text((rule + 'why = "w"\npatterns = ["x y"]\n') * 2)
    (folder / "words.toml").write_text('[classes]\nstop = "a"\n')
    (folder / "categories.toml").write_text("")
    with pytest.raises(ValueError, match="two rules are called a"):
        Pack("xx", folder)


def test_every_width_of_space_is_a_space() -> None:
    assert plain("so\u2003sorry\u3000for\u00a0this").text == "so sorry for this"
