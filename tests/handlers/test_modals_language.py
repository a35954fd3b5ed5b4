"""The settings of the language, over the workspace's settings."""

from typing import Any

from bot.coachbook import PhraseException
from bot.people import Person
from bot.settings import CoachMode, LanguageSettings, Settings
from tests.handlers.office import PRIYA, TOM, Office, blocks_of, everything

DROPPED = PhraseException("<someone> dropped the ball", "person_blame")
SHOULD = PhraseException("should have known", "counterfactual_hindsight")


async def opened(office: Office, user: str = TOM) -> None:
    """The language, opened from the settings."""
    await office.type(user, "settings")
    await office.sandbox.gestures.press_in_view(user, "settings.language")
    await office.settle()


def block(office: Office, user: str, block_id: str) -> dict[str, Any]:
    """A block of the open form."""
    form = office.form(user)
    assert form
    found: dict[str, Any] = next(
        each for each in form.view["blocks"] if each["block_id"] == block_id
    )
    return found


def kept(office: Office) -> LanguageSettings:
    return office.directory.kept.language


async def test_the_lead_decides_how_far_it_goes_and_what_it_looks_for(office: Office) -> None:
    office.directory.kept = Settings(lead=TOM)
    await opened(office)
    assert office.title(TOM) == "Language"
    looked_for = [
        option["value"] for option in block(office, TOM, "looks_for")["element"]["options"]
    ]
    assert len(looked_for) == 9
    less = [each for each in looked_for if each != "vague_promise"]
    await office.fill(
        TOM, coach="drafts", looks_for=less, vendors="Blue Freight\n\nBlue Freight\nAcorn"
    )
    await office.submit(TOM)
    assert kept(office) == LanguageSettings(
        CoachMode.DRAFTS, muted=frozenset({"vague_promise"}), vendors=("Blue Freight", "Acorn")
    )
    assert office.title(TOM) == "Settings"  # the settings are still there below
    await office.submit(TOM)
    assert kept(office).coach is CoachMode.DRAFTS
    await opened(office)
    ticked = block(office, TOM, "looks_for")["element"]["initial_options"]
    assert [option["value"] for option in ticked] == less
    assert block(office, TOM, "vendors")["element"]["initial_value"] == "Blue Freight\nAcorn"


async def test_a_language_is_needed_unless_it_is_off(office: Office) -> None:
    office.directory.kept = Settings(lead=TOM)
    await opened(office)
    await office.fill(TOM, languages=[])
    await office.submit(TOM)
    assert list(office.errors(TOM)) == ["languages"]
    await office.fill(TOM, coach="off")
    await office.submit(TOM)
    assert kept(office).coach is CoachMode.OFF
    assert kept(office).languages == ()


async def test_exceptions_are_seen_and_taken_off(office: Office) -> None:
    office.directory.kept = Settings(lead=TOM)
    await opened(office)
    assert "exceptions" not in blocks_of(office.form(TOM))
    await office.sandbox.gestures.close_view(TOM, everything=True)
    office.coachbook.kept = [DROPPED, SHOULD]
    await opened(office)
    options = block(office, TOM, "exceptions")["element"]["options"]
    assert [option["text"]["text"] for option in options] == [DROPPED.shape, SHOULD.shape]
    new = PhraseException("said meanwhile", "person_blame")
    office.coachbook.kept.append(new)
    await office.fill(TOM, exceptions=[options[1]["value"]])
    await office.submit(TOM)
    assert office.coachbook.kept == [SHOULD, new]


async def test_many_exceptions_are_shown_in_part_and_none_is_lost(office: Office) -> None:
    office.directory.kept = Settings(lead=TOM)
    office.coachbook.kept = [PhraseException(f"shape {n}", "person_blame") for n in range(130)]
    await opened(office)
    form = office.form(TOM)
    assert form and "80 older ones" in everything(form.view["blocks"])
    await office.submit(TOM)
    assert len(office.coachbook.kept) == 130


async def test_rules_can_be_let_pass(office: Office) -> None:
    unknown = frozenset({"a-rule-of-a-later-version"})
    office.directory.kept = Settings(lead=TOM, language=LanguageSettings(muted=unknown))
    await opened(office)
    element = block(office, TOM, "muted_rules")["element"]
    groups = element.get("option_groups") or [element]
    chosen = groups[0]["options"][0]["value"]
    await office.fill(TOM, muted_rules=[chosen])
    await office.submit(TOM)
    assert kept(office).muted == {chosen, *unknown}
    await opened(office)
    await office.fill(TOM, muted_rules=[])
    await office.submit(TOM)
    assert kept(office).muted == unknown


async def test_a_teams_own_phrases(office: Office) -> None:
    office.directory.kept = Settings(lead=TOM)
    await opened(office)
    await office.sandbox.gestures.press_in_view(TOM, "settings.phrases")
    await office.settle()
    assert office.title(TOM) == "Your own phrases"
    await office.fill(
        TOM, phrases__person_blame="the usual suspects\nthe B team", phrases__deflection="x" * 81
    )
    await office.submit(TOM)
    assert list(office.errors(TOM)) == ["phrases.deflection"]
    await office.fill(TOM, phrases__deflection="\n".join(f"p{n}" for n in range(26)))
    await office.submit(TOM)
    assert "25 phrases" in office.errors(TOM)["phrases.deflection"]
    await office.fill(TOM, phrases__deflection=None)
    await office.submit(TOM)
    assert kept(office).phrases == {"person_blame": ("the usual suspects", "the B team")}
    assert office.title(TOM) == "Language"
    await office.submit(TOM)
    assert kept(office).phrases
    await office.submit(TOM)
    await opened(office)
    await office.sandbox.gestures.press_in_view(TOM, "settings.phrases")
    element = block(office, TOM, "phrases.person_blame")["element"]
    assert element["initial_value"] == "the usual suspects\nthe B team"


async def test_others_may_read_it(office: Office) -> None:
    office.directory.known[PRIYA] = Person(PRIYA, known_at=office.clock.now)
    office.coachbook.kept = [DROPPED]
    await opened(office, PRIYA)
    form = office.form(PRIYA)
    assert form and not form.view.get("submit")
    assert "&lt;someone&gt; dropped the ball" in everything(form.view["blocks"])


async def test_who_is_lead_no_more_changes_nothing(office: Office) -> None:
    office.directory.kept = Settings(lead=TOM)
    await opened(office)
    await office.sandbox.gestures.press_in_view(TOM, "settings.phrases")
    office.directory.kept = Settings(lead=PRIYA)
    await office.fill(TOM, phrases__person_blame="the B team")
    for _ in range(2):
        await office.submit(TOM)
        assert "lead" in next(iter(office.errors(TOM).values()))
        await office.sandbox.gestures.close_view(TOM)
    assert kept(office) == LanguageSettings()
