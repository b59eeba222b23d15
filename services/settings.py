"""Every option of the product, once; each comes from NAME or from the file that NAME_FILE names."""

from __future__ import annotations

import difflib
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, SecretStr, ValidationError

from services.comparison.weights import Weights
from services.errors import InvalidInputError, SettingsError

if TYPE_CHECKING:
    from collections.abc import Mapping

PROJECT = Path(__file__).resolve().parent.parent
FILE_SUFFIX = "_FILE"
OWN_PREFIXES = (
    "BACKUP_",
    "INGEST_",
    "MARKET_DATA_",
    "MT5_",
    "RANKING_",
    "REPORTING_",
    "REPLAY_",
    "RETENTION_",
    "SNAPSHOT_",
    "STALE_",
    "TAX_TIME",
    "TIMESERIES_",
)
CLOSE_ENOUGH = 0.87
SHORTEST_GUESS = 7
SHORTEST_SECRET = 32


def _zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ValueError("is not an IANA time zone such as Europe/Berlin") from error
    return name


def _weights(text: str) -> str:
    try:
        Weights.parse(text)
    except InvalidInputError as error:
        raise ValueError(str(error).rstrip(".")) from error
    return text


def _database(url: SecretStr) -> SecretStr:
    if not re.match(r"(postgres|postgresql)(\+psycopg)?://", url.get_secret_value()):
        raise ValueError("must start with postgresql://")
    return url


def _redis(url: SecretStr) -> SecretStr:
    if not re.match(r"(redis|rediss|unix)://", url.get_secret_value()):
        raise ValueError("must start with redis://, rediss:// or unix://")
    return url


def _smtp(url: SecretStr) -> SecretStr:
    if not re.match(r"smtps?://[^/\s]+$", url.get_secret_value()):
        raise ValueError("must be as smtp://user:password@host:587 or smtps://host")
    return url


def _webhook(url: SecretStr) -> SecretStr:
    if not re.match(r"https?://[^/\s]+", url.get_secret_value()):
        raise ValueError("must start with https:// or http://")
    return url


def _secret(key: SecretStr) -> SecretStr:
    if len(key.get_secret_value()) < SHORTEST_SECRET:
        raise ValueError(f"must have at least {SHORTEST_SECRET} characters")
    return key


def _origin(origin: str) -> str:
    if not re.fullmatch(r"https?://[^/\s]+", origin):
        raise ValueError("must be origins such as https://desk.example.com, separated by commas")
    return origin


def _split(value: object) -> object:
    return (
        tuple(part.strip() for part in value.split(",") if part.strip()) if isinstance(value, str) else value
    )


def _absolute(path: Path) -> Path:
    return path.expanduser().absolute()


Zone = Annotated[str, AfterValidator(_zone)]
WeightsText = Annotated[str, AfterValidator(_weights)]
DatabaseUrl = Annotated[SecretStr, AfterValidator(_database)]
Origins = Annotated[tuple[Annotated[str, AfterValidator(_origin)], ...], BeforeValidator(_split)]
Days = Annotated[int, Field(ge=1)]


