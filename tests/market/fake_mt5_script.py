"""The stand-in as a module that a process of its own imports; FAKE_MT5 says what it is to suffer.

`die:PATH` and `hang:PATH` happen once, at the fifth look, and leave PATH behind; `up` nothing.
"""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import Any

from tests.market.fake_mt5 import FakeMT5

LOOKS = 5
_fake = FakeMT5()
_fake.deposit(1000.0)
_fake.open()
_suffers, _, _mark = os.environ.get("FAKE_MT5", "up").partition(":")


def terminal_info() -> object:
    """What every look begins with; here it suffers."""
    _fake.tick_all()
    print("the module talks on the standard output")  # noqa: T201 - the real one does too
    if _fake.calls.count("terminal_info") >= LOOKS and _mark and not Path(_mark).exists():
        Path(_mark).touch()
        if _suffers == "die":
            os._exit(3)
        time.sleep(3600)
    return _fake.terminal_info()


def __getattr__(name: str) -> Any:
    return getattr(_fake, name)
