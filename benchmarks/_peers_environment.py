"""The Python that peers run in: an environment of its own with pinned packages, made at the first time."""

from __future__ import annotations

import os
import subprocess
import venv
from pathlib import Path

REQUIREMENTS = Path(__file__).resolve().parent / "requirements.txt"
CACHE = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "performance-tracker-peers"


def peers_python(requirements: Path = REQUIREMENTS, cache: Path = CACHE) -> str:
    """Its interpreter; `PEERS_PYTHON` names another one. Made anew when the pins change."""
    chosen = os.environ.get("PEERS_PYTHON")
    if chosen:
        return chosen
    python, complete = cache / "bin" / "python", cache / "complete"
    pins = requirements.read_text(encoding="utf-8")
    if not complete.exists() or complete.read_text(encoding="utf-8") != pins:
        venv.create(cache, with_pip=True, clear=True)
        run(str(python), "-m", "pip", "install", "--quiet", "-r", str(requirements))
        complete.write_text(pins, encoding="utf-8")
    return str(python)


def run(*command: str) -> None:
    """Run a command of ours; raises CalledProcessError."""
    subprocess.run(command, check=True)  # noqa: S603 - pip with pins of ours
