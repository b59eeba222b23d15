"""What every feed's harness offers to the law in test_every_feed.py; each is in harness_<feed>.py.

A harness module has one function, `open_harness() -> Harness`, which makes the feed of
`services/market/<feed>.py` over sources of its own and a FakeHost. A source holds an account with at
least one deal and one open position. A new feed without a harness fails the law.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Protocol

from services.plugins import public_modules

if TYPE_CHECKING:
    from services.feed import Feed, FeedBatch

FEEDS = [name.rpartition(".")[2] for name in public_modules("services.market")]


class Harness(Protocol):
    """A feed beside a source that the test rules."""

    feed: Feed
    steps: int
    """Polls after which everything has surely been told."""
    can_die: bool
    """Whether there is a source that can die: a simulation has none."""

    def step(self) -> FeedBatch:
        """Let the source go on and time pass (seconds), and poll; may raise FeedUnavailableError."""

    def tell_again(self) -> None:
        """Have the source tell its deals once more, where it can."""

    def kill(self) -> None:
        """The source dies."""

    def revive(self) -> None:
        """The source comes back; the feed may need some steps."""


def open_harness(name: str) -> Harness:
    """The harness of a feed."""
    harness: Harness = import_module(f"tests.market.harness_{name}").open_harness()
    return harness
