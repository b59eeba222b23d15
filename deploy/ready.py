"""Exit 0 when the application in this container is ready; the health check of its image."""

from __future__ import annotations

import os
import sys
from http.client import HTTPConnection, HTTPException


def is_ready() -> bool:
    """Whether `/ready` answers 200."""
    connection = HTTPConnection("127.0.0.1", int(os.environ.get("PORT", "8000")), timeout=4)
    try:
        connection.request("GET", "/ready", headers={"Host": "localhost"})
        return connection.getresponse().status == 200  # noqa: PLR2004 - HTTP's own number
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()


if __name__ == "__main__":
    sys.exit(not is_ready())
