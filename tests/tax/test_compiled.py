"""Loops as machine code, kept on disk where that is allowed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from numba import njit

from services.tax.cents import cut
from services.tax.compiled import compiled

if TYPE_CHECKING:
    from collections.abc import Callable

    import pytest


def test_a_loop_is_compiled_where_nothing_can_be_written(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[bool] = []

    def unwritable(*, cache: bool = False, nogil: bool) -> Callable[..., Any]:
        asked.append(cache)
        if cache:
            raise RuntimeError("cannot cache function: no locator available")
        return njit(nogil=nogil)

    monkeypatch.setattr("services.tax.compiled.njit", unwritable)
    assert compiled(cut)(100, 1, 3) == cut(100, 1, 3)
    assert asked == [True, False]
