"""Two people have the same form open: the second is told in the form, which keeps the words."""

from tests.handlers.office import PRIYA, TOM, Office

OWN_IT = "prompt:own_it"


async def test_two_people_fill_in_the_same_form(office: Office) -> None:
    await office.opened()
    for user, words in ((TOM, "I’m sorry"), (PRIYA, "We are sorry")):
        await office.press(user, OWN_IT, "step.done")
        await office.fill(user, field__told_by=user, field__way="phone", field__words=words)
    await office.submit(TOM)
    await office.submit(PRIYA)
    said = next(iter(office.errors(PRIYA).values()))
    assert said.startswith("Tom Whitaker has written down “Own it” meanwhile")
    assert "Update the customer" in said
    assert office.incident().state("own_it").artefact["words"] == "I’m sorry"


async def test_two_people_note_a_make_up(office: Office) -> None:
    await office.opened()
    await office.settle_up_to("make_it_up")
    await office.deliver()
    for user in (TOM, PRIYA):
        await office.press(user, "prompt:make_it_up", "step.done")
        await office.fill(user, field__offer=f"A gift of {user}", field__worth="20 EUR")
    await office.submit(TOM)
    await office.submit(PRIYA)
    assert "Another make-up" in next(iter(office.errors(PRIYA).values()))
    [made] = office.incident().making_up.offers
    assert made.by == TOM
    await office.deliver()
    await office.react(PRIYA, "make_up:1", "white_check_mark")
    assert "A reaction changes nothing here" in office.said(PRIYA)
    assert office.private(PRIYA)[-1].thread_ts == office.incident().home.thread_ts
