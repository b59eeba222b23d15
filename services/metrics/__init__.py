"""Drop-in metrics: one public module is one pure function, found by its file."""

from services.metrics._registry import (
    MT5,
    NET,
    Family,
    Metric,
    MetricValue,
    Unit,
    find_metric,
    metric,
    metrics,
)

__all__ = ["MT5", "NET", "Family", "Metric", "MetricValue", "Unit", "find_metric", "metric", "metrics"]
