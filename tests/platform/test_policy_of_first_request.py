"""The content security policy must not depend on what the first request of a process was."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

PROJECT = Path(__file__).parents[2]
SCRIPT = """
import sys
from app import create_app
from services.container import Services
from services.settings import load
from services.storage.engine import Database
settings = load()
database = Database(settings.database_url.get_secret_value())
client = create_app(settings, Services(settings, database, None)).server.test_client()
assert client.get("/api/nowhere").status_code == 404
client.get("/")
print(client.get("/").headers["Content-Security-Policy"])
"""


def test_a_refused_first_request_leaves_pages_their_scripts(database_url: str) -> None:
    environment = {**os.environ, "DATABASE_URL": database_url, "LOG_LEVEL": "ERROR"}
    printed = subprocess.run(
        [sys.executable, "-c", SCRIPT],
        cwd=PROJECT,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert len(re.findall("'sha256-", printed)) >= 2
