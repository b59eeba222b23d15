"""Dash on our server: every page, our assets, nothing from another host."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dash import Dash

from dashboard import shell
from services.settings import PROJECT

if TYPE_CHECKING:
    from flask import Flask

    from services.settings import Settings


def make_dash(server: Flask, settings: Settings) -> Dash:
    """The dashboard; called "app" so that pages are `pages.overview` and not a path."""
    app = Dash(
        "app",
        server=server,  # type: ignore[arg-type] # Dash's stub forgets Flask
        title="Performance Tracker",
        update_title="",
        use_pages=True,
        pages_folder=str(PROJECT / "pages"),
        assets_folder=str(PROJECT / "assets"),
        assets_path_ignore=["vendor"],
        external_stylesheets=list(shell.STYLESHEETS),
        suppress_callback_exceptions=True,
        compress=True,
    )
    app.layout = shell.layout
    if settings.environment == "development":
        app.enable_dev_tools(debug=True, dev_tools_hot_reload=False)
    return app
