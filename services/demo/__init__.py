"""Demo accounts: made up, deterministic for a seed and a day, posted like any broker's statement."""

from services.demo._accounts import DEMO_SEED, Demo

__all__ = ["DEMO_SEED", "Demo"]
