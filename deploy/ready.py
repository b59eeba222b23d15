"""Exit 0 when the part in this container is ready; the health check of its image.

Without an argument: of pages, API or stream. `python -m deploy.ready worker`: feed and jobs have a leader.
"""

from __future__ import annotations

import os
import sys
from http.client import HTTPConnection, HTTPException

WORKER = ["worker"]


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


def is_led() -> bool:
    """Whether feed and jobs have a leader, here or in another container."""
    from services.errors import ServiceError  # noqa: PLC0415 - the other check needs none of them
    from services.settings import load  # noqa: PLC0415
    from services.storage.engine import Database  # noqa: PLC0415
    from services.storage.leader import FEED, JOBS, is_led  # noqa: PLC0415

    url = load().database_url
    if url is None:
        return False
    database = Database(url.get_secret_value())
    try:
        return is_led(database, FEED) and is_led(database, JOBS)
    except ServiceError:
        return False
    finally:
        database.dispose()


if __name__ == "__main__":
    sys.exit(not (is_led() if sys.argv[1:] == WORKER else is_ready()))
