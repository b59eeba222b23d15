"""Gunicorn for one part: `gunicorn -c deploy/gunicorn.py` serves pages and API, with ROLE=stream the stream.

Settings come from the environment as everywhere. Feed and jobs run as `python app.py run --role worker`.
"""

from __future__ import annotations

import os
import sys

from dashboard.observability import configure_logs
from dashboard.serve import gunicorn_options
from services.container import build
from services.errors import ServiceError
from services.role import Role
from services.settings import load
from services.upgrading import upgrade


def on_starting(_arbiter: object) -> None:
    """Bring the schema up to date before the first worker; others that start at once wait their turn."""
    try:
        upgrade(services)
    except ServiceError as error:
        sys.exit(str(error))
    services.database.dispose()


def on_exit(_arbiter: object) -> None:
    """Let an embedded database go."""
    services.close()


role = os.environ.get("ROLE") or Role.WEB.value
if role not in (Role.WEB, Role.STREAM):
    sys.exit(f"ROLE is {role!r}; gunicorn serves web or stream.")
try:
    settings = load()
    services = build(settings)
except ServiceError as error:
    sys.exit(str(error))
configure_logs(settings)
wsgi_app = f"app:served('{role}')"
bind = f"[{settings.host}]:{settings.port}" if ":" in settings.host else f"{settings.host}:{settings.port}"
globals().update(gunicorn_options(settings))
