"""A card that cannot be written: the owner is told why, and what to do."""

from dataclasses import replace

import pytest

from bot.wording.system import trouble
from tests.bot.story import Story


@pytest.mark.parametrize(
    ("error", "says"),
    [
        ("not_in_channel", "type `/invite @Amends`, then press *Try again*"),
        ("is_archived", "Open the channel again and press *Try again*"),
        ("is_inactive", "is archived, so I can’t write"),
        ("is_ext_shared", "is shared with another company now"),
        ("restricted_action", "*Try again*"),
    ],
)
def test_each_reason_comes_with_what_to_do(error: str, says: str) -> None:
    incident = Story().incident
    broken = replace(incident, home=replace(incident.home, trouble=error))
    assert says in trouble(broken)
    assert f"`{error}`" not in trouble(broken)
