"""Settings: each once, also from a file, and a wrong one is named."""

from __future__ import annotations

import runpy
from typing import TYPE_CHECKING

import pytest

from services.errors import SettingsError
from services.settings import NAMES, PROJECT, load

if TYPE_CHECKING:
    from pathlib import Path


def test_an_empty_environment_has_safe_defaults() -> None:
    settings = load({})
    assert (settings.host, settings.port, settings.database_url) == ("127.0.0.1", 8000, None)
    assert settings.data_dir == PROJECT / "data"


def test_a_value_may_come_from_a_file(tmp_path: Path) -> None:
    path = tmp_path / "port"
    path.write_text("8100\n")
    assert load({"PORT_FILE": str(path)}).port == 8100


def test_a_value_and_its_file_at_once_are_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="PORT_FILE"):
        load({"PORT": "1", "PORT_FILE": str(tmp_path / "port")})


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="SECRET_KEY_FILE"):
        load({"SECRET_KEY_FILE": str(tmp_path / "missing")})


def test_an_empty_value_means_unset() -> None:
    assert load({"PORT": "", "DATABASE_URL": ""}).port == 8000


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "abc"),
        ("PORT", "0"),
        ("DATABASE_URL", "mysql://x"),
        ("REDIS_URL", "http://x"),
        ("LOG_LEVEL", "LOUD"),
        ("SECRET_KEY", "short"),
        ("CORS_ORIGINS", "desk.example.com"),
        ("REPORTING_TIMEZONE", "Mars/Olympus"),
        ("TAX_TIMEZONE", "../etc/passwd"),
        ("SNAPSHOT_SECONDS", "0"),
        ("RATE_LIMIT", "many"),
        ("MARKET_DATA_PROVIDER", "crystal-ball"),
        ("METRICS_ENABLED", "perhaps"),
    ],
)
def test_a_malformed_value_is_named(name: str, value: str) -> None:
    with pytest.raises(SettingsError, match=f"^The setting {name} is malformed: [^\n]+$"):
        load({name: value})


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("DATABSE_URL", "DATABASE_URL"),
        ("DATABASE_URL_FIEL", "DATABASE_URL"),
        ("MT5_PASWORD", "MT5_PASSWORD"),
        ("RETENTION_SNAPSHOTS_DAYS", "RETENTION_SNAPSHOT_DAYS"),
        ("SECRET_KEYS", "SECRET_KEY"),
    ],
)
def test_a_misspelt_name_is_named_with_what_was_meant(name: str, meant: str) -> None:
    with pytest.raises(SettingsError, match=meant):
        load({name: "x"})


@pytest.mark.parametrize(
    "name", ["HOSTNAME", "PATH", "TZ", "PORTS", "REDIS_PORT", "DATABASE", "LOGNAME", "MAIL"]
)
def test_the_names_of_others_are_left_alone(name: str) -> None:
    load({name: "x"})


def test_origins_are_split() -> None:
    assert load({"CORS_ORIGINS": "https://a.example, https://b.example:8443"}).cors_origins == (
        "https://a.example",
        "https://b.example:8443",
    )


def test_secrets_are_not_printed() -> None:
    url = "postgresql://tracker:hunter2@db/tracker"
    assert "hunter2" not in repr(load({"DATABASE_URL": url, "MT5_PASSWORD": "hunter2"}))


def test_settings_cannot_be_changed() -> None:
    with pytest.raises(ValueError, match="frozen"):
        load({}).port = 1  # type: ignore[misc] # that it is refused is the point


def test_the_page_of_settings_is_up_to_date() -> None:
    page = runpy.run_path(str(PROJECT / "scripts" / "docs_pages.py"))["settings"]()
    assert (PROJECT / "docs" / "settings.md").read_text(encoding="utf-8") == page
    assert all(f"`{name}`" in page for name in NAMES)
