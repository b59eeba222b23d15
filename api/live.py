"""`/ws`: the handshake of the stream; the open socket is handed over and the request is at its end."""

from __future__ import annotations

import socket
from contextlib import suppress
from typing import TYPE_CHECKING, NoReturn, Protocol

import orjson
from flask import request
from flask_openapi3.blueprint import APIBlueprint
from flask_sock import Sock
from werkzeug.exceptions import HTTPException
from wsproto.utilities import ProtocolError

from api._errors import problem
from dashboard import handover
from services.errors import UnavailableError
from services.live.refusal import Closing, RefusedError
from services.live.visitor import Visitor

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Request, Response
    from flask.blueprints import BlueprintSetupState

PATH = "/ws"

blueprint = APIBlueprint("live", __name__, url_prefix="", doc_ui=False)
sock = Sock()


class UpgradeRequiredError(HTTPException):
    """A request for the stream that is no WebSocket handshake."""

    code = 426
    name = "Upgrade Required"
    description = "This is a WebSocket; connect with a WebSocket client."

    def get_headers(self, *_: object, **__: object) -> list[tuple[str, str]]:
        """What to upgrade to."""
        return [("Upgrade", "websocket"), ("Connection", "Upgrade")]


class NoThread:
    """In place of the thread that would read the socket: the stream reads it."""

    name = "(_thread)"

    def __init__(self, target: Callable[[], None]) -> None:
        """Take what a thread takes."""

    def start(self) -> None:
        """Start nothing."""


class Handshaken(Protocol):
    """simple-websocket's server after the handshake."""

    sock: socket.socket
    connected: bool

    def send(self, data: str) -> None:
        """Send a text frame."""

    def close(self, reason: int, message: str) -> None:
        """Send a close frame."""


def may_see(_request: Request) -> frozenset[str] | None:
    """The accounts that whoever asks may see, None for all; raises RefusedError for who may see none."""
    return None


@blueprint.record_once
def configure(state: BlueprintSetupState) -> None:
    """Let flask-sock make the handshake only."""
    state.app.config["SOCK_SERVER_OPTIONS"] = {"thread_class": NoThread}


@blueprint.before_request
def prepare() -> None:
    """Refuse what cannot become a stream while an HTTP answer is still possible."""
    way = handover.installed()
    if way is None or not way.leads_somewhere:
        raise UnavailableError("The stream does not run here.")
    request.environ.pop("HTTP_SEC_WEBSOCKET_EXTENSIONS", None)  # frames are shared, so never compressed


@blueprint.get(PATH)
def plain() -> NoReturn:
    """What a browser's address bar gets."""
    raise UpgradeRequiredError


@blueprint.errorhandler(ProtocolError)
def refuse_handshake(_error: ProtocolError) -> Response:
    """400 for an upgrade without its key or of another version."""
    return problem(400, "bad_request", "This handshake is not one of WebSocket version 13.")


@sock.route(PATH, bp=blueprint)  # type: ignore[untyped-decorator] # flask-sock is untyped
def stream(ws: Handshaken) -> None:
    """Hand the socket over; without a stream, ask to come again."""
    way = handover.installed()
    if way is None:
        return
    try:
        visitor = Visitor(request.remote_addr or "", may_see(request))
        _hand_over(ws, way, visitor)
    except RefusedError as refused:
        message = orjson.dumps({"type": "error", "code": refused.code, "message": str(refused)})
        with suppress(OSError):
            ws.send(message.decode())
            ws.close(int(refused.closing), refused.code)
            ws.sock.shutdown(socket.SHUT_WR)  # the server ends a connection: RFC 6455, 7.1.1


def _hand_over(ws: Handshaken, way: handover.Handover, visitor: Visitor) -> None:
    connection = handover.copied(ws.sock)
    try:
        way.take(connection, visitor)
    except OSError as error:
        connection.close()
        raise RefusedError(
            Closing.TRY_LATER, "unavailable", "The stream is not there; try again in a moment."
        ) from error
    handover.cut_off(ws.sock)
    ws.connected = False  # flask-sock says no goodbye then
