"""`/groups`: named sets of accounts, and the metrics of their accounts as one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Response, jsonify
from flask_openapi3.blueprint import APIBlueprint

from api._group_shapes import (
    ChangedGroup,
    GroupBody,
    GroupList,
    GroupPath,
    NewGroup,
    TogetherBody,
    TogetherPath,
    TogetherQuery,
)
from api._shapes import TAG, beside_of, period_of
from api.metrics import figures_body
from dashboard.context import services
from services.documents import group_document, money

if TYPE_CHECKING:
    from typing import Any

    from services.together import Member, Together

blueprint = APIBlueprint("groups", __name__, abp_tags=[TAG])


@blueprint.get("/groups", responses={"200": GroupList})
def groups() -> Response:
    """Every group with the accounts in it."""
    rows = [group_document(group) for group in services().groups.all()]
    return jsonify(data=rows, total_records=len(rows))


@blueprint.post("/groups", responses={"201": GroupBody})
def make_group(body: NewGroup) -> Response:
    """Make a group of accounts."""
    response = jsonify(group_document(services().groups.make(body.name, body.account_ids, actor="api")))
    response.status_code = 201
    return response


@blueprint.get("/groups/<group_id>", responses={"200": GroupBody})
def group(path: GroupPath) -> Response:
    """One group."""
    return jsonify(group_document(services().groups.find(str(path.group_id))))


@blueprint.patch("/groups/<group_id>", responses={"200": GroupBody})
def change_group(path: GroupPath, body: ChangedGroup) -> Response:
    """Give a group another name, other accounts, or both."""
    changed = services().groups.change(path.group_id, name=body.name, accounts=body.account_ids, actor="api")
    return jsonify(group_document(changed))


@blueprint.delete("/groups/<group_id>", responses={"200": GroupBody})
def remove_group(path: GroupPath) -> Response:
    """Remove a group and answer what it was; its accounts stay."""
    return jsonify(group_document(services().groups.remove(path.group_id, actor="api")))


@blueprint.get("/groups/<group_id>/metrics", responses={"200": TogetherBody})
def group_metrics(path: TogetherPath, query: TogetherQuery) -> Response:
    """Every metric of a group's accounts as one; 422 where no rate tells them in one currency."""
    chosen = None if path.group_id == "all" else services().groups.find(str(path.group_id))
    ids = () if chosen is None else chosen.accounts
    performance = services().performance
    records = performance.records(ids)
    zone = performance.zone_of([record.account for record in records])
    period = period_of(query, zone, query.period_type)
    aside = beside_of(query.benchmark, [record.account.id for record in records], zone)
    found = services().combining.metrics(ids, period, query.currency, intervals=query.intervals, beside=aside)
    return jsonify(
        group_id=None if chosen is None else chosen.id,
        account_ids=[account.id for account in found.accounts],
        currency=found.currency,
        zone=found.zone,
        members=[_member(member, found) for member in found.members],
        **figures_body(found, period, found.net, query.period_type or "all"),
    )


def _member(member: Member, found: Together) -> dict[str, Any]:
    return {
        "account_id": member.account.id,
        "account_name": member.account.name,
        "net_profit": money(member.net_profit, found),
        "share": member.share,
        "trades": member.trades,
        "net_flows": money(member.flows, found),
        "balance": money(member.balance, found),
        "equity": money(member.equity, found),
    }
