"""Who is there: clients by address, and by what they asked for."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from services.live.audience import Audience
from services.live.limits import ALL_OF_THIS_MACHINE
from services.live.refusal import Closing, RefusedError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from services.live.client import Client
    from services.live.frame import AccountEntry
    from services.live.limits import Limits
    from services.live.subscription import Subscription


class Crowd:
    """All clients, and the audiences of those that are live."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._clients: set[Client] = set()
        self._addresses: Counter[str] = Counter()
        self._audiences: dict[Subscription, Audience] = {}

    def __len__(self) -> int:
        return len(self._clients)

    def __iter__(self) -> Iterator[Client]:
        return iter(self._clients)

    @property
    def audiences(self) -> Sequence[Audience]:
        """Those that have clients."""
        return tuple(self._audiences.values())

    def admit(self, client: Client) -> None:
        """Let a client in; raises RefusedError when there are too many."""
        address = client.visitor.address
        crowded = self._addresses[address] >= self._limits.clients_per_address
        if len(self._clients) >= self._limits.clients or (crowded and address not in ALL_OF_THIS_MACHINE):
            raise RefusedError(Closing.TOO_MANY, "too_many_connections", "There are too many connections.")
        self._clients.add(client)
        self._addresses[address] += 1

    def dismiss(self, client: Client) -> None:
        """Let a client go; one that never was let in is fine."""
        if client not in self._clients:
            return
        self._clients.discard(client)
        self.unseat(client)
        self._addresses -= Counter([client.visitor.address])

    def seat(self, client: Client, accounts: Sequence[AccountEntry]) -> Audience:
        """Put a client among those with the same subscription."""
        self.unseat(client)
        wanted = client.subscription
        found = self._audiences.get(wanted)
        if found is None:
            found = self._audiences[wanted] = Audience(wanted, accounts)
        found.clients.add(client)
        client.audience = found
        return found

    def unseat(self, client: Client) -> None:
        """Send a client nothing more."""
        audience, client.audience = client.audience, None
        if audience is not None:
            audience.clients.discard(client)
            if not audience.clients:
                del self._audiences[audience.subscription]
