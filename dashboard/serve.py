"""Serving: one port, and behind it one process of many threads, or several processes by role."""

from __future__ import annotations

import os
import signal
import socket
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol, cast

import click

from dashboard.observability import configure_logs
from dashboard.supervisor import Supervisor, follow_parent, leave, wait_for_end
from services.container import build
from services.errors import UnavailableError
from services.priority import BACKGROUND, give_way
from services.role import Role
from services.upgrading import upgrade

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Flask

    from services.container import Services
    from services.settings import Settings

THREADS = 256  # made as they are needed; a thread that waits costs little
BACKLOG = 128
GRACE_SECONDS = 3  # for requests under way, in the worker
SWITCH_SECONDS = 0.0005  # how long a frame waits for a thread that is busy with something else
KILL_SECONDS = 8  # for the worker, which stops its jobs after that
ANY_HOST = ("", "0.0.0.0", "127.0.0.1", "::", "::1", "localhost")  # noqa: S104 - compared with, not listened on


class Worker(Protocol):
    """A worker process of gunicorn; *age* counts them from 1."""

    age: int
    cfg: Any


@dataclass(frozen=True, slots=True)
class Running:
    """An application with its jobs running, and what ends them."""

    server: Flask | None
    stop: Callable[[], None]


if TYPE_CHECKING:
    Start = Callable[[Settings, Role], Running]

_running: list[Running] = []  # in a worker of gunicorn: what it does


def announce(settings: Settings) -> None:
    """Say where the dashboard is."""
    host = "localhost" if settings.host in ANY_HOST else settings.host
    click.echo(f"Performance Tracker on http://{host}:{settings.port}")


def serve(settings: Settings, start: Start, role: Role, *, with_demo: bool) -> int:
    """Prepare the database and do the role's work until SIGTERM or Ctrl-C; the exit code.

    Raises UnavailableError for a taken port.
    """
    configure_logs(settings)
    listener = _listen(settings.host, settings.port) if role.serves else None
    process = os.getpid()
    services = build(settings)
    try:
        _prepare(services, with_demo=with_demo)
        services.database.dispose()
        if role.parts and sys.platform != "win32":
            return _supervise(settings, role, listener)
        _do(settings, start, role, listener)
    finally:
        if os.getpid() == process:  # a worker unwinds through here too and has closed its own
            services.close()
    return 0


def serve_child(settings: Settings, start: Start, role: Role, listener: int | None) -> None:
    """Do a role's work in a process that a supervisor started, on its listening socket."""
    configure_logs(settings)
    follow_parent()
    _do(settings, start, role, None if listener is None else socket.socket(fileno=listener))


def _supervise(settings: Settings, role: Role, listener: socket.socket | None) -> int:
    arguments = ["--host", settings.host, "--port", str(settings.port)]
    number = None if listener is None else listener.fileno()
    if number is not None:
        arguments += ["--listener", str(number)]
    return Supervisor(role.parts, arguments, number).run()


def _do(settings: Settings, start: Start, role: Role, listener: socket.socket | None) -> None:
    if listener is None or not role.serves:
        if role is Role.JOBS:
            give_way(BACKGROUND)
        if role is Role.LIVE:
            sys.setswitchinterval(SWITCH_SECONDS)
        running = start(settings, role)
        wait_for_end()
        running.stop()
        leave()
    (_serve_windows if sys.platform == "win32" else _serve_posix)(settings, listener, start, role)


def _prepare(services: Services, *, with_demo: bool) -> None:
    upgrade(services)
    if with_demo and services.server is not None and not services.performance.accounts():
        services.demo.create()


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    if sys.platform != "win32":
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen(BACKLOG)
    except OSError as error:
        listener.close()
        raise UnavailableError(
            f"Cannot listen on {host} port {port} ({error.strerror}); choose another with --port."
        ) from error
    return listener


def _serve_posix(settings: Settings, listener: socket.socket, start: Start, role: Role) -> None:
    from gunicorn.app.base import BaseApplication  # noqa: PLC0415 - not on Windows

    class Server(BaseApplication):  # type: ignore[misc] # gunicorn is untyped
        """Gunicorn, configured here instead of by files."""

        def load_config(self) -> None:
            """Set our options."""
            options = {"bind": f"fd://{listener.fileno()}", **gunicorn_options(settings)}
            for name, value in options.items():
                self.cfg.set(name, value)

        def load(self) -> Flask:
            """The application, made in the worker."""
            return begun(settings, start, role)

    Server().run()


def begun(settings: Settings, start: Start, role: Role) -> Flask:
    """The application of a role with its parts running, until gunicorn ends the worker."""
    _running.append(start(settings, role))
    return cast("Flask", _running[-1].server)


def gunicorn_options(settings: Settings) -> dict[str, object]:
    """How our workers run; one, so that each scrape of `/metrics` asks the same."""

    def ready(worker: Worker) -> None:
        worker.cfg.set("graceful_timeout", GRACE_SECONDS)
        if worker.age == 1:
            announce(settings)

    return {
        "workers": 1,
        "worker_class": "dashboard.worker.ImpatientWorker",
        "threads": THREADS,
        "timeout": 120,
        "graceful_timeout": KILL_SECONDS,
        "control_socket_disable": True,
        "loglevel": "warning",
        "post_worker_init": ready,
        "worker_exit": _stop_running,
    }


def _stop_running(_arbiter: object, _worker: object) -> None:
    while _running:
        _running.pop().stop()
        os._exit(0)  # threads whose clients never let go would keep the interpreter waiting


def _serve_windows(settings: Settings, listener: socket.socket, start: Start, role: Role) -> None:
    from werkzeug.serving import WSGIRequestHandler, make_server  # noqa: PLC0415 - only on Windows

    class Handler(WSGIRequestHandler):
        """HTTP/1.1 without a second access log."""

        protocol_version = "HTTP/1.1"

        def log_request(self, *_: object) -> None:
            """Leave the access log to the application."""

    running = start(settings, role)
    server = make_server(
        settings.host,
        settings.port,
        cast("Flask", running.server),
        threaded=True,
        request_handler=Handler,
        fd=listener.fileno(),
    )
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    announce(settings)
    try:
        server.serve_forever()
    finally:
        server.server_close()
        running.stop()
