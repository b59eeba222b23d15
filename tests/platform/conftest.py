"""What the tests of the platform share."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.platform.server_process import servers

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def folder() -> Iterator[Path]:
    path = Path(tempfile.mkdtemp(prefix="pt-"))
    path.chmod(0o711)  # nobody lists it, but the account of the server may walk through
    yield path / "data"
    for process in servers(path):
        process.kill()
    shutil.rmtree(path, ignore_errors=True)
