"""`run`: migrates, fills an empty embedded database, and serves dashboard, API and jobs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from dashboard.serve import Start


@click.command("run")
@click.option("--host", help="Address to listen on instead of HOST.")
@click.option("--port", type=click.IntRange(1, 65535), help="Port to listen on instead of PORT.")
@click.option("--no-demo", is_flag=True, help="Leave an empty embedded database empty.")
@click.pass_obj
def command(start: Start, *, host: str | None, port: int | None, no_demo: bool) -> None:
    """Serve the dashboard, the API and the jobs; this is what happens without a command too."""
    from dashboard.serve import serve  # noqa: PLC0415 - `--help` needs no server
    from services.settings import load  # noqa: PLC0415

    given = {"host": host, "port": port}
    settings = load().model_copy(update={name: value for name, value in given.items() if value is not None})
    serve(settings, start, with_demo=not no_demo)
