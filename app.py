"""The roof: the application and the root of the command line."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

import commands

if TYPE_CHECKING:
    from dash import Dash
    from flask import Flask

    from dashboard.serve import Running
    from services.container import Services
    from services.role import Role
    from services.settings import Settings


def create_app(settings: Settings, services: Services | None = None) -> Dash:
    """The dashboard and the API as one application; builds *services* from *settings* when none are given."""
    import api  # noqa: PLC0415 - `--help` needs no framework
    from dashboard import context, dash_app, monitoring, observability, security  # noqa: PLC0415
    from services.container import build  # noqa: PLC0415

    server = api.make_server()
    context.install(server, services or build(settings))
    observability.install(server)
    server.extensions["monitoring"] = monitoring.Monitoring(server)
    app = dash_app.make_dash(server, settings)
    security.install(app, settings)
    return app


def start(settings: Settings, role: Role) -> Running:
    """What a process of this role does, begun; what `run` keeps running."""
    from dashboard import live, serve  # noqa: PLC0415 - only `run` needs these
    from jobs import Jobs  # noqa: PLC0415
    from services.container import build  # noqa: PLC0415
    from services.live.parts import LiveParts  # noqa: PLC0415

    services = build(settings)
    jobs, parts = Jobs(services), LiveParts(services, role)
    server = create_app(settings, services).server if role.serves else None
    if server is not None:
        live.install(server, parts, jobs, settings)
    parts.start()
    if role.runs_jobs:
        jobs.start()

    def stop() -> None:
        parts.stop()
        jobs.stop()
        services.close()

    return serve.Running(server, stop)


def served(role: str) -> Flask:
    """The application of a role for a worker of gunicorn that deploy/gunicorn.py configures."""
    from dashboard.serve import begun  # noqa: PLC0415 - as above
    from services.role import Role  # noqa: PLC0415
    from services.settings import load  # noqa: PLC0415

    return begun(load(), start, Role(role))


@click.group(invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
@click.pass_context
def root(context: click.Context) -> None:
    """Performance tracker for trading accounts; without a command it runs the dashboard."""
    context.obj = start
    if context.invoked_subcommand is None:
        context.invoke(root.commands["run"])


commands.register_all(root)


def main() -> None:
    """Run the command line; wrong input and an error of ours are one line on stderr."""
    sys.exit(commands.exit_code(root))


if __name__ == "__main__":
    main()
