"""Files as answers: to be kept under their name, with exactly the content type they were made with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Response, send_file

if TYPE_CHECKING:
    import io
    from pathlib import Path


def attached(file: Path | io.BytesIO, content_type: str, name: str, *, etag: str | None = None) -> Response:
    """*file* under *name*; a cache asks each time whether it is still the one with this *etag*."""
    answer = send_file(file, as_attachment=True, download_name=name, etag=etag or False, max_age=0)
    answer.headers["Content-Type"] = content_type  # werkzeug would name the charset of a text twice
    return answer
