"""The official form end to end: deals in, a filled and proven PDF out, on the command line and over HTTP."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
from pypdf import PdfReader

from services.errors import InvalidInputError
from services.form_8949 import layout as layouts
from services.form_8949.filling import Owner
from services.form_8949.layout import LAYOUTS
from tests.form_8949.blanks import make_blank
from tests.tax.stories import imported, line

if TYPE_CHECKING:
    from flask.testing import FlaskClient

    from services.container import Services

OWNER = Owner("Jane Q. Taxpayer", "123-45-6789")
LOSS = (
    line("2025-03-03", "buy", 100, "50", order_id="1"),
    line("2025-06-02", "sell", 100, "40", order_id="2"),
)


@pytest.fixture
def blank(monkeypatch: pytest.MonkeyPatch) -> bytes:
    """A blank of 2025."""
    content, layout = make_blank(next(one for one in LAYOUTS if one.year == 2025))
    monkeypatch.setattr(layouts, "LAYOUTS", (layout,))
    return content


def words(content: bytes) -> str:
    return " ".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)


def test_the_form_says_what_the_year_says(services: Services, blank: bytes) -> None:
    imported(services, *LOSS)
    text = words(services.tax_forms.fill(2025, blank, OWNER).content)
    for word in ("Jane Q. Taxpayer", "06/02/2025", "4,000.00", "5,000.00", "(1,000.00)"):
        assert word in text
    statement = words(services.tax_forms.fill(2025, blank, OWNER, with_statement=True).content)
    assert "see attached statement" in statement.replace("\n", " ")


def test_another_year_and_an_open_decision_are_refused(services: Services, blank: bytes) -> None:
    imported(services, *LOSS)
    with pytest.raises(InvalidInputError, match="blank form of 2025, and the tax year is 2024"):
        services.tax_forms.fill(2024, blank, OWNER)
    imported(
        services,
        *(
            line(f"2025-0{month}-02", side, 1, "5", symbol="WHAT", asset_class="")
            for month, side in ((3, "buy"), (4, "sell"))
        ),
    )
    with pytest.raises(InvalidInputError, match="not complete: 1 symbol needs a decision"):
        services.tax_forms.fill(2025, blank, OWNER)


def test_over_http(client: FlaskClient, services: Services, installed: object, blank: bytes) -> None:
    imported(services, *LOSS)
    form = {"file": (io.BytesIO(blank), "f8949.pdf"), "name": OWNER.name}
    answer = client.post("/api/v1/performance/tax/2025/form", data=form, content_type="multipart/form-data")
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    assert "f8949_2025.pdf" in answer.headers["Content-Disposition"]
    assert "(1,000.00)" in words(answer.data)
    form = {"file": (io.BytesIO(b"%PDF-1.7"), "f8949.pdf")}
    answer = client.post("/api/v1/performance/tax/2025/form", data=form, content_type="multipart/form-data")
    assert answer.status_code == 422
    assert "not a blank Form 8949" in answer.get_json()["error"]["message"]
