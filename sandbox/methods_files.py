"""files.*: an upload in three moves, as Slack has it."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import PlainTextResponse, Response

from sandbox.api import Api, Args, Method
from sandbox.errors import ApiError
from sandbox.files import MOST_BYTES, file_object
from sandbox.model import Channel, Json, Message


def get_upload_url(api: Api, args: Args) -> Json:
    """files.getUploadURLExternal: where to send the bytes, and the file's id."""
    length = args.number("length", 0, MOST_BYTES)
    upload = api.slack.files.announce(args.need("filename"), length, args.text("alt_txt"))
    return {"upload_url": f"{api.tickets.base_url}/upload/{upload.key}", "file_id": upload.id}


def complete_upload(api: Api, args: Args) -> Json:
    """files.completeUploadExternal: the files are shown in a conversation, or kept for later."""
    listed = args.json("files")
    if not isinstance(listed, list) or not listed:
        raise ApiError("invalid_arguments", "missing required field: files")
    channel = _channel(api, args)
    thread_ts = args.text("thread_ts") or None
    if thread_ts and (channel is None or api.slack.message(channel.id, thread_ts) is None):
        raise ApiError("thread_not_found", f"no message {thread_ts!r} there")
    files = [
        api.slack.files.complete(str(each.get("id")), str(each.get("title") or ""))
        for each in listed
    ]
    shown = [file_object(each, api.tickets.base_url) for each in files]
    if channel is not None:
        message = Message(
            channel=channel.id,
            ts=api.slack.now_ts(),
            user=api.bot,
            text=args.text("initial_comment"),
            thread_ts=thread_ts,
            bot_id=api.slack.team.bot_id,
            files=shown,
        )
        api.slack.post(message)
    return {"files": [{"id": each.id, "title": each.title} for each in files]}


def _channel(api: Api, args: Args) -> Channel | None:
    channel_id = args.text("channel_id") or args.text("channels")
    if not channel_id:
        return None
    channel = api.channel(channel_id, member=True)
    if channel.archived:
        raise ApiError("is_archived", f"{channel.id} is archived")
    return channel


METHODS: dict[str, Method] = {
    "files.getUploadURLExternal": get_upload_url,
    "files.completeUploadExternal": complete_upload,
}


def routes(api: Api) -> APIRouter:
    """Where the bytes go to, and where people read them."""
    router = APIRouter()

    @router.post("/upload/{key}")
    async def upload(key: str, request: Request) -> Response:
        """The bytes as they are. (Slack takes them as a form, too.)"""
        try:
            api.slack.files.receive(key, await request.body())
        except ApiError as fault:
            api.slack.refusals.append(f"upload: {fault.body()}")
            return PlainTextResponse(fault.code, status_code=400)
        return PlainTextResponse("OK")

    @router.get("/files/{file_id}/{name}")
    async def read(file_id: str, name: str) -> Response:
        found = api.slack.files.get(file_id)
        if found is None:
            return PlainTextResponse("There is no such file.", status_code=404)
        return Response(found.content, media_type=found.kind)

    return router
