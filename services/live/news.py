"""What the leader tells beside prices: files that are made, and where accounts stand with their rules."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

import structlog

from services.live.aside import AtOnce
from services.live.events import alert_data
from services.live.export_news import ExportNews
from services.live.rules_watch import RulesWatch

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

    from services.errors import ServiceError
    from services.live.aside import Aside
    from services.live.engine import Engine
    from services.live.publisher import Publisher
    from services.live.rule_desk import RuleDesk
    from services.live.rules_watch import Seen
    from services.model import Account
    from services.prop_firm.breach import Breach
    from services.prop_firm.live import LiveRules
    from services.prop_firm.marks import Mark
    from services.storage.engine import Database
    from services.storage.kept_exports import KeptExport

LOOK, SOON, TELL, RETRY = (timedelta(seconds=seconds) for seconds in (0.5, 0.5, 1, 5))

log = structlog.get_logger(__name__)


class News:
    """One session's; what waits for the database is done aside."""

    def __init__(
        self,
        database: Database,
        engine: Engine,
        publisher: Publisher,
        desk: RuleDesk,
        aside: Aside | None = None,
    ) -> None:
        self._exports, self._watch = ExportNews(database), RulesWatch(engine)
        self._publisher, self._desk = publisher, desk
        self._aside = aside or AtOnce()
        self._next: dict[str, datetime] = {}
        self._under_way: set[str] = set()

    def put(self, account: Account, held: tuple[LiveRules, ...], now: datetime) -> bool:
        """An account's rules as they are now; whether all that quotes had shown was recorded before."""
        for breach in self._watch.put(account.id, held):
            self._tell(account, breach, now)
        return self._watch.knows_all(account.id)

    def remove(self, account_id: UUID) -> None:
        """An account that is gone."""
        self._watch.remove(account_id)

    def step(self, now: datetime) -> None:
        """Do what is due."""
        self._aside.finish()
        for seen in self._watch.look(now):
            self._tell(seen.account, seen.breach, now)
        if self._is_due("rules", now):
            self._next["rules"] = now + TELL
            for account_id, data in self._watch.news():
                self._publisher.event("prop_update", str(account_id), data, now)
        if self._is_due("exports", now):
            self._look(now)
        if self._watch.unkept and self._is_due("breach", now):
            self._keep(self._watch.unkept[0], now)
        if self._watch.marks.waiting and self._is_due("marks", now):
            self._record(now)

    def close(self, now: datetime) -> None:
        """Wait for what is under way, and record what is not yet."""
        if self._watch.marks.waiting:
            self._record(now)
        self._aside.close()

    def _is_due(self, what: str, now: datetime) -> bool:
        return what not in self._under_way and (what not in self._next or now >= self._next[what])

    def _look(self, now: datetime) -> None:
        self._under_way.add("exports")
        then = partial(self._looked, now=now)
        self._aside.do(partial(self._exports.look, now), then, partial(self._waits, "exports", now))

    def _looked(self, found: Sequence[KeptExport], now: datetime) -> None:
        self._under_way.discard("exports")
        self._next["exports"] = now + LOOK
        for data in self._exports.news(found, now):
            self._publisher.event("export", "", data, now)

    def _keep(self, seen: Seen, now: datetime) -> None:
        self._under_way.add("breach")
        self._aside.do(partial(self._desk.keep, seen), self._kept, partial(self._waits, "breach", now))

    def _kept(self, _: None) -> None:
        self._under_way.discard("breach")
        self._watch.unkept.popleft()

    def _record(self, now: datetime) -> None:
        self._under_way.add("marks")
        self._next["marks"] = now + SOON
        work = partial(self._desk.record, self._watch.marks.waiting)
        self._aside.do(work, self._recorded, partial(self._waits, "marks", now))

    def _recorded(self, marks: Sequence[Mark]) -> None:
        self._under_way.discard("marks")
        self._watch.marks.recorded(marks)

    def _tell(self, account: Account, breach: Breach, now: datetime) -> None:
        log.warning("prop_breach", rule=breach.rule)
        data = alert_data("prop_breach", f"{account.name}: {breach.sentence}")
        self._publisher.event("alert", str(account.id), data, now)

    def _waits(self, what: str, now: datetime, error: ServiceError) -> None:
        self._under_way.discard(what)
        self._next[what] = now + RETRY
        log.warning("live_news_waits", what=what, reason=str(error))
