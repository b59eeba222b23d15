"""A web process under gunicorn that hands its sockets to whoever listens for a folder.

Arguments: the folder and the file descriptor of the listening socket.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from gunicorn.app.base import BaseApplication

import api
from dashboard import handover

if TYPE_CHECKING:
    from flask import Flask

OPTIONS = {
    "workers": 1,
    "worker_class": "dashboard.worker.ImpatientWorker",
    "threads": 4,
    "loglevel": "warning",
    "control_socket_disable": True,
}


class Server(BaseApplication):  # type: ignore[misc] # gunicorn is untyped
    """The application of one folder."""

    def load_config(self) -> None:
        for name, value in {**OPTIONS, "bind": f"fd://{sys.argv[2]}"}.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        server = api.make_server()
        handover.install(server, handover.ToProcess(Path(sys.argv[1])))
        return server


if __name__ == "__main__":
    Server().run()
