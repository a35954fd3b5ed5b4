"""/api/<method> and /response/<key>: tokens, scopes, arguments, replies, and trouble on request."""

from __future__ import annotations

import asyncio
import time
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response

from sandbox import methods_chat, methods_conversations, methods_files, methods_team
from sandbox.api import Api, Args
from sandbox.errors import ApiError
from sandbox.faults import ApiFault
from sandbox.model import Json
from sandbox.responses import Responses
from sandbox.scopes import METHOD_SCOPES

METHODS = (
    methods_chat.METHODS
    | methods_conversations.METHODS
    | methods_files.METHODS
    | methods_team.METHODS
)
BAD_GATEWAY = "<html><body>The server is having a bad day.</body></html>"


def routes(api: Api, responses: Responses) -> APIRouter:
    """The routes an app talks to."""
    router = APIRouter()

    @router.api_route("/api/{method}", methods=["GET", "POST"])
    async def call(method: str, request: Request) -> Response:
        return await _call(api, method, request)

    @router.post("/response/{key}")
    async def respond(key: str, request: Request) -> Response:
        try:
            responses.to_url(key, await _arguments(request))
        except ApiError as fault:
            api.slack.refusals.append(f"response_url: {fault.body()}")
            gone = fault.code in ("no_such_url", "expired_url", "used_url")
            return JSONResponse(fault.body(), status_code=404 if gone else 400)
        return PlainTextResponse("ok")

    return router


async def _call(api: Api, method: str, request: Request) -> Response:
    fault = api.faults.take(method)
    if fault and (spoilt := await _spoilt(fault)):
        return spoilt
    status, headers = 200, dict[str, str]()
    try:
        body = _answered(api, method, await _arguments(request), request)
    except ApiError as refused:
        body = refused.body()
        if refused.code == "ratelimited":
            status, headers = 429, {"Retry-After": "1"}
        api.slack.refusals.append(f"{method}: {refused.body()}")
    if fault and fault.kind == "lost_reply":
        return LostReply()
    if fault and fault.kind == "delay":
        await asyncio.sleep(fault.seconds)
    headers["x-oauth-scopes"] = ",".join(sorted(api.manifest.scopes))
    headers["x-accepted-oauth-scopes"] = METHOD_SCOPES.get(method, "")
    return JSONResponse(body, status_code=status, headers=headers)


def _answered(api: Api, method: str, arguments: Json, request: Request) -> Json:
    token = request.headers.get("authorization", "").removeprefix("Bearer ").strip()
    token = token or str(arguments.get("token") or "")
    if not token:
        raise ApiError("not_authed", "no token was sent")
    if token not in (api.slack.tokens.bot, api.slack.tokens.app):
        raise ApiError("invalid_auth", "this workspace did not issue that token")
    is_app_token = token == api.slack.tokens.app
    if method == "apps.connections.open":
        if not is_app_token:
            raise ApiError("not_allowed_token_type", "this method wants the xapp- token")
        return {"ok": True, "url": api.socket.open_url(api.tickets.base_url)}
    if method not in METHODS:
        raise ApiError("unknown_method", f"the sandbox has no {method}", req_method=method)
    if is_app_token:
        raise ApiError("not_allowed_token_type", "this method wants the xoxb- token")
    api.manifest.need(METHOD_SCOPES[method])
    if method == "chat.postMessage":
        channel = str(arguments.get("channel", ""))
        if api.faults.too_fast(channel, time.monotonic()):
            raise ApiError("ratelimited", f"more than one message a second to {channel}")
    return {"ok": True} | METHODS[method](api, Args(arguments))


async def _arguments(request: Request) -> Json:
    values: Json = dict(request.query_params)
    if request.method == "GET":
        return values
    kind = request.headers.get("content-type", "").partition(";")[0].strip()
    if kind == "application/json":
        try:
            body: Any = await request.json()
        except ValueError as error:
            raise ApiError("invalid_json", f"the body is not JSON: {error}") from error
        if not isinstance(body, dict):
            raise ApiError("json_not_object", "the body must be a JSON object")
        return values | body
    return values | dict(await request.form())


async def _spoilt(fault: ApiFault) -> Response | None:
    if fault.kind == "429":
        body = {"ok": False, "error": "ratelimited"}
        return JSONResponse(body, 429, headers={"Retry-After": str(fault.retry_after)})
    if fault.kind == "hang":
        await asyncio.sleep(fault.seconds)
        return LostReply()
    if fault.kind in ("500", "502", "503", "504"):
        return HTMLResponse(BAD_GATEWAY, int(fault.kind))
    return None


class LostReply(Response):
    """No answer at all: the connection is closed instead."""

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Close the connection and wait until the server has noticed."""
        scope["extensions"]["sandbox.abort"]()
        await receive()
