"""Playbooks in the forms: chosen at opening, written in settings, and never half kept."""

from bot.commands import MessageRef
from bot.own_playbooks import read
from bot.playbooks import PLAYBOOKS
from bot.ports import ParcelKind
from bot.settings import OWN_PLAYBOOK_KEYS, Settings
from handlers import ids
from handlers.ids import Meta
from handlers.views import forms, render
from handlers.views.shapes import View
from tests.handlers.cases import PRIYA, TOM, a_parcel, a_scene, an_incident, settled
from tests.handlers.limits import check_message, check_view, texts
from tests.handlers.office import Office, blocks_of

META = Meta(number=12)
OURS = "At the counter\nSay it was us [own it]\nBring the right dish"


def own(count: int) -> Settings:
    books = (
        read(
            key,
            f"{'Longest name there is ' * 2}{key}\n"
            + "\n".join(
                f"{place} {'a step whose name is long enough '}: {'done ' * 30}[make-up]"
                for place in range(14)
            ),
        )
        for key in OWN_PLAYBOOK_KEYS[:count]
    )
    return Settings(own_playbooks=tuple(books), playbook="own_1")


def choices(view: View) -> list[str]:
    found = {block.get("block_id"): block for block in view["blocks"]}
    return [each["value"] for each in found[ids.PLAYBOOK]["element"]["options"]]


def test_all_playbooks_can_be_chosen_the_teams_own_last() -> None:
    settings = own(2)
    view = check_view(
        forms.opening(META, me=PRIYA, prefill="", ask_channel=False, settings=settings)
    )
    assert choices(view) == [*PLAYBOOKS, "own_1", "own_2"]
    asked = {block.get("block_id"): block for block in view["blocks"]}
    assert asked[ids.PLAYBOOK]["element"]["initial_option"]["value"] == "own_1"


def test_details_offer_another_until_someone_has_begun() -> None:
    assert ids.PLAYBOOK in str(check_view(forms.details(META, an_incident())))
    begun = settled(an_incident(), "own_it")
    assert ids.PLAYBOOK not in str(check_view(forms.details(META, begun))["blocks"])


def test_the_form_has_room_for_one_more_up_to_five() -> None:
    for count in range(6):
        view = check_view(forms.playbooks(META, own(count)))
        asked = [b for b in view["blocks"] if str(b.get("block_id")).startswith("own_playbook.")]
        assert len(asked) == min(count + 1, 5)
    assert "keep posted" in texts(view["blocks"])


def test_the_prompt_of_a_step_that_is_gone() -> None:
    there = a_parcel(ParcelKind.SLOT, "prompt:step_9", posted=MessageRef("C", "1"))
    assert "another playbook" in check_message(render.render(there, a_scene(), command="/m"))[0]
    not_there = a_parcel(ParcelKind.SLOT, "prompt:step_9")
    assert render.render(not_there, a_scene(), command="/m") is None


async def test_a_fault_keeps_the_form_and_the_old_playbooks(office: Office) -> None:
    office.directory.kept = Settings(lead=TOM, own_playbooks=(read("own_1", OURS),))
    await office.type(TOM, "settings")
    await office.sandbox.gestures.press_in_view(TOM, ids.SETTINGS_PLAYBOOKS)
    await office.settle()
    assert blocks_of(office.form(TOM)) == ["playbook", "own_playbook.own_1", "own_playbook.own_2"]
    await office.fill(TOM, own_playbook__own_1="At the counter\nA\nA", playbook="own_1")
    await office.fill(TOM, own_playbook__own_2="full recovery, TEN steps\nOwn it")
    await office.submit(TOM)
    faults = office.errors(TOM)
    assert "is there twice" in faults["own_playbook.own_1"]
    assert "called “full recovery, TEN steps” already" in faults["own_playbook.own_2"]
    assert office.directory.kept.own_playbooks == (read("own_1", OURS),)
    await office.fill(TOM, own_playbook__own_2="The full recovery\nOwn it")
    await office.submit(TOM)
    assert "already" in office.errors(TOM)["own_playbook.own_2"]
    await office.fill(TOM, own_playbook__own_1=None, own_playbook__own_2=OURS)
    await office.submit(TOM)
    assert list(office.errors(TOM)) == ["playbook"]
    await office.fill(TOM, playbook="imperfect")
    await office.submit(TOM)
    assert office.title(TOM) == "Settings"
    kept = office.directory.kept
    assert (kept.playbook, kept.own_playbooks) == ("imperfect", (read("own_2", OURS),))


async def test_a_name_that_is_there_for_everybody_is_not_taken_again(office: Office) -> None:
    office.directory.kept = Settings(lead=TOM)
    await office.type(TOM, "settings")
    await office.sandbox.gestures.press_in_view(TOM, ids.SETTINGS_PLAYBOOKS)
    await office.settle()
    for name in ("full", "FULL", "The full playbook", "Bounce Back", "acknowledge & fix"):
        await office.fill(TOM, own_playbook__own_1=f"{name}\nOwn it")
        await office.submit(TOM)
        assert f"called “{name}” already" in office.errors(TOM)["own_playbook.own_1"]
    await office.fill(TOM, own_playbook__own_1="Fish & chips counter\nSay *it* <b>now</b> & then")
    await office.submit(TOM)
    assert office.title(TOM) == "Settings"
    [book] = office.directory.kept.own_playbooks
    assert book.name == "Fish & chips counter"
    view = check_view(forms.playbooks(META, office.directory.kept))
    assert "Say *it* <b>now</b> & then" in str(view) and "Fish & chips counter" in str(view)


async def test_only_those_who_may_decide_change_playbooks(office: Office) -> None:
    office.directory.kept = Settings(lead=TOM)
    await office.type(TOM, "settings")
    await office.sandbox.gestures.press_in_view(TOM, ids.SETTINGS_PLAYBOOKS)
    await office.settle()
    office.directory.kept = Settings(lead=PRIYA)
    await office.submit(TOM)
    assert "lead" in next(iter(office.errors(TOM).values()))
