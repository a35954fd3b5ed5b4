"""A form is sent or a button pressed, and the bot is killed: what was acknowledged stands, and what
was not is sent again by its sender, because Slack does not, and counts once."""

import signal
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path

import pytest

from bot.wording import notes
from sandbox.model import Message
from tests.databases import BOTH
from tests.faults.moments import ACKING, COMMITTED, COMMITTING, LINGERING, PERFORMING, Moment
from tests.faults.place import LEASE, Place, open_place, until
from tests.faults.processes import running
from tests.faults.wires import AfterAck
from tests.phrases import WHOLE
from tests.stories.cast import PRIYA, TOM
from tests.stories.reading import elements

UNSEEN = 3  # seconds in which no message is edited


@dataclass(frozen=True)
class Deed:
    """What Priya does with a card or a prompt: the button, what she fills in where it opens a form
    (`fields` by their block's id), and what the timeline says once it is done."""

    on: str
    button: str
    says: str
    fields: Mapping[str, object] = field(default_factory=dict)


DEEDS = {
    "tell": Deed("card", "incident.tell", "You lost a morning", {"words": WHOLE}),
    "own it": Deed("prompt", "step.done", notes.entry_done("Own it"), {"field.way": "phone"}),
    "skip": Deed("prompt", "step.skip", "They know", {"reason": "They know"}),
    "close": Deed("card", "incident.close", "Settled by phone", {"reason": "Settled by phone"}),
    "hand over": Deed("card", "incident.hand_over", notes.entry_handed_over(), {"to": TOM}),
    "take": Deed("prompt", "step.take", notes.entry_taken("Own it")),
}


def trap_at(point: str, place: Place) -> list[Moment]:
    database = "sqlite" if place.database_url.startswith("sqlite") else "postgres"
    return {
        "before the commit": [PERFORMING, COMMITTING[database]._replace(pause=LINGERING)],
        "after the commit": [PERFORMING, COMMITTED[database]],
        "before the ack": [PERFORMING, COMMITTED[database], ACKING],
        "after the ack": [],
    }[point]


@dataclass
class Doing:
    """That deed, about to be done; a form is open and filled in."""

    place: Place
    deed: Deed
    message: Message

    async def do(self) -> bool:
        """Send the form or press the button. Whether Priya may think that it was taken."""
        slack, before = self.place.sandbox.slack, len(self.place.sandbox.slack.notices(PRIYA))
        if self.deed.fields:
            await self.place.sandbox.gestures.submit(PRIYA)
        else:
            await self.press()
        return len(slack.notices(PRIYA)) == before

    async def press(self) -> None:
        """Use the button as the message shows it now."""
        message = self.message
        block, element = next(
            each for each in elements(message.blocks) if each[1]["action_id"] == self.deed.button
        )
        await self.place.sandbox.gestures.press(
            PRIYA, message.channel, message.ts, self.deed.button, block["block_id"],
            element.get("value"),
        )  # fmt: skip

    @property
    def times(self) -> int:
        """How often it was done, as the timeline says."""
        return sum(self.deed.says in entry["text"] for entry in self.place.kept().timeline)


async def begin(place: Place, deed: Deed) -> Doing:
    """A mistake with its card and its first prompt, and the form of that deed."""
    card = await place.opened(PRIYA)
    await place.settle()
    [prompt] = place.prompts()
    doing = Doing(place, deed, card if deed.on == "card" else prompt)
    if deed.fields:
        await doing.press()
        view = place.sandbox.slack.view_of
        await until(lambda: (form := view(PRIYA)) and form.view.get("submit"), "the form")
        for block, value in deed.fields.items():
            await place.sandbox.gestures.fill(PRIYA, block, "value", value)
    assert doing.times == 0
    return doing


async def recovers(doing: Doing, *, acked: bool) -> None:
    """Started again; Priya does it again where she was not told that it was taken."""
    place = doing.place
    place.time.pass_by(LEASE)
    if not acked and not doing.deed.fields:
        # Or the message may say that it was done before she presses what she saw on it. (A form
        # stays as it is.)
        place.fault("chat.update", "429", retry_after=UNSEEN)
    async with running(place):
        if not acked:
            assert await doing.do(), "now it is taken"
        await until(lambda: not place.kept().unsent(), "all is sent")
        await place.settle()
        place.check()
    assert doing.times == 1


POINTS = ("before the commit", "after the commit", "before the ack", "after the ack")
EVERYDAY = (
    ("sqlite", "tell", "before the ack"),
    ("sqlite", "take", "before the commit"),
    ("postgres", "tell", "before the commit"),
)
EACH = [
    pytest.param(*each, marks=() if each in EVERYDAY else pytest.mark.long)
    for each in product(BOTH, DEEDS, POINTS)
]


@pytest.mark.parametrize(("database", "deed", "point"), EACH)
async def test_killed(
    request: pytest.FixtureRequest, tmp_path: Path, database: str, deed: str, point: str
) -> None:
    url = request.getfixturevalue(f"ready_{database}_url")
    async with open_place(url, tmp_path) as place:
        async with running(place, trap_at(point, place)) as process:
            doing = await begin(place, DEEDS[deed])
            if point == "after the ack":
                wire = AfterAck(place.sandbox.delivery.transport, process.kill, "interactive")
                place.sandbox.delivery.transport = wire
            acked = await doing.do()
            assert await process.ended() == -signal.SIGKILL
        assert doing.times or not acked, "acknowledged, and lost"
        assert doing.times == (0 if point == "before the commit" else 1)
        assert acked == (point == "after the ack")
        await recovers(doing, acked=acked)