class Settings(BaseModel):
    """The options of one start; a field's name in capitals is its environment variable."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", use_attribute_docstrings=True, validate_default=True
    )

    database_url: DatabaseUrl | None = None
    """PostgreSQL to use; unset: an embedded one under `DATA_DIR`."""
    read_database_url: DatabaseUrl | None = None
    """Replica that reports and charts read from; unset: the main database."""
    redis_url: Annotated[SecretStr, AfterValidator(_redis)] | None = None
    """Redis that carries live frames and compared accounts between processes; unset: they stay in each."""
    data_dir: Annotated[Path, AfterValidator(_absolute)] = PROJECT / "data"
    """Folder for everything the product writes: database, exports, backups, the secret key."""
    host: str = Field(default="127.0.0.1", min_length=1)
    """Address to listen on; `0.0.0.0` lets other machines in."""
    port: int = Field(default=8000, ge=1, le=65535)
    """Port of the dashboard, the API and the stream."""
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    """How much is logged."""
    log_format: Literal["console", "json"] = "console"
    """Log lines for people or for machines."""
    environment: Literal["development", "production"] = "production"
    """`development` adds Dash's own debugging aids and relaxes the content security policy for them."""
    secret_key: Annotated[SecretStr, AfterValidator(_secret)] | None = None
    """Key that signs cookies, 32 characters or more; unset: made once and kept in `DATA_DIR/secret_key`."""
    cors_origins: Origins = ()
    """Other origins that may call the API from a browser, separated by commas."""
    trusted_proxies: int = Field(default=0, ge=0, le=10)
    """How many proxies in front are believed about who asks (`X-Forwarded-For`, `X-Forwarded-Proto`)."""
    rate_limit: str = Field(default="600/minute", pattern=r"^\d+/(second|minute|hour)$")
    """Requests one client may send, as number/second, number/minute or number/hour."""
    market_data_provider: Literal["simulated", "replay", "mt5", "agent"] = "simulated"
    """Where quotes and account states come from."""
    ingest_token: Annotated[SecretStr, AfterValidator(_secret)] | None = None
    """Token, 32 characters or more, that agents send with what they push; unset: nothing can be pushed."""
    replay_file: Path | None = None
    """Recording that the replay feed plays, made by `python app.py record`."""
    replay_speed: float = Field(default=1.0, gt=0, le=1_000)
    """How many times faster than it happened a recording is played."""
    mt5_server: str | None = None
    """Broker's server name for the MetaTrader 5 terminal."""
    mt5_login: int | None = Field(default=None, ge=1)
    """Account number for the MetaTrader 5 terminal."""
    mt5_password: SecretStr | None = None
    """Investor (read-only) password of that account."""
    mt5_path: Path | None = None
    """Path of `terminal64.exe`; unset: the terminal that is installed."""
    reporting_timezone: Zone | None = None
    """Zone that days of pages and reports are counted in; unset: each account's server day."""
    ranking_weights: WeightsText = ""
    """Weights of the ranking score, as `returns=25,risk_adjusted=30,…`; what is left out stays as it is."""
    tax_timezone: Zone = "America/New_York"
    """Zone that dates of tax files are counted in."""
    snapshot_seconds: int = Field(default=10, ge=1, le=86400)
    """Seconds between two stored snapshots of an account's balance and equity while they move."""
    flush_milliseconds: int = Field(default=250, ge=20, le=5_000)
    """Milliseconds between two frames of the stream; changes in between are told together."""
    stale_seconds: int = Field(default=30, ge=2, le=3600)
    """Seconds without a new price after which figures that need one are marked stale."""
    timeseries_engine: Literal["auto", "plain", "timescale"] = "auto"
    """How new databases keep snapshots: monthly partitions, TimescaleDB, or what the server offers."""
    statement_seconds: int = Field(default=60, ge=1, le=3600)
    """Seconds a statement of a page or an answer may take before it is stopped."""
    pool_size: int = Field(default=10, ge=1, le=200)
    """Connections each process keeps open; twice as many more are opened when they are needed."""
    retention_snapshot_days: Days = 30
    """Days that snapshots stay at full grain before they are archived and 15 minutes are left."""
    retention_15m_days: Days = 90
    """Days that the 15-minute summaries stay before they are archived and hours are left."""
    retention_1h_days: Days = 730
    """Days that the hourly summaries stay before they are archived and days are left."""
    retention_quote_days: Days = 90
    """Days that quotes stay in the database before they are archived."""
    retention_trade_days: Days = 730
    """Days after which deals and closed trades are also kept as archive files; they stay in the database."""
    retention_purge_trade_days: Annotated[int, Field(ge=2555)] | None = None
    """Days (2555 or more) after which archived deals and trades leave the database; unset: never."""
    backup_dir: Annotated[Path, AfterValidator(_absolute)] | None = None
    """Folder for backups, best on another disk; unset: `DATA_DIR/backups`."""
    backup_key: Annotated[SecretStr, AfterValidator(_secret)] | None = None
    """Key that encrypts backups, 32 characters or more, needed to restore them; unset: not encrypted."""
    backup_daily: int = Field(default=7, ge=1)
    """Days of which the last verified backup is kept."""
    backup_weekly: int = Field(default=4, ge=0)
    """Weeks of which the last verified backup is kept."""
    backup_monthly: int = Field(default=12, ge=0)
    """Months of which the last verified backup is kept."""
    report_schedule: Annotated[
        tuple[Literal["daily", "weekly", "monthly"], ...], BeforeValidator(_split)
    ] = ()
    """Periods after which each account's report is made by itself: daily, weekly, monthly, with commas."""
    report_format: Literal["pdf", "xlsx", "csv", "json", "html", "zip"] = "pdf"
    """Format of the reports that are made by themselves."""
    report_email_to: Annotated[tuple[str, ...], BeforeValidator(_split)] = ()
    """Addresses that those reports are sent to, separated by commas; unset: to nobody."""
    report_email_from: str = "performance-tracker@localhost"
    """Sender of those e-mails."""
    smtp_url: Annotated[SecretStr, AfterValidator(_smtp)] | None = None
    """Server that sends them: `smtp://user:password@host:587` or `smtps://…`; a password needs TLS."""
    report_webhook_url: Annotated[SecretStr, AfterValidator(_webhook)] | None = None
    """Address that is told of each of those reports: name, period and hash as JSON, never the file."""
    metrics_enabled: bool = True
    """Whether `/metrics` answers Prometheus."""

    @property
    def archives(self) -> Path:
        """Folder of the archive files."""
        return self.data_dir / "archives"

    @property
    def backups(self) -> Path:
        """Folder of the backups."""
        return self.backup_dir or self.data_dir / "backups"

    @property
    def exports(self) -> Path:
        """Folder of files made for people."""
        return self.data_dir / "exports"


