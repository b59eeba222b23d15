"""The ids that callbacks know: the elements that have to stay components of their own."""

from __future__ import annotations

from functools import lru_cache

from dash import get_app


def live_ids() -> frozenset[str]:
    """The ids of every input, state and output of the running application."""
    app = get_app()  # type: ignore[no-untyped-call]
    return _ids(id(app), len(app.callback_map))


@lru_cache(maxsize=4)
def _ids(_app: int, _callbacks: int) -> frozenset[str]:
    found: set[str] = set()
    for outputs, callback in get_app().callback_map.items():  # type: ignore[no-untyped-call]
        found |= {output.rpartition(".")[0] for output in outputs.strip(".").split("...")}
        found |= {item["id"] for kind in ("inputs", "state") for item in callback[kind]}
    return frozenset(found)
