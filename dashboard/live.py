"""The live parts of the running application, for resources and pages."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, cast

from flask import current_app, has_app_context

from dashboard import handover
from dashboard.context import JOBS
from dashboard.handover import InProcess, ToProcess

if TYPE_CHECKING:
    from flask import Flask

    from services.live.hearing import Hearing
    from services.live.parts import LiveParts
    from services.live.stream import Stream
    from services.settings import Settings

KEY = "live"


def install(server: Flask, parts: LiveParts, jobs: object, settings: Settings) -> None:
    """Let *server* know the jobs, answer from the engine, and hand its sockets to the stream."""
    server.extensions[JOBS], server.extensions[KEY] = jobs, parts
    if parts.stream is not None:
        handover.install(server, InProcess(parts.stream))
    elif sys.platform != "win32":
        handover.install(server, ToProcess(settings.data_dir))


def hearing() -> Hearing | None:
    """What was heard from the engine; None where the application was started without live parts."""
    parts = _parts()
    return None if parts is None else parts.hearing


def stream() -> Stream | None:
    """The stream of this process, if it has one."""
    parts = _parts()
    return None if parts is None else parts.stream


def _parts() -> LiveParts | None:
    return cast("LiveParts | None", current_app.extensions.get(KEY)) if has_app_context() else None
