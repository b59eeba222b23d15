"""`/export` over HTTP: the shapes of the contract, downloads, and what is refused."""

from __future__ import annotations

import csv
import hashlib
import io
from typing import TYPE_CHECKING, Any

import pytest

from services import export_jobs
from tests.making import flow, make_statement, round_trip

if TYPE_CHECKING:
    from flask.testing import FlaskClient

    from services.container import Services

URL = "/api/v1/performance/export"


@pytest.fixture
def account(services: Services) -> str:
    from services.account_opening import Origin  # noqa: PLC0415

    deals = [flow(1, 1_000), *round_trip(10, 5.5), *round_trip(20, -2.25)]
    services.ingest.post([make_statement(deals)], Origin("file.csv", "a" * 64), store=True)
    return str(services.performance.accounts()[0].id)


def asked(client: FlaskClient, **body: Any) -> dict[str, Any]:
    answer = client.post(URL, json=body)
    assert answer.status_code in (200, 202), answer.text
    found: dict[str, Any] = answer.json or {}
    return found


def test_a_small_file_is_ready_and_is_what_was_promised(client: FlaskClient, account: str) -> None:
    told = asked(client, account_ids=[account], export_format="csv", report_type="trades")
    assert told["status"] == "ready"
    assert told["progress"] == 1
    with client.get(told["download_url"]) as answer:
        assert answer.headers["Content-Disposition"].startswith("attachment; filename=trades_")
        assert answer.content_type == told["content_type"] == "text/csv; charset=utf-8"
        content = answer.data
    assert len(content) == told["size"]
    assert hashlib.sha256(content).hexdigest() == told["sha256"]
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
    assert [row["net_profit"] for row in rows] == ["-2.25", "5.50"]


@pytest.mark.parametrize("name", ["csv", "json", "xlsx", "html"])
def test_every_report_comes_in_every_format(client: FlaskClient, account: str, name: str) -> None:
    for report in ("trades", "metrics"):
        told = asked(client, account_ids=[account], export_format=name, report_type=report)
        with client.get(told["download_url"]) as answer:
            assert answer.status_code == 200


def test_a_long_one_is_under_way_and_can_be_stopped(
    client: FlaskClient, account: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(export_jobs, "MOST_ROWS_AT_ONCE", {})
    answer = client.post(URL, json={"account_ids": [account]})
    assert answer.status_code == 202
    told = answer.json or {}
    assert (told["status"], told["download_url"]) == ("queued", None)
    refused = client.get(f"{URL}/{told['export_id']}/download")
    assert refused.status_code == 422
    assert "not ready" in (refused.json or {})["error"]["message"]
    assert (client.delete(f"{URL}/{told['export_id']}").json or {})["status"] == "cancelled"
    listed = (client.get(URL).json or {})["exports"]
    assert [item["export_id"] for item in listed] == [told["export_id"]]


@pytest.mark.parametrize(
    ("body", "code", "word"),
    [
        ({"export_format": "docx"}, 422, "There is no file format 'docx'; choose csv, html, json"),
        ({"export_format": "CSV"}, 422, "choose csv"),
        ({"report_type": "nothing"}, 422, "There is no report 'nothing'; choose accounts, calendar"),
        ({"options": {"part": "nothing"}}, 422, "Trades has no part 'nothing' here; choose trades."),
        ({"start": "2026-01-01"}, 422, "start: this request has no such field"),
        ({"account_ids": ["x"]}, 422, ""),
        ({"account_ids": ["00000000-0000-0000-0000-000000000001"]}, 404, "account"),
        ({"start_date": "2026-02-01", "end_date": "2026-01-01"}, 422, "start_date"),
        ({"zone": "Mars"}, 422, "Mars"),
    ],
)
def test_what_cannot_be_is_said_in_a_sentence(
    client: FlaskClient, account: str, body: dict[str, Any], code: int, word: str
) -> None:
    answer = client.post(URL, json={"account_ids": [account]} | body)
    assert answer.status_code == code, answer.text
    assert word in (answer.json or {})["error"]["message"]


def test_an_unknown_file_is_said(client: FlaskClient) -> None:
    assert client.get(f"{URL}/00000000-0000-0000-0000-000000000001").status_code == 404
    assert client.get(f"{URL}/not-an-id").status_code == 422


def test_a_group_is_asked_for_by_its_id(client: FlaskClient, account: str, services: Services) -> None:
    group = services.groups.make("Mine", [services.performance.accounts()[0].id])
    told = asked(client, group_ids=[str(group.id)])
    assert told["export_id"] == asked(client, account_ids=[account])["export_id"]
    missing = client.post(URL, json={"group_ids": ["00000000-0000-0000-0000-000000000001"]})
    assert missing.status_code == 404
