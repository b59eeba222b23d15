"""`/prop`: rule sets of proprietary trading firms, and where accounts stand with them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Response, jsonify
from flask_openapi3.blueprint import APIBlueprint

from api._prop_shapes import (
    AssignBody,
    Library,
    LotsBody,
    LotsQuery,
    RulesBody,
    RulesPath,
    StandingList,
)
from api._shapes import PREFIX, TAG, AccountPath
from dashboard.context import services
from dashboard.live import hearing
from services.prop_firm.documents import lots_document, rules_document, standing_document

if TYPE_CHECKING:
    from uuid import UUID

blueprint = APIBlueprint("prop", __name__, url_prefix=PREFIX, abp_tags=[TAG])


@blueprint.get("/prop", responses={"200": Library})
def rule_sets() -> Response:
    """The rule sets that come with the product."""
    rows = [rules_document(rules) for rules in services().prop_firms.library()]
    return jsonify(data=rows, total_records=len(rows))


@blueprint.get("/prop/<account_id>", responses={"200": StandingList})
def standings(path: AccountPath) -> Response:
    """Where an account stands with each of its rule sets."""
    return _standings(path.account_id)


@blueprint.get("/prop/<account_id>/lots", responses={"200": LotsBody})
def lots(path: AccountPath, query: LotsQuery) -> Response:
    """How many lots of a symbol may be opened until each floor, if the price goes so far the wrong way."""
    found = services().prop_lots.estimate(path.account_id, query.symbol, query.distance, hearing())
    return jsonify(lots_document(found))


@blueprint.put("/prop/<account_id>/<name>", responses={"200": RulesBody})
def assign(path: RulesPath, body: AssignBody) -> Response:
    """Hold an account against a rule set: the library's, or one that the body brings as YAML."""
    rules = services().prop_firms.assign(path.account_id, path.name, body.rules, actor="api")
    return jsonify(rules_document(rules))


@blueprint.delete("/prop/<account_id>/<name>", responses={"200": StandingList})
def remove(path: RulesPath) -> Response:
    """Hold an account against a rule set no longer; the answer is what is left."""
    services().prop_firms.remove(path.account_id, path.name, actor="api")
    return _standings(path.account_id)


def _standings(account_id: UUID) -> Response:
    found = services().prop_firms.standings(account_id)
    currency = services().performance.find(str(account_id)).currency
    rows = [standing_document(one) for one in found]
    return jsonify(account_id=account_id, currency=currency, data=rows, total_records=len(rows))
