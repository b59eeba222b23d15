"""Loops over whole numbers made into machine code by numba, the first time that one is called."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar, cast

from numba import njit

from services.tax.cents import cut

if TYPE_CHECKING:
    from collections.abc import Callable

Loop = TypeVar("Loop", bound="Callable[..., Any]")


def compiled(loop: Loop) -> Loop:
    """The loop as machine code, kept on disk for the next process where anything can be written."""
    try:
        return cast("Loop", njit(cache=True, nogil=True)(loop))
    except RuntimeError:  # neither the code's folder nor the user's can be written
        return cast("Loop", njit(nogil=True)(loop))


part = compiled(cut)
