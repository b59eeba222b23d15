"""A full disk or a kill at any stage: nothing is torn, nothing is lost, and the next run ends the work."""

from __future__ import annotations

import errno
import os
import signal
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from services.container import Services
from services.errors import NoSpaceError
from services.retention import archive_files
from tests.children import children
from tests.retention.aging import FAR, STAGES, age, deals_of_months, post
from tests.retention.dying import apply_in_child

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import BinaryIO

    from services.calc.record import TrackRecord


def record_of(services: Services) -> TrackRecord:
    reopened = Services(services.settings, services.database, None)
    (account,) = reopened.performance.accounts()
    return reopened.performance.record(account.id)


def partial_files(services: Services) -> list[Path]:
    return list(services.settings.archives.rglob("*.partial"))


def full(*_: object, **__: object) -> Any:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


class FullAfter:
    """A file on a disk that takes so many bytes."""

    def __init__(self, file: BinaryIO, room: int) -> None:
        self._file = file
        self._room = room
        self.closed = False

    def write(self, block: bytes) -> int:
        self._room -= len(block)
        if self._room < 0:
            full()
        return self._file.write(block)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)


def fill_while_writing(monkeypatch: pytest.MonkeyPatch, room: int) -> None:
    created = archive_files._created

    @contextmanager
    def on_a_small_disk(path: Path) -> Iterator[Any]:
        with created(path) as file:
            yield FullAfter(file, room)

    monkeypatch.setattr(archive_files, "_created", on_a_small_disk)


@pytest.mark.parametrize("stage", ["open", "first byte", "in the middle", "manifest", "sync", "name"])
def test_a_disk_that_fills_at_any_stage_leaves_nothing_torn(
    plain: Services, monkeypatch: pytest.MonkeyPatch, stage: str
) -> None:
    post(plain, deals_of_months())
    before = record_of(plain)
    with monkeypatch.context() as faulty:
        match stage:
            case "open":
                faulty.setattr("services.retention.archive_files.os.open", full)
            case "first byte":
                fill_while_writing(faulty, 0)
            case "in the middle":
                fill_while_writing(faulty, 4000)
            case "manifest":
                faulty.setattr("services.retention.archiver.manifest_bytes", full)
            case "sync":
                faulty.setattr("services.retention.archive_files.os.fsync", full)
            case "name":
                faulty.setattr("services.retention.archive_files.os.link", full)
        with pytest.raises(NoSpaceError, match=r"The disk of .* is full"):
            age(plain)
    assert partial_files(plain) == []
    assert record_of(plain).deals == before.deals
    assert age(plain).total.purged == len(before.deals) + len(before.trades)
    assert record_of(plain).deals == before.deals
    assert plain.retention.verify() == ()


def run_child(services: Services, *, kill_at: str | None = None, room: int | None = None) -> tuple[int, str]:
    context = children()
    told = context.SimpleQueue()
    url = services.database.engine.url.render_as_string(hide_password=False)
    process = context.Process(
        target=apply_in_child, args=(url, services.settings.data_dir, kill_at, room, FAR, told)
    )
    process.start()
    process.join(60)
    return process.exitcode or 0, "" if told.empty() else told.get()


@pytest.mark.parametrize("stage", STAGES)
def test_a_process_that_is_killed_at_any_stage_loses_nothing(plain: Services, stage: str) -> None:
    post(plain, deals_of_months())
    before = record_of(plain)
    code, _ = run_child(plain, kill_at=stage)
    assert code == -signal.SIGKILL
    assert record_of(plain).deals == before.deals
    assert age(plain).waiting == ()
    assert record_of(plain).deals == before.deals
    assert record_of(plain).trades == before.trades
    assert {archive.state for archive in plain.retention.list()} == {"purged"}
    assert plain.retention.verify() == ()


def test_an_archive_that_was_listed_as_the_process_died_gets_its_manifest_though_its_rows_changed(
    plain: Services,
) -> None:
    deals = deals_of_months(months=1)
    post(plain, deals)
    run_child(plain, kill_at="listed")
    (missing,) = plain.retention.verify()
    assert ".json is missing" in missing.problem
    corrected = [replace(deals[0], profit=deals[0].profit + 1), *deals[1:]]
    post(plain, corrected, "corrected.xlsx")
    assert age(plain).waiting == ()
    assert plain.retention.verify() == ()
    assert [deal.profit for deal in record_of(plain).deals] == [deal.profit for deal in corrected]


def test_a_limit_on_the_size_of_files_is_a_full_disk(plain: Services) -> None:
    post(plain, deals_of_months())
    before = record_of(plain)
    code, sentence = run_child(plain, room=5000)
    assert (code, "is full" in sentence) == (0, True)
    assert partial_files(plain) == []
    assert record_of(plain).deals == before.deals
    assert age(plain).waiting == ()
    assert plain.retention.verify() == ()


def test_what_a_crash_left_half_written_goes_with_the_next_run(plain: Services) -> None:
    post(plain, deals_of_months())
    run_child(plain, kill_at="written")
    assert len(partial_files(plain)) == 1
    assert any("crash" in issue.problem for issue in plain.retention.verify())
    age(plain)
    assert partial_files(plain) == []
