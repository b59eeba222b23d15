from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import threading
from dataclasses import asdict
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest

from services.confined import end
from services.errors import UnreadableFileError
from services.importers import Limits, _child
from services.importers._child import read_in_child
from services.importers._worker import answer, confine, main
from tests.importers.reading import refusal

if TYPE_CHECKING:
    from collections.abc import Iterator

ROWS = b"time,account,symbol,side,quantity,price\n" + b"2026-01-01,1,A,buy,1,1\n" * 1_000
POSIX = pytest.mark.skipif(sys.platform == "win32", reason="the system has no such limit")


@pytest.fixture(autouse=True)
def _fresh() -> Iterator[None]:
    _child._spare.close()
    yield
    _child._spare.close()


def running_children() -> set[int]:
    command = ["ps", "-o", "pid=,comm=", "--ppid", str(os.getpid())]
    lines = subprocess.run(command, capture_output=True, check=False, text=True).stdout.splitlines()
    return {int(line.split()[0]) for line in lines if "ps" not in line.split()[1:]}


def replaced_worker(monkeypatch: pytest.MonkeyPatch, program: str) -> None:
    real = subprocess.Popen

    def start(_command: list[str], **options: object) -> subprocess.Popen[bytes]:
        return real([sys.executable, "-c", program], **options)  # type: ignore[call-overload,no-any-return]

    monkeypatch.setattr(subprocess, "Popen", start)


def test_a_grid_comes_back_whole() -> None:
    grid = read_in_child(ROWS, Limits())
    assert len(grid.rows) == 1_001
    assert grid.rows[1] == ["2026-01-01", "1", "A", "buy", "1", "1"]
    assert grid.numbers[:3] == [1, 2, 3]


def test_a_file_that_takes_too_long_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    replaced_worker(monkeypatch, "import time; time.sleep(60)")
    assert "longer than 0.2 seconds" in refusal(ROWS, limits=Limits(seconds=0.2))


@POSIX
def test_a_file_that_needs_too_much_memory_is_refused() -> None:
    page = b"<html><body><table>" + b"<tr><td>1</td></tr>" * 190_000 + b"</table></body></html>"
    assert "memory" in refusal(page, limits=Limits(memory=90 * 1024 * 1024))


def test_a_reader_that_dies_is_a_refusal(monkeypatch: pytest.MonkeyPatch) -> None:
    replaced_worker(monkeypatch, "import os; os.abort()")
    with pytest.raises(UnreadableFileError, match="damaged, or needs more memory"):
        read_in_child(ROWS, Limits())


def test_no_process_is_left_behind() -> None:
    before = running_children()
    for _ in range(3):
        read_in_child(ROWS, Limits())
    _child._spare.close()
    assert running_children() <= before


def test_a_dead_spare_is_replaced() -> None:
    read_in_child(ROWS, Limits())
    spare = _child._spare._process
    assert spare is not None
    spare.kill()
    spare.wait()
    assert len(read_in_child(ROWS, Limits()).rows) == 1_001


def test_a_spare_of_another_process_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    read_in_child(ROWS, Limits())
    foreign = _child._spare._process
    assert foreign is not None
    monkeypatch.setattr(_child._spare, "_owner", -1)
    assert _child._spare._mine() is None
    end(foreign)


def test_threads_read_at_the_same_time() -> None:
    counts: list[int] = []
    threads = [
        threading.Thread(target=lambda: counts.append(len(read_in_child(ROWS, Limits()).rows)))
        for _ in range(6)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert counts == [1_001] * 6


def test_the_reader_gets_no_secret_of_the_product(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "hidden")
    seen: dict[str, object] = {}
    real = subprocess.Popen

    def start(command: list[str], **options: object) -> subprocess.Popen[bytes]:
        seen.update(options)
        return real(command, **options)  # type: ignore[call-overload,no-any-return]

    monkeypatch.setattr(subprocess, "Popen", start)
    read_in_child(ROWS, Limits())
    environment = seen["env"]
    assert isinstance(environment, dict)
    assert "SECRET_KEY" not in environment


def test_an_answer_is_a_grid_or_a_refusal() -> None:
    assert answer(ROWS, Limits())[:1] == b"G"
    assert answer(b"PK", Limits())[:1] == b"R"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"<!DOCTYPE x [<!ENTITY a 'b'>]><html></html>", b"document type"),
        (b"<Workbook xmlns='urn:schemas-microsoft-com:office:spreadsheet'/>", b"optimizer"),
        (b"<html><table><tr><td>1</td></tr></table>", b"cut off"),
        (b"<?xml version='1.0'?><a/>", b"unknown kind"),
        (bytes(100), b"neither"),
        (b"\xff\xfe" + "<html><table></table></html>".encode("utf-16-le"), b"G"),
        (b"sep=;\na;b\n1;2\n", b"G"),
    ],
)
def test_the_reader_tells_what_it_was_given(content: bytes, words: bytes) -> None:
    assert words in answer(content, Limits())


def test_a_job_is_read_from_the_pipe(monkeypatch: pytest.MonkeyPatch) -> None:
    jobs = io.BytesIO(json.dumps(asdict(Limits())).encode() + b"\n" + ROWS)
    answers = io.BytesIO()
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=jobs))
    monkeypatch.setattr(sys, "stdout", SimpleNamespace(buffer=answers))
    monkeypatch.setattr("services.importers._worker.confine", lambda _: None)
    monkeypatch.setattr("gc.disable", lambda: None)
    main()
    assert answers.getvalue()[:1] == b"G"
    main()


@POSIX
def test_a_confined_process_can_neither_grow_nor_write() -> None:
    program = (
        "import sys; sys.path.insert(0, '.')\n"
        "from services.importers._limits import Limits; from services.importers._worker import confine\n"
        "confine(Limits(memory=200 * 1024 * 1024))\n"
        "try: bytearray(400 * 1024 * 1024)\n"
        "except MemoryError: print('bounded')\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True, text=True)
    assert done.stdout == "bounded\n"


def test_limits_do_nothing_where_the_system_has_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    confine(Limits(memory=1))
    assert bytearray(1024)
