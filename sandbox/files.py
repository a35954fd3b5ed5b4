"""Uploaded files: announced, uploaded, and shown once an upload is completed."""

from __future__ import annotations

import itertools
import mimetypes
import secrets
from dataclasses import dataclass

from sandbox.errors import ApiError
from sandbox.model import Json

MOST_BYTES = 1_000_000_000  # Slack: "Working with files": 1 GB at most
ALT_LENGTH = 1000  # files.getUploadURLExternal: alt_txt


@dataclass
class Upload:
    """One file. `content` is None until it has been uploaded, `shared` False until completed."""

    id: str
    key: str
    name: str
    length: int
    alt: str
    content: bytes | None = None
    title: str = ""
    shared: bool = False

    @property
    def kind(self) -> str:
        """Its MIME type, by its name."""
        return mimetypes.guess_type(self.name)[0] or "application/octet-stream"


class Files:
    """Every file of the workspace, in memory."""

    def __init__(self) -> None:
        self._files: dict[str, Upload] = {}
        self._numbers = itertools.count(1)

    def announce(self, name: str, length: int, alt: str) -> Upload:
        """A place for a file of that many bytes. Raises ApiError."""
        if not 0 < length <= MOST_BYTES:
            raise ApiError("invalid_arguments", f"length must be from 1 to {MOST_BYTES}")
        if len(alt) > ALT_LENGTH:
            raise ApiError("invalid_arguments", f"alt_txt has {ALT_LENGTH} characters at most")
        number = f"F0FILE{next(self._numbers):05d}"
        upload = Upload(number, secrets.token_urlsafe(24), name, length, alt)
        self._files[number] = upload
        return upload

    def receive(self, key: str, content: bytes) -> None:
        """What was sent to an upload URL. Raises ApiError where it is not what was announced."""
        upload = next((each for each in self._files.values() if each.key == key), None)
        if upload is None or upload.content is not None:
            raise ApiError("invalid_upload", "nothing is to be uploaded there")
        if len(content) != upload.length:
            text = f"{len(content)} bytes came, {upload.length} were announced"
            raise ApiError("invalid_upload", text)
        upload.content = content

    def complete(self, file_id: str, title: str) -> Upload:
        """It may be shown now. Raises ApiError file_not_found."""
        upload = self._files.get(file_id)
        if upload is None or upload.content is None or upload.shared:
            raise ApiError("file_not_found", f"no file {file_id!r} waits to be completed")
        upload.title, upload.shared = title or upload.name, True
        return upload

    def get(self, file_id: str) -> Upload | None:
        """A completed file."""
        upload = self._files.get(file_id)
        return upload if upload and upload.shared else None


def file_object(upload: Upload, base_url: str) -> Json:
    """A `file` object as messages carry it. Its addresses are this machine's."""
    url = f"{base_url}/files/{upload.id}/{upload.name}"
    shape: Json = {
        "id": upload.id,
        "name": upload.name,
        "title": upload.title,
        "mimetype": upload.kind,
        "size": upload.length,
        "mode": "hosted",
        "url_private": url,
        "url_private_download": url,
        "permalink": url,
    }
    return shape | ({"alt_txt": upload.alt} if upload.alt else {})
