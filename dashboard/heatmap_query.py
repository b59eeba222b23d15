"""What the heatmap page shows, as its address says it: a dimension, a metric, or a list of metrics."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from urllib.parse import parse_qs

from services.comparison.matrix import CELL_METRICS
from services.heatmaps import ACCOUNT_METRIC, COMPARED, Dimension, comparable

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dashboard.query import Query

PATH = "/heatmaps"
ACCOUNTS = ACCOUNT_METRIC
DIMENSIONS = (*(item.value for item in Dimension), ACCOUNTS)
MOST_METRICS = 20


@dataclass(frozen=True, slots=True)
class HeatmapQuery:
    """The choice; what an address says wrongly is left out."""

    dimension: str = Dimension.HOUR_WEEKDAY.value
    metric: str = CELL_METRICS[0]
    metrics: tuple[str, ...] = COMPARED

    @classmethod
    def read(cls, values: Mapping[str, object]) -> HeatmapQuery:
        """The choice named by query parameters."""
        dimension, metric, metrics = (_text(values.get(name)) for name in ("dimension", "metric", "metrics"))
        known = {item.name for item in comparable()}
        listed = tuple(dict.fromkeys(name for name in metrics.split(".") if name in known))[:MOST_METRICS]
        return cls(
            dimension if dimension in DIMENSIONS else cls().dimension,
            metric if metric in CELL_METRICS else cls().metric,
            listed or COMPARED,
        )

    @classmethod
    def of_address(cls, search: str) -> HeatmapQuery:
        """The choice in an address's query string."""
        return cls.read({name: found[0] for name, found in parse_qs(search.removeprefix("?")).items()})

    @property
    def options(self) -> dict[str, str]:
        """The choice as parameters of an address and of a report; what is usual is left out."""
        pairs = [("dimension", self.dimension, HeatmapQuery().dimension)]
        if self.dimension == ACCOUNTS:
            pairs.append(("metrics", ".".join(self.metrics), ".".join(COMPARED)))
        else:
            pairs.append(("metric", self.metric, HeatmapQuery().metric))
        return {name: value for name, value, usual in pairs if value != usual}

    def href(self, query: Query) -> str:
        """The address that shows this, with the state every page shares."""
        own = "&".join(f"{name}={value}" for name, value in self.options.items())
        shared = query.href(PATH)
        return f"{shared}{'&' if '?' in shared else '?'}{own}" if own else shared

    def toggled(self, name: str) -> HeatmapQuery:
        """The same with a metric added at the end, or left out."""
        if name not in self.metrics:
            return replace(self, metrics=(*self.metrics, name)[-MOST_METRICS:])
        rest = tuple(item for item in self.metrics if item != name)
        return replace(self, metrics=rest or COMPARED)


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
