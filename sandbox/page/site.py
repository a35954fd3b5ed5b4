"""The page's one address, with its style and script, all from this package."""

from pathlib import Path

from fastapi import FastAPI, Request
from nicegui import events, ui

from sandbox.clock import SandboxClock
from sandbox.gestures import Gestures
from sandbox.page.deeds import heard
from sandbox.page.window import Window
from sandbox.slack import Slack

_HERE = Path(__file__).parent
_ICON = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" '
    'rx="8" fill="#1f4e4a"/><path d="M9 17l5 5 9-12" stroke="#fff" stroke-width="4" fill="none" '
    'stroke-linecap="round" stroke-linejoin="round"/></svg>'
)


def serve(app: FastAPI, slack: Slack, gestures: Gestures, clock: SandboxClock) -> None:
    """See `sandbox.page.mount`."""
    for channel in slack.channels.values():  # what was said before today has been read
        for member in channel.members:
            slack.mark_read(member, channel.id)
    style = (_HERE / "page.css").read_text(encoding="utf-8")
    script = (_HERE / "page.js").read_text(encoding="utf-8")

    @ui.page("/", title=f"{slack.team.name} (sandbox)", response_timeout=10)
    def page(request: Request) -> None:
        ui.add_css(style)
        ui.add_head_html(f"<script>{script}</script>")

        async def hear(event: events.GenericEventArguments) -> None:
            await heard(window, event)

        window = Window(slack, gestures, clock, dict(request.query_params), hear)

    ui.run_with(
        app,
        favicon=_ICON,
        language="en-US",
        tailwind=False,
        binding_refresh_interval=None,
        show_welcome_message=False,
    )
