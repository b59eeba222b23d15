"""Files on their way into the browser's downloads, and out of its uploads."""

from __future__ import annotations

import base64
import binascii
from typing import TYPE_CHECKING, Any

from services.errors import UnreadableFileError

if TYPE_CHECKING:
    from services.exports import ExportFile


def attachment(file: ExportFile) -> dict[str, Any]:
    """What `dcc.Download` takes for this file."""
    content = base64.b64encode(file.content).decode("ascii")
    return {"content": content, "filename": file.filename, "type": file.content_type, "base64": True}


def decoded(content: str) -> bytes:
    """The bytes in a data address; raises UnreadableFileError."""
    try:
        return base64.b64decode(content.partition(",")[2], validate=True)
    except (binascii.Error, ValueError) as error:
        raise UnreadableFileError("The file did not arrive whole; send it again.") from error
