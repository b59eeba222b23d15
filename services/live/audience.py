"""Clients with the same subscription: every frame is encoded once for all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from services.live.client import Client
    from services.live.frame import AccountEntry
    from services.live.outbox import Message
    from services.live.subscription import Subscription


class Audience:
    """A subscription, its live clients, and where its accounts stand among all and in its own snapshots.

    `snapshot` is the last one that was made and the version of the state it was made of.
    """

    def __init__(self, subscription: Subscription, accounts: Sequence[AccountEntry]) -> None:
        self.subscription = subscription
        self.clients: set[Client] = set()
        self.snapshot = -1, b""
        self.places: Sequence[int] = ()
        self.own: dict[int, int] | None = None
        self.settle(accounts)

    def settle(self, accounts: Sequence[AccountEntry]) -> None:
        """Find the places again after the accounts have changed."""
        wanted = self.subscription.accounts
        if wanted is None:
            self.places, self.own = range(len(accounts)), None
            return
        self.places = [place for place, entry in enumerate(accounts) if entry.id in wanted]
        self.own = {place: index for index, place in enumerate(self.places)}

    def put(self, message: Message, now: float, *, snapshot_seq: int | None = None) -> None:
        """Leave *message* for every client; with *snapshot_seq* it is a snapshot of that number."""
        for client in self.clients:
            client.outbox.put(message, now)
            if snapshot_seq is not None:
                client.snapshot_seq = snapshot_seq

    def among(self, places: Collection[int]) -> Collection[int]:
        """Those of *places* that it sees."""
        own = self.own
        return places if own is None else [place for place in places if place in own]
