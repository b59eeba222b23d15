"""The registry behind the drop-in folders."""

from __future__ import annotations

import sys
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from services.errors import NotFoundError
from services.plugins import Registry

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True)
class Item:
    name: str


def test_a_name_is_taken_once() -> None:
    registry: Registry[Item] = Registry("services.exports", "item")
    registry.add(Item("a"))
    with pytest.raises(ValueError, match="Two of kind item"):
        registry.add(Item("a"))
    with pytest.raises(NotFoundError, match="No item named 'b'"):
        registry.get("b")


def test_whoever_asks_while_modules_load_waits_for_all_of_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "slow_items"
    package.mkdir()
    (package / "__init__.py").write_text(
        "from services.plugins import Registry\nREGISTRY = Registry('slow_items', 'item')"
    )
    for name in ("first", "second"):
        (package / f"{name}.py").write_text(
            "import time\nfrom types import SimpleNamespace\nfrom slow_items import REGISTRY\n"
            f"time.sleep(0.1)\nREGISTRY.add(SimpleNamespace(name='{name}'))"
        )
    monkeypatch.syspath_prepend(str(tmp_path))
    registry = __import__("slow_items").REGISTRY
    found: list[int] = []
    threads = [threading.Thread(target=lambda: found.append(len(registry.all()))) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [2] * 5
    for name in [name for name in sys.modules if name.startswith("slow_items")]:
        del sys.modules[name]
