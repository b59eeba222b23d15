"""A publisher and loops of sockets for the tests of the stream."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from services.live.hub import Hub
from services.live.sockets import Sockets
from tests.live.newsroom import Newsroom
from tests.live.telephone import Telephone

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from services.live.limits import Limits


@pytest.fixture
def newsroom() -> Newsroom:
    return Newsroom()


@pytest.fixture
def opened(newsroom: Newsroom) -> Iterator[Callable[..., Sockets]]:
    """Starts a loop that knows the newsroom's state."""
    started: list[Sockets] = []

    def start(limits: Limits | None = None) -> Sockets:
        sockets = Sockets(Hub(limits), limits)
        sockets.publish(newsroom.state())
        sockets.start()
        started.append(sockets)
        return sockets

    yield start
    Telephone.hang_up_all()
    for sockets in started:
        sockets.stop()


@pytest.fixture
def sockets(opened: Callable[..., Sockets]) -> Sockets:
    return opened()
