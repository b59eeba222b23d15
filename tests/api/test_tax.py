"""`/tax`: a year as JSON, the profile read and changed, files with a tax year."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from tests.services.test_tax_years import MIXED
from tests.tax.stories import account_named, imported, line

if TYPE_CHECKING:
    from flask.testing import FlaskClient

    from services.container import Services

TAX = "/api/v1/performance/tax"


def test_a_year_is_told_whole(client: FlaskClient, services: Services) -> None:
    imported(services, *MIXED)
    found = client.get(f"{TAX}/2025").json
    assert found is not None
    shown = [(row["symbol"], row["proceeds"], row["gain"]) for row in found["rows"]]
    assert shown == [("AAPL", "2050.00", "50.00")]
    assert found["ledger_result"] == "290.00"
    assert {one["tax_class"]: one["result"] for one in found["classes"]}["SWAP_ORDINARY"] == "-80.00"
    assert found["is_blocked"] is False


def test_a_class_and_an_account_are_decided(client: FlaskClient, services: Services) -> None:
    imported(services, line("2025-03-03", "buy", 1, "5", symbol="ODD", asset_class=""))
    account = str(account_named(services, "U1").id)
    told = client.put(f"{TAX}/class", json={"symbol": "ODD", "tax_class": "F8949_SECURITY"})
    assert told.json is not None
    assert told.json["classes"][0]["symbol"] == "ODD"
    changed = client.put(
        f"{TAX}/account/{account}", json={"owner": "spouse", "method": "lifo", "since": "2026-01-01"}
    )
    assert changed.json is not None
    assert changed.json["owners"] == {account: "spouse"}
    assert client.put(f"{TAX}/account/{account}", json={"method": "lifo"}).status_code == 400
    taken_back = {"method": None, "since": "2026-01-01"}
    told = client.put(f"{TAX}/account/{account}", json=taken_back)
    assert told.json is not None
    assert told.json["methods"] == []
    assert client.put(f"{TAX}/account/{account}", json=taken_back).status_code == 422


def test_the_profile_is_changed_by_name(client: FlaskClient) -> None:
    told = client.put(f"{TAX}/profile", json={"changes": {"whole_dollars": True}})
    assert told.json is not None
    assert told.json["whole_dollars"] is True
    assert client.put(f"{TAX}/profile", json={"changes": {"color": "red"}}).status_code == 422
    late = client.put(f"{TAX}/profile", json={"changes": {"mark_to_market_from": "soon"}})
    assert b"mark_to_market_from takes a day; write it as 2025-01-31" in late.data
    again = client.get(f"{TAX}/profile").json
    assert again is not None
    assert again["whole_dollars"] is True


def test_a_1099_is_laid_beside_the_rows_and_taken_away(client: FlaskClient, services: Services) -> None:
    imported(services, *MIXED)
    address = f"{TAX}/1099/{account_named(services, 'U1').id}"
    content = b"Symbol,Date Sold,Proceeds,Cost Basis\nAAPL,2025-03-04,2050,1900\n"
    told = client.post(address, data={"file": (io.BytesIO(content), "1099.csv")})
    assert (told.status_code, told.json and told.json["lines"]) == (200, {"2025": 1})
    found = client.get(f"{TAX}/2025").json
    assert found is not None
    assert [(row["codes"], row["adjustment"], row["gain"]) for row in found["rows"]] == [
        ("B", "-100.00", "50.00")
    ]
    assert [one["verdict"] for one in found["compared"]] == ["differs"]
    assert client.delete(f"{address}/2025").status_code == 200
    assert client.delete(f"{address}/2025").status_code == 404


def test_a_year_is_closed_and_opened_again(client: FlaskClient, services: Services) -> None:
    imported(services, *MIXED)
    address = f"{TAX}/2025/closing"
    assert client.post(address).status_code == 422
    assert client.get(address).json == {"tax_year": 2025, "is_closed": False}
    account = account_named(services, "U1")
    client.put(f"{TAX}/account/{account.id}", json={"complete_through": "2026-01-30"})
    told = client.post(address).json
    assert told is not None
    assert (told["is_closed"], told["actor"], told["is_unchanged"]) == (True, "api", True)
    sums = {"rows": 1, "proceeds": "2050.00", "basis": "2000.00", "adjustment": "0.00", "gain": "50.00"}
    assert (told["filed"], told["now"]) == (sums, sums)
    assert client.delete(address).json == {"tax_year": 2025, "is_closed": False}
    assert client.delete(address).status_code == 422
    assert client.get(f"{TAX}/{2**80}/closing").status_code == 422


def test_a_file_is_of_the_tax_year_that_is_asked_for(client: FlaskClient, services: Services) -> None:
    imported(services, *MIXED)
    asked = client.post(
        "/api/v1/performance/export",
        json={"report_type": "tax", "export_format": "csv", "tax_year": 2025},
    )
    assert asked.json is not None
    assert asked.status_code == 200
    with client.get(asked.json["download_url"]) as file:
        assert b"# Tax year: 2025" in file.data