NAMES = tuple(name.upper() for name in Settings.model_fields)


def load(environ: Mapping[str, str] | None = None) -> Settings:
    """The settings of *environ*, by default our own; raises SettingsError that names a wrong one."""
    environ = os.environ if environ is None else environ
    _refuse_unknown(environ)
    values = {name.lower(): value for name in NAMES if (value := _value(environ, name)) is not None}
    try:
        return Settings.model_validate(values)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        name = str(first["loc"][0]).upper()
        reason = first["msg"].removeprefix("Value error, ")
        raise SettingsError(f"The setting {name} is malformed: {reason}.") from error


def _value(environ: Mapping[str, str], name: str) -> str | None:
    direct, path = environ.get(name) or None, environ.get(name + FILE_SUFFIX) or None
    if path is None:
        return direct
    if direct is not None:
        raise SettingsError(f"Both {name} and {name}{FILE_SUFFIX} are set; keep one of them.")
    try:
        return Path(path).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"The file {path} of {name}{FILE_SUFFIX} cannot be read: {error}.") from error


def _refuse_unknown(environ: Mapping[str, str]) -> None:
    known = {*NAMES, *(name + FILE_SUFFIX for name in NAMES)}
    for name in sorted(set(environ) - known):
        meant = _meant(name)
        if meant is not None:
            raise SettingsError(f"The setting {name} is unknown; did you mean {meant}?")


def _meant(name: str) -> str | None:
    bare = name.removesuffix(FILE_SUFFIX)
    if name.startswith(OWN_PREFIXES):
        close = difflib.get_close_matches(bare, NAMES, n=1, cutoff=0.0)
    elif len(bare) >= SHORTEST_GUESS:
        known = (*NAMES, *(option + FILE_SUFFIX for option in NAMES))
        close = difflib.get_close_matches(name, known, n=1, cutoff=CLOSE_ENOUGH)
    else:
        close = []
    return close[0] if close else None
