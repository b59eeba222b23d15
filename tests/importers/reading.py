"""Short ways to read and to refuse files in tests."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from services.errors import UnreadableFileError
from services.importers import COMMAND_LINE, Limits, SourceFile, read_statements

if TYPE_CHECKING:
    from services.statement import Statement


def read(content: bytes, name: str = "auto") -> Statement:
    (statement,) = read_statements(SourceFile("a file", content), name, COMMAND_LINE)
    return statement


def refusal(content: bytes, name: str = "auto", limits: Limits = COMMAND_LINE) -> str:
    with pytest.raises(UnreadableFileError) as caught:
        read_statements(SourceFile("a file", content), name, limits)
    sentence = str(caught.value)
    assert sentence.endswith(".")
    assert "\n" not in sentence
    return sentence
