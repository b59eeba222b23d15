"""The embedded PostgreSQL server: started by the first process that needs it, stopped by the last."""

from __future__ import annotations

import os
import secrets
import shlex
import shutil
import socket
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import psutil
import psycopg
from filelock import FileLock, Timeout
from psycopg import sql
from psycopg.conninfo import make_conninfo
from sqlalchemy.engine import URL

from services.errors import UnavailableError
from services.storage.server_place import Place, find_place
from services.storage.server_users import ServerUsers

NAME = "tracker"  # both the role and the database
PORT = 5432
START_SECONDS = 300
STOP_SECONDS = 4
WAIT_SECONDS = 60
LOG_BYTES = 10_000_000
OPTIONS = {"timezone": "UTC", "log_timezone": "UTC", "max_connections": "100", "shared_buffers": "128MB"}
USES_TCP = sys.platform == "win32"


class EmbeddedServer:
    """PostgreSQL 18 from the wheel's programs, with its data under a folder of ours."""

    def __init__(self, data_dir: Path) -> None:
        self._data_dir = data_dir
        self._users: ServerUsers | None = None
        self._found: Place | None = None

    @property
    def place(self) -> Place:
        """Its folders and owner, made on first use."""
        if self._found is None:
            self._found = find_place(self._data_dir)
        return self._found

    @property
    def url(self) -> str:
        """What SQLAlchemy connects to; valid after `start`."""
        return self.url_of(NAME)

    def url_of(self, database: str) -> str:
        """The URL of another *database* on this server."""
        parts = self._parts()
        query = {"host": parts["host"], "port": str(parts["port"])}
        url = URL.create("postgresql+psycopg", NAME, parts.get("password"), database=database, query=query)
        return url.render_as_string(hide_password=False)

    def program(self, name: str) -> Path:
        """The path of one of PostgreSQL's programs, such as pg_dump."""
        return self.place.programs / "bin" / (f"{name}.exe" if sys.platform == "win32" else name)

    def start(self) -> None:
        """Start it unless it runs, and count as its user; raises UnavailableError."""
        with self._lock():
            if self._users is None:
                self._users = ServerUsers(self.place.home / "users")
            self._users.join()
            if self._settles():
                return
            self._remove_leftovers()
            if not (self.place.data / "PG_VERSION").exists():
                self._initialize()
            self._launch()
            self._create_database()

    def release(self) -> None:
        """Stop counting as its user; the last one stops it."""
        if self._users is None:
            return
        with self._lock():
            if self._users.leave():
                self._stop()

    def _stop(self) -> None:
        for mode in ("fast", "immediate"):
            if self._postmaster() is None:
                break
            with suppress(UnavailableError):  # it did not stop in time, or was gone before it was asked
                self._run("pg_ctl", "stop", "-D", str(self.place.data), "-m", mode, "-t", str(STOP_SECONDS))
        self._remove_leftovers()

    def _lock(self) -> FileLock:
        try:
            lock = FileLock(self.place.home / "start.lock", thread_local=False)
            lock.acquire(timeout=START_SECONDS)
        except Timeout as error:
            raise UnavailableError(
                "Another process has been starting the embedded database for minutes."
            ) from error
        except PermissionError as error:
            raise UnavailableError(f"The folder {self.place.home} belongs to another account.") from error
        return lock

    def _settles(self) -> bool:
        """Whether a server of ours answers; one that starts, recovers or stops is waited for."""
        deadline = time.monotonic() + WAIT_SECONDS
        while not self._answers():
            if self._postmaster() is None:
                return False
            if time.monotonic() > deadline:
                raise UnavailableError(f"The embedded database does not answer; its log is {self._log}.")
            time.sleep(0.1)
        return True

    def _answers(self) -> bool:
        if not (self.place.data / "postmaster.pid").exists():
            return False
        try:
            with self._admin() as connection:
                row = connection.execute("SHOW data_directory").fetchone()
        except psycopg.OperationalError:
            return False
        return row is not None and Path(row[0]).samefile(self.place.data)

    def _postmaster(self) -> psutil.Process | None:
        """The live process that the pid file names, if it is a server in our folder."""
        try:
            pid = int((self.place.data / "postmaster.pid").read_text().split("\n", 1)[0])
        except (OSError, ValueError):
            return None
        return next((process for process in self._processes() if process.pid == pid), None)

    def _processes(self) -> list[psutil.Process]:
        """Live processes that work in our data directory; a zombie has no working directory."""
        found = []
        for process in psutil.process_iter():
            try:
                if process.name().startswith("postgres") and Path(process.cwd()) == self.place.data.resolve():
                    found.append(process)
            except (psutil.Error, OSError):
                continue
        return found

    def _remove_leftovers(self) -> None:
        """End what a killed server left behind: its backends first, then the files that name its pid.

        PostgreSQL would refuse those files while the dead process waits to be reaped, or its pid is reused.
        """
        orphans = self._processes()
        for process in orphans:
            process.kill()
        psutil.wait_procs(orphans, timeout=STOP_SECONDS)
        (self.place.data / "postmaster.pid").unlink(missing_ok=True)
        (self.place.sockets / f".s.PGSQL.{PORT}.lock").unlink(missing_ok=True)

    def _initialize(self) -> None:
        partial = self.place.home / "partial"
        shutil.rmtree(partial, ignore_errors=True)
        command = ["initdb", "-D", str(partial), f"--username={NAME}", "--data-checksums", "--encoding=UTF8"]
        command += ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        command += [f"--set={name}={value}" for name, value in OPTIONS.items()]
        if USES_TCP:
            command += ["--auth=scram-sha-256", f"--pwfile={self._password_file()}"]
        else:
            command += ["--auth=trust"]  # the socket's folder lets nobody else in
        self._run(*command)
        partial.rename(self.place.data)

    def _launch(self) -> None:
        if self._log.exists() and self._log.stat().st_size > LOG_BYTES:
            self._log.unlink()
        parts = self._parts()
        if USES_TCP:
            options = f"-h 127.0.0.1 -p {parts['port']}"
        else:
            options = f"-h '' -k {shlex.quote(str(self.place.sockets))} -p {PORT}"
        command = ["start", "-D", str(self.place.data), "-w", "-t", str(START_SECONDS), "-l", str(self._log)]
        self._run("pg_ctl", *command, "-o", options)

    def _create_database(self) -> None:
        with self._admin() as connection:
            if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [NAME]).fetchone():
                connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(NAME)))

    def _run(self, program: str, *arguments: str) -> None:
        owner = self.place.owner
        environment = {
            name: os.environ[name] for name in ("PATH", "SYSTEMROOT", "TEMP") if name in os.environ
        }
        result = subprocess.run(  # noqa: S603 - our own program with our own arguments
            [str(self.program(program)), *arguments],
            check=False,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            cwd=self.place.home,
            env=environment | {"LC_ALL": "C"},
            user=None if owner is None else owner.uid,
            group=None if owner is None else owner.gid,
            extra_groups=None if owner is None else [],
        )
        if result.returncode:
            reason = (result.stderr.decode(errors="replace").strip().splitlines() or ["no reason given"])[-1]
            raise UnavailableError(
                f"The embedded database failed at {program} ({reason}); its log is {self._log}."
            )

    def _admin(self) -> psycopg.Connection:
        target = make_conninfo("", user=NAME, dbname="postgres", connect_timeout=5, **self._parts())
        return psycopg.connect(target, autocommit=True)

    def _parts(self) -> dict[str, str]:
        if not USES_TCP:
            return {"host": str(self.place.sockets), "port": str(PORT)}
        return {"host": "127.0.0.1", "port": self._port(), "password": self._password_file().read_text()}

    def _port(self) -> str:
        """A free port, chosen once and kept, so that open pools find a server that was started again."""
        path = self.place.home / "port"
        if not path.exists():
            with socket.create_server(("127.0.0.1", 0)) as probe:
                path.write_text(str(probe.getsockname()[1]))
        return path.read_text()

    def _password_file(self) -> Path:
        path = self.place.home / "password"
        if not path.exists():
            path.write_text(secrets.token_urlsafe(32))
        return path

    @property
    def _log(self) -> Path:
        return self.place.home / "server.log"
