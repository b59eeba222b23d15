"""`run`: migrates, fills an empty embedded database, and serves dashboard, API, stream and jobs."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from services.role import PUBLIC, Role

if TYPE_CHECKING:
    from dashboard.serve import Start


@click.command("run")
@click.option("--host", help="Address to listen on instead of HOST.")
@click.option("--port", type=click.IntRange(1, 65535), help="Port to listen on instead of PORT.")
@click.option("--no-demo", is_flag=True, help="Leave an empty embedded database empty.")
@click.option(
    "--role",
    type=click.Choice([role.value for role in Role], case_sensitive=False),
    default=Role.ALL.value,
    metavar="[" + "|".join(role.value for role in PUBLIC) + "]",
    help="Do one part only: pages and API, the stream, or feed and jobs; without it, everything.",
)
@click.option("--child", is_flag=True, hidden=True, help="Started by a supervisor.")
@click.option("--listener", type=int, hidden=True, help="File descriptor of the listening socket.")
@click.pass_obj
def command(
    start: Start,
    *,
    host: str | None,
    port: int | None,
    no_demo: bool,
    role: str,
    child: bool,
    listener: int | None,
) -> None:
    """Serve the dashboard, the API, the stream and the jobs; this is what happens without a command too."""
    from dashboard.serve import serve, serve_child  # noqa: PLC0415 - `--help` needs no server
    from services.settings import load  # noqa: PLC0415

    given = {"host": host, "port": port}
    settings = load().model_copy(update={name: value for name, value in given.items() if value is not None})
    if child:
        serve_child(settings, start, Role(role), listener)
        return
    sys.exit(serve(settings, start, Role(role), with_demo=not no_demo))
