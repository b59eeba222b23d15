"""What a result can be broken down by: one file = one way to tell trades apart."""

from services.breakdowns._registry import Breakdown, Groups, breakdown, breakdowns, find_breakdown

__all__ = ["Breakdown", "Groups", "breakdown", "breakdowns", "find_breakdown"]
