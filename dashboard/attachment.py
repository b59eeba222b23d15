"""A file on its way into the browser's downloads."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from services.exports import ExportFile


def attachment(file: ExportFile) -> dict[str, Any]:
    """What `dcc.Download` takes for this file."""
    content = base64.b64encode(file.content).decode("ascii")
    return {"content": content, "filename": file.filename, "type": file.content_type, "base64": True}
