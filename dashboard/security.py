"""What a browser may do with our pages, and who may change anything."""

from __future__ import annotations

import os
import secrets
from contextlib import suppress
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from flask import Response, request
from werkzeug.exceptions import Forbidden
from werkzeug.middleware.proxy_fix import ProxyFix

if TYPE_CHECKING:
    from dash import Dash

    from services.settings import Settings

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
SAME_SITES = frozenset({"", "same-origin", "none"})
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
DEVELOPMENT_SCRIPTS = ("'unsafe-inline'", "'unsafe-eval'")  # Dash's debugging aids need both
STREAM_PATH = "/ws"
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "X-Frame-Options": "DENY",
}


def install(app: Dash, settings: Settings) -> None:
    """Guard *app*; call it after every page is registered."""
    guard, proxies = Guard(app, settings), settings.trusted_proxies
    if proxies:  # the name asked for is left as the last of them sends it
        app.server.wsgi_app = ProxyFix(app.server.wsgi_app, x_for=proxies, x_proto=proxies)
    app.server.secret_key = secret_key(settings)
    app.server.before_request(guard.check)
    app.server.after_request(guard.add_headers)


class Guard:
    """The rules of one application."""

    def __init__(self, app: Dash, settings: Settings) -> None:
        self._app = app
        self._is_development = settings.environment == "development"
        self._allowed_origins = frozenset(settings.cors_origins)
        self._hosts = self._known_hosts(settings)

    @property
    def policy(self) -> str:
        """The content security policy of now: Dash adds its inline script at the first request for a page."""
        allowed = DEVELOPMENT_SCRIPTS if self._is_development else self._app.csp_hashes()
        scripts = " ".join(["'self'", *allowed])
        return (
            f"default-src 'none'; script-src {scripts}; style-src 'self' 'unsafe-inline'; "
            "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; worker-src 'self' blob:; "
            "manifest-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; "
            "frame-ancestors 'none'"
        )

    def check(self) -> None:
        """Refuse a foreign host name, and changes or streams that another site asks for."""
        if self._hosts is not None and urlsplit(f"//{request.host}").hostname not in self._hosts:
            raise Forbidden("This host name is not served; set HOST or CORS_ORIGINS to allow it.")
        if request.method in SAFE_METHODS and request.path != STREAM_PATH:
            return
        origin = request.headers.get("Origin")
        if origin in self._allowed_origins:
            return
        is_foreign = origin is not None and urlsplit(origin).netloc != request.host
        if is_foreign or request.headers.get("Sec-Fetch-Site", "") not in SAME_SITES:
            raise Forbidden("Another site may not do this; add its origin to CORS_ORIGINS to allow it.")

    def add_headers(self, response: Response) -> Response:
        """Add the headers of every answer, and those that let an allowed origin read the API's."""
        response.headers.update(HEADERS)
        response.headers["Content-Security-Policy"] = self.policy
        if request.path.startswith("/api/"):
            response.headers.setdefault("Cache-Control", "no-store")
            self._share(response)
        return response

    def _share(self, response: Response) -> None:
        origin = request.headers.get("Origin")
        response.headers.add("Vary", "Origin")
        if origin not in self._allowed_origins:
            return
        response.headers["Access-Control-Allow-Origin"] = str(origin)
        response.headers["Access-Control-Allow-Methods"] = "GET, POST, PUT, PATCH, DELETE"
        response.headers["Access-Control-Allow-Headers"] = "Authorization, Content-Type, X-Request-ID"
        response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"

    def _known_hosts(self, settings: Settings) -> frozenset[str | None] | None:
        """The names we answer to; None for all when we listen beyond this machine."""
        if settings.host not in LOOPBACK:
            return None
        return LOOPBACK | {urlsplit(origin).hostname for origin in settings.cors_origins}


def secret_key(settings: Settings) -> str:
    """The configured key, or one that is made once and kept in a file only we can read."""
    if settings.secret_key is not None:
        return settings.secret_key.get_secret_value()
    path = settings.data_dir / "secret_key"
    settings.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not path.exists():
        written = path.with_suffix(f".{os.getpid()}")
        with os.fdopen(
            os.open(written, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="ascii"
        ) as file:
            file.write(secrets.token_urlsafe(48))
        with suppress(FileExistsError):  # whoever links first decides; all read the same key
            os.link(written, path)
        written.unlink()
    return path.read_text(encoding="ascii")
