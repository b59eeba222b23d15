"""`/ingest`: what an agent beside a terminal pushes, kept until the leader books it."""

from __future__ import annotations

import hmac
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from flask import Response, jsonify, request
from flask_openapi3.blueprint import APIBlueprint
from flask_openapi3.models.tag import Tag
from pydantic import BaseModel, Field
from werkzeug.datastructures import WWWAuthenticate
from werkzeug.exceptions import Conflict, Forbidden, Unauthorized

from api._errors import ErrorBody
from dashboard.context import services
from services.errors import InvalidInputError
from services.feed_shapes import BatchShape  # noqa: TC001 - the body's shape is looked up at run time
from services.storage import pushes

if TYPE_CHECKING:
    from services.feed import FeedBatch

MOST_BYTES = 8 * 1024 * 1024
SENT_AGAIN = timedelta(days=3)  # brokers change deals after the fact
BEARER = "Bearer "

blueprint = APIBlueprint(
    "ingest",
    __name__,
    url_prefix="/api/v1/ingest",
    abp_tags=[Tag(name="ingest", description="What agents beside a terminal push.")],
    abp_security=[{"ingest_token": []}],
)


class StateQuery(BaseModel):
    """The account that an agent speaks for."""

    login: str = Field(min_length=1, max_length=128, description="Number of the account.")
    server: str = Field(min_length=1, max_length=128, description="Name of the broker's server.")


class StateBody(BaseModel):
    """What is wanted next: deals from this time of the server's clock on, all of them when it is null."""

    deals_since: datetime | None


class AcceptedBody(StateBody):
    """The number under which a batch waits, and what is wanted next."""

    accepted: int


@blueprint.before_request
def _only_agents() -> None:
    """Refuse whoever has not the token, before anything of the body is read."""
    request.max_content_length = MOST_BYTES
    settings = services().settings
    if settings.ingest_token is None:
        raise Forbidden("Nothing can be pushed here: the setting INGEST_TOKEN is not set.")
    given = request.headers.get("Authorization", "")
    token = given.removeprefix(BEARER).strip() if given.startswith(BEARER) else ""
    known = settings.ingest_token.get_secret_value()
    if not hmac.compare_digest(token.encode(), known.encode()):
        raise Unauthorized(
            "Send the token of the setting INGEST_TOKEN: Authorization: Bearer TOKEN.",
            www_authenticate=WWWAuthenticate("bearer"),
        )
    if settings.market_data_provider != "agent":
        raise Conflict("Set MARKET_DATA_PROVIDER to agent: nobody would book what is pushed.")


@blueprint.post("/batch", responses={"202": AcceptedBody, "409": ErrorBody, "413": ErrorBody})
def push(body: BatchShape) -> Response:
    """Keep a batch of one account until it is booked, and say which deals are wanted next."""
    batch: FeedBatch = body.value()
    login, server = _whose(batch)
    with services().database.begin() as connection:
        accepted = pushes.put(connection, login, server, batch)
        newest = pushes.newest_deal(connection, login, server)
    response = jsonify(accepted=accepted, deals_since=_since(newest))
    response.status_code = 202
    return response


@blueprint.get("/state", responses={"200": StateBody, "409": ErrorBody})
def state(query: StateQuery) -> Response:
    """Which deals of an account are wanted next."""
    with services().database.read() as connection:
        newest = pushes.newest_deal(connection, query.login, query.server)
    return jsonify(deals_since=_since(newest))


def _whose(batch: FeedBatch) -> tuple[str, str]:
    if len(batch.reports) != 1:
        raise InvalidInputError("reports: must be one, of the account that the terminal is logged in to.")
    account = batch.reports[0].account
    for place, quote in enumerate(batch.quotes):
        if quote.server != account.server:
            raise InvalidInputError(f"quotes.{place}.server: must be the account's server.")
    return account.login, account.server


def _since(newest: datetime | None) -> str | None:
    """The server's clock has no zone, so the time is told without an offset."""
    return None if newest is None else (newest - SENT_AGAIN).isoformat()
