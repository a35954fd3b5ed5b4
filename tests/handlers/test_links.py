"""The way to a thread, also where Slack does not give it."""

from dataclasses import replace

from handlers.links import permalink
from sandbox.faults import ApiFault
from tests.handlers.office import MISTAKES, Office


async def test_without_slacks_own_link_one_is_built(office: Office) -> None:
    incident = await office.opened()
    ts = incident.home.thread_ts
    assert ts
    office.sandbox.faults.waiting.append(ApiFault("chat.getPermalink", "500"))
    built = await permalink(office.deps, MISTAKES, ts)
    assert built == f"https://harbour.slack.com/archives/{MISTAKES}/p{ts.replace('.', '')}"
    office.sandbox.faults.waiting.append(ApiFault("chat.getPermalink", "500"))
    assert await permalink(replace(office.deps, workspace_url=""), MISTAKES, ts) is None
    assert str(await permalink(office.deps, MISTAKES, ts)).endswith(f"p{ts.replace('.', '')}")
