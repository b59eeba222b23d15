"""Demo accounts: made up, deterministic for a seed and a day, posted like any broker's statement."""

from services.demo._accounts import DEMO_SEED, SERVER, Demo
from services.demo._cast import DEMO_ACCOUNTS
from services.demo._prices import INSTRUMENTS, SERVER_ZONE
from services.demo._prices import Instrument as DemoInstrument

COMMISSIONS = {account.login: account.commission for account in DEMO_ACCOUNTS}
"""What a demo account pays for a lot, by login, in its currency."""

__all__ = ["COMMISSIONS", "DEMO_SEED", "INSTRUMENTS", "SERVER", "SERVER_ZONE", "Demo", "DemoInstrument"]
