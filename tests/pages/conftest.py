"""The pages on a database with the demo accounts, made once."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

import psycopg
import pytest

from dashboard import context
from services.container import Services
from services.settings import load
from services.storage.engine import Database
from services.storage.migrate import migrate

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from dash import Dash

    from services.storage.embedded import EmbeddedServer


@pytest.fixture(scope="session")
def demo_services(server: EmbeddedServer, data_dir: Path) -> Iterator[Services]:
    """The product with its demo accounts."""
    name = f"pages_{uuid.uuid4().hex}"
    plain = server.url_of("postgres").replace("postgresql+psycopg://", "postgresql://")
    with psycopg.connect(plain, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
    url = server.url_of(name)
    database = Database(url)
    migrate(database)
    made = Services(load({"DATABASE_URL": url, "DATA_DIR": str(data_dir / "pages")}), database, None)
    made.demo.create()
    yield made
    database.dispose()


@pytest.fixture
def demo(application: Dash, demo_services: Services) -> Iterator[Services]:
    """The demo accounts behind the pages, inside a request."""
    context.install(application.server, demo_services)
    with application.server.test_request_context("/"):
        yield demo_services


@pytest.fixture
def empty(app: Dash, services: Services) -> Iterator[Services]:
    """A product without any account behind the pages, inside a request."""
    with app.server.test_request_context("/"):
        yield services
