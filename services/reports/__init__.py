"""Drop-in reports: one public module says what is printed, and knows no format."""

from services.reports._registry import PART, Report, Request, find_report, report, reports

__all__ = ["PART", "Report", "Request", "find_report", "report", "reports"]
