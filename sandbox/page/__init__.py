"""The sandbox's page: Slack as people see it, in a browser."""

from fastapi import FastAPI

from sandbox.clock import SandboxClock
from sandbox.gestures import Gestures
from sandbox.slack import Slack


def mount(app: FastAPI, slack: Slack, gestures: Gestures, clock: SandboxClock) -> None:
    """Serve the page at '/' of `app`, beside what `app` serves already.

    Call it once, after every other route and before the server starts. Only here is the page's
    library loaded, so a sandbox without a page starts without it.
    """
    from sandbox.page.site import serve

    serve(app, slack, gestures, clock)
