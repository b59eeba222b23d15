"""What is kept is made once a key, and forgotten oldest first."""

from __future__ import annotations

from services.kept import Kept


def test_a_value_is_made_once_a_key() -> None:
    kept: Kept[int] = Kept(2)
    made: list[str] = []

    def make(name: str) -> int:
        made.append(name)
        return len(made)

    assert [kept.get("a", lambda: make("a")), kept.get("a", lambda: make("a"))] == [1, 1]
    kept.get("b", lambda: make("b"))
    kept.get("a", lambda: make("a"))
    kept.get("c", lambda: make("c"))
    kept.get("a", lambda: make("a"))
    kept.get("b", lambda: make("b"))
    assert made == ["a", "b", "c", "b"]
