"""A message that may be in Slack though nothing is left to say: what it says there is put right."""

from dataclasses import replace

from bot.commands import MessageRef
from bot.ports import Parcel, Scene
from handlers.courier import Courier
from handlers.views.render import render
from handlers.views.shapes import Message

SOMEWHERE = MessageRef("", "")


async def worded(
    courier: Courier, parcel: Parcel, scene: Scene, *, command: str, workspace_url: str
) -> tuple[Parcel, Message | None]:
    """The parcel and what it says now (see `render`). Where that is nothing, an earlier try of it
    may have got through just before we were killed, and what it was about was done since: it is
    looked for, to say so. Raises what Slack or the network raises, and NotNow."""
    message = render(parcel, scene, command=command, workspace_url=workspace_url)
    if message or parcel.posted or not parcel.unsure:
        return parcel, message
    there = replace(parcel, posted=SOMEWHERE)
    over = render(there, scene, command=command, workspace_url=workspace_url)
    found = await courier.found(parcel, over) if over else None
    return (replace(parcel, posted=found), over) if found else (parcel, None)
