"""Structs as the MetaTrader5 package has them: read only, `_asdict()` but no `_fields`, never pickled."""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import Any, NoReturn

from tests.market.mt5_fields import FIELDS

TEXTS = frozenset({
    "symbol", "comment", "external_id", "name", "server", "currency", "company", "description", "path",
    "currency_base", "currency_profit", "currency_margin", "bank", "basis", "category", "exchange",
    "formula", "isin", "page", "language", "data_path", "commondata_path",
})  # fmt: skip


class Struct:
    """One row; its class is named as the package's is."""

    def __init__(self, **values: Any) -> None:
        for name in FIELDS[type(self).__name__]:
            object.__setattr__(self, name, values.pop(name))
        assert not values, f"{type(self).__name__} has no {sorted(values)}"

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError("readonly attribute")

    def __getattr__(self, name: str) -> Any:
        raise AttributeError(f"{type(self).__name__} has no attribute {name}")

    def __reduce__(self) -> NoReturn:
        raise TypeError(f"cannot pickle {type(self).__name__}")

    def _asdict(self) -> dict[str, Any]:
        return dict(self.__dict__)


STRUCTS: dict[str, type[Struct]] = {kind: type(kind, (Struct,), {}) for kind in FIELDS}


def filled(kind: str, **values: Any) -> dict[str, Any]:
    """The values of a struct, with nothing in those that are not given."""
    return {name: values.pop(name, "" if name in TEXTS else 0) for name in FIELDS[kind]} | values


def chosen(group: str, name: str) -> bool:
    """Whether masks choose a name: `*` stands for anything, `!` takes out again, in their order."""
    found = False
    for mask in group.split(","):
        if fnmatchcase(name, mask.strip().removeprefix("!")):
            found = not mask.strip().startswith("!")
    return found
