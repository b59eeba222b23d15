"""The list of files: what each is, how far it is, and why one failed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from components.export_table import export_table
from services.storage.kept_exports import ExportStatus, KeptExport
from tests.components.reading import words

NOW = datetime(2026, 3, 4, 12, tzinfo=UTC)
REQUEST = {"report": "account_statement", "format": "pdf", "names": ["Main"]}


def kept(**changes: Any) -> KeptExport:
    usual: dict[str, Any] = {
        "id": UUID(int=1),
        "created_at": NOW - timedelta(minutes=3),
        "status": ExportStatus.READY,
        "request": REQUEST,
        "filename": "statement.pdf",
        "content_type": "application/pdf",
        "size": 2_048,
        "sha256": "ab" * 32,
        "rows_done": 7,
        "rows_total": 7,
        "started_at": None,
        "finished_at": NOW - timedelta(minutes=2),
        "is_cancelled": False,
        "error": "",
        "expires_at": NOW + timedelta(days=90),
    }
    return KeptExport(**(usual | changes))


def test_a_file_says_what_it_is() -> None:
    assert "statement.pdf account statement · PDF · Main ready 7" in words(export_table([kept()], NOW))


def test_a_file_that_failed_says_why_in_words_and_not_only_when_pointed_at() -> None:
    failed = kept(status=ExportStatus.FAILED, error="The disk is full.", sha256=None, size=None)
    assert "The disk is full." in words(export_table([failed], NOW))
