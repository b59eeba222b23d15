"""What is kept is made once a key, and forgotten oldest first."""

from __future__ import annotations

from services.kept import Kept, Newest


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


def test_a_subject_has_one_value_and_the_oldest_subject_goes_first() -> None:
    newest: Newest[int] = Newest(2)
    made: list[int] = []

    def make(value: int) -> int:
        made.append(value)
        return value

    assert newest.get("a", 1, lambda: make(1)) == newest.get("a", 1, lambda: make(9)) == 1
    assert newest.get("a", 2, lambda: make(2)) == 2
    assert newest.get("a", 1, lambda: make(3)) == 3
    newest.get("b", 1, lambda: make(4))
    newest.get("c", 1, lambda: make(5))
    assert newest.get("a", 1, lambda: make(6)) == 6
    assert made == [1, 2, 3, 4, 5, 6]
