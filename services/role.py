"""What a process does."""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    """`all` starts the others (or does their work itself, where sockets can't be handed to another process).

    On one machine: `web` (pages and API), `live` (feed, engine and stream together), `jobs`. On several:
    `web`, `stream` (`/ws` alone) and `worker`, which starts `feed` (feed and engine) and `jobs`.
    """

    ALL = "all"
    WEB = "web"
    STREAM = "stream"
    WORKER = "worker"
    LIVE = "live"
    FEED = "feed"
    JOBS = "jobs"

    @property
    def serves(self) -> bool:
        """Whether it answers HTTP."""
        return self in (Role.ALL, Role.WEB, Role.STREAM)

    @property
    def streams(self) -> bool:
        """Whether sockets of clients are its."""
        return self in (Role.ALL, Role.STREAM, Role.LIVE)

    @property
    def feeds(self) -> bool:
        """Whether it may lead the feed."""
        return self in (Role.ALL, Role.LIVE, Role.FEED)

    @property
    def runs_jobs(self) -> bool:
        """Whether it may lead the jobs."""
        return self in (Role.ALL, Role.JOBS)

    @property
    def parts(self) -> tuple[Role, ...]:
        """The processes that it starts in its place."""
        if self is Role.ALL:
            return (Role.WEB, Role.LIVE, Role.JOBS)
        return (Role.FEED, Role.JOBS) if self is Role.WORKER else ()


PUBLIC = (Role.WEB, Role.STREAM, Role.WORKER)
"""What a person starts by `--role`."""
