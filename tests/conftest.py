"""One embedded PostgreSQL for all tests; a test that asks for a database gets a fresh copy of the schema."""

from __future__ import annotations

import shutil
import tempfile
import uuid
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
import pytest
from hypothesis import settings as drawing

from dashboard import context
from services.container import Services
from services.settings import Settings, load
from services.storage.embedded import EmbeddedServer
from services.storage.engine import Database
from services.storage.migrate import migrate

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dash import Dash
    from flask.testing import FlaskClient

TEMPLATE = "template_of_tests"
DEMO_UNTIL = datetime(2026, 11, 20, tzinfo=UTC)
SHARED = "shared_by_tests"
drawing.register_profile("unhurried", deadline=None)  # a busy machine is no fault
drawing.load_profile("unhurried")


@pytest.fixture(scope="session", autouse=True)
def no_patience() -> Iterator[None]:
    """Commands that run inside this process may not make all later tests give way."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("services.priority.give_way", lambda _: None)
        yield


@pytest.fixture(scope="session")
def data_dir() -> Iterator[Path]:
    """A folder that the server's account may reach, unlike pytest's own."""
    folder = Path(tempfile.mkdtemp(prefix="performance-tracker-tests-"))
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def server(data_dir: Path) -> Iterator[EmbeddedServer]:
    """A running server with one migrated database to copy from; it need not survive a power cut."""
    server = EmbeddedServer(data_dir)
    server.start()
    with psycopg.connect(_conninfo(server, "postgres"), autocommit=True) as connection:
        connection.execute("ALTER SYSTEM SET fsync = off")
        connection.execute("ALTER SYSTEM SET full_page_writes = off")
        connection.execute("SELECT pg_reload_conf()")
        connection.execute(f"CREATE DATABASE {TEMPLATE}")
    template = Database(server.url_of(TEMPLATE))
    migrate(template)
    template.dispose()
    with psycopg.connect(_conninfo(server, "postgres"), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {SHARED} TEMPLATE {TEMPLATE}")
    yield server
    server.release()


@pytest.fixture
def empty_url(server: EmbeddedServer) -> Iterator[str]:
    """The URL of a database of this test's own, without tables."""
    yield from _database(server, "template1")


@pytest.fixture
def database_url(server: EmbeddedServer) -> Iterator[str]:
    """The URL of a database of this test's own, migrated and empty."""
    yield from _database(server, TEMPLATE)


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """A migrated, empty database of this test's own."""
    database = Database(database_url)
    yield database
    database.dispose()


@pytest.fixture(scope="session")
def demo_template(server: EmbeddedServer, data_dir: Path) -> str:
    """The name of a database that holds the demo accounts, made once and copied by each test that asks."""
    name = "template_with_demo"
    with psycopg.connect(_conninfo(server, "postgres"), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {TEMPLATE}")
    url = server.url_of(name)
    made = Services(load({"DATABASE_URL": url, "DATA_DIR": str(data_dir / "files")}), Database(url), None)
    made.demo.create(until=DEMO_UNTIL)
    made.close()
    return name


@pytest.fixture
def demo_services(server: EmbeddedServer, demo_template: str, data_dir: Path) -> Iterator[Services]:
    """The product on a database of this test's own that holds the demo accounts."""
    yield from _demo(server, demo_template, data_dir)


@pytest.fixture(scope="module")
def read_services(server: EmbeddedServer, demo_template: str, data_dir: Path) -> Iterator[Services]:
    """The same for all tests of a module that only read."""
    yield from _demo(server, demo_template, data_dir)


@pytest.fixture
def settings(database_url: str, data_dir: Path) -> Settings:
    """Settings that name this test's database."""
    folder = data_dir / "files" / uuid.uuid4().hex
    return load({"DATABASE_URL": database_url, "DATA_DIR": str(folder), "HOST": "127.0.0.1"})


@pytest.fixture
def services(settings: Settings, database: Database) -> Services:
    """The product on this test's database."""
    return Services(settings, database, None)


@pytest.fixture(scope="session")
def application(server: EmbeddedServer, data_dir: Path) -> Iterator[Dash]:
    """The one application of this process: Dash gives the callbacks of a module to the first that asks."""
    from app import create_app  # noqa: PLC0415 - a second, for the tests that need it only

    settings = load({"DATABASE_URL": server.url_of(SHARED), "DATA_DIR": str(data_dir / "files")})
    database = Database(server.url_of(SHARED))
    yield create_app(settings, Services(settings, database, None))
    database.dispose()


@pytest.fixture
def app(application: Dash, services: Services) -> Dash:
    """The application, on this test's database."""
    context.install(application.server, services)
    return application


@pytest.fixture
def client(app: Dash) -> FlaskClient:
    """A client of the application, without a browser."""
    client: FlaskClient = app.server.test_client()
    return client


@pytest.fixture
def installed(services: Services) -> Services:
    """The product, installed for callbacks that are called as plain functions."""
    from flask import Flask  # noqa: PLC0415

    context.install(Flask("callbacks"), services)
    return services


def _database(server: EmbeddedServer, template: str) -> Iterator[str]:
    name = f"test_{uuid.uuid4().hex}"
    with psycopg.connect(_conninfo(server, "postgres"), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy")
        yield server.url_of(name)
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def _conninfo(server: EmbeddedServer, database: str) -> str:
    return server.url_of(database).replace("postgresql+psycopg://", "postgresql://")


def _demo(server: EmbeddedServer, template: str, data_dir: Path) -> Iterator[Services]:
    for url in _database(server, template):
        settings = load({"DATABASE_URL": url, "DATA_DIR": str(data_dir / "files" / uuid.uuid4().hex)})
        made = Services(settings, Database(url), None)
        yield made
        made.close()
