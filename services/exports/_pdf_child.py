"""The process that draws designed pages: markup in, PDF out, within limits and without any access.

Run as a program. The resource policy of xhtml2pdf for servers refuses every address; only our own fonts may
be read. Fonts that it unpacks need temporary files of some size; the result goes to the standard output.
"""

from __future__ import annotations

import io
import logging
import sys

from svglib.fonts import register_font
from xhtml2pdf.config.resources import ResourceAccessPolicy
from xhtml2pdf.document import pisaDocument

from services.confined import bound
from services.exports._typeface import FILES, FOLDER, REGULAR, register

MEBIBYTE = 1024 * 1024
MEMORY, TEMPORARY, SECONDS = 1024 * MEBIBYTE, 16 * MEBIBYTE, 60


def draw(markup: str) -> bytes:
    """The pages of *markup*; raises ValueError when they cannot be drawn."""
    register()
    register_font(REGULAR, str(FILES[REGULAR]))
    out = io.BytesIO()
    policy = ResourceAccessPolicy.server(extra_roots=(FOLDER,))
    found = pisaDocument(markup, out, encoding="utf-8", resource_policy=policy)
    if found.err:
        raise ValueError(f"{found.err} errors in the markup")
    return out.getvalue()


def main() -> None:
    """Draw what is on the standard input."""
    bound(memory=MEMORY, seconds=SECONDS, file_size=TEMPORARY)
    logging.disable(logging.WARNING)
    sys.stdout.buffer.write(draw(sys.stdin.buffer.read().decode()))
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
