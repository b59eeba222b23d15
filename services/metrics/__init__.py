"""Drop-in metrics: one public module is one pure function, found by its file."""

from services.metrics._registry import Metric, MetricValue, Unit, metric, metrics

__all__ = ["Metric", "MetricValue", "Unit", "metric", "metrics"]
