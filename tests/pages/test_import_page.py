"""The import page: a file is read, compared, and stored only when that is asked for."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING

import pytest
from dash.exceptions import PreventUpdate

from components.import_form import offer_of
from components.import_result import Reading
from dashboard.attachment import decoded
from services.errors import UnreadableFileError
from tests.components.reading import words
from tests.components.samples import account, report

if TYPE_CHECKING:
    from types import ModuleType

    from services.container import Services

CONTENT = "data:application/octet-stream;base64," + base64.b64encode(b"a file").decode()


@pytest.fixture
def page(empty: Services) -> ModuleType:
    from pages import import_report  # noqa: PLC0415 - after the application

    return import_report


def test_nothing_happens_before_a_file_is_given(page: ModuleType) -> None:
    with pytest.raises(PreventUpdate):
        page.check(None, None, "-", "")
    with pytest.raises(PreventUpdate):
        page.store(None, [CONTENT], ["a"], "-", "", None)


def test_a_file_is_read_without_being_stored(
    page: ModuleType, empty: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[object] = []

    def check(_: object, file: object, **options: object) -> tuple[object, ...]:
        asked.append(options)
        return (report(file=file.name),)  # type: ignore[attr-defined]

    monkeypatch.setattr(type(empty.ingest), "check", check)
    left, right, offer = page.check([CONTENT], ["a.xlsx"], "UTC", "")
    assert asked == [{"account": None, "server_zone": "UTC"}]
    assert "a.xlsx" in words(left)
    assert "481 read" in words(right)
    assert offer["deals"] == 481


def test_one_unreadable_file_leaves_the_others_alone(page: ModuleType) -> None:
    left, _, offer = page.check([CONTENT, "data:;base64,###"], ["odd.bin", "torn.xlsx"], "-", "")
    assert "odd.bin" in words(left)
    assert "send it again" in words(left)
    assert offer["files"] == 0


def test_what_does_not_add_up_needs_a_tick(page: ModuleType) -> None:
    data = {"files": 1, "deals": 5, "reconciles": False, "zone_reason": ""}
    assert page.offer(data, None)[2] is True
    assert page.offer(data, True)[2] is False  # noqa: FBT003 - the box's value
    assert page.offer(None, None)[0] is True


def test_accounts_that_are_read_by_several_clocks_have_a_reason_each() -> None:
    one = report(account=account(name="U1"), server_zone_reason="As you chose.")
    other = report(account=account(name="U2"), server_zone_reason="Fills say so.")
    assert offer_of([Reading("a.csv", (one, one))])["zone_reason"] == "As you chose."
    assert offer_of([Reading("a.csv", (one, other))])["zone_reason"] == "U1: As you chose.\nU2: Fills say so."


@pytest.mark.parametrize(("stored", "said"), [(True, "481 deals stored."), (False, "Nothing was stored")])
def test_storing_says_what_became_of_it(
    page: ModuleType, empty: Services, monkeypatch: pytest.MonkeyPatch, said: str, *, stored: bool
) -> None:
    monkeypatch.setattr(type(empty.ingest), "store", lambda *_, **__: (report(stored=stored),))
    *_, note = page.store(1, [CONTENT], ["a.xlsx"], "-", "", None)
    assert said in words(note)


def test_a_torn_upload_is_refused() -> None:
    with pytest.raises(UnreadableFileError):
        decoded("data:;base64,###")
