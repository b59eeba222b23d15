"""`record`: what the market feed tells, written to a file that the replay feed plays."""

from __future__ import annotations

import math
import signal
import time
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from commands import opened
from commands._output import print_json

if TYPE_CHECKING:
    from services.feed import Feed
    from services.live.recorder import Recorder

PROVIDERS = ("simulated", "replay", "mt5", "agent")
RETRY_SECONDS, LOOK_SECONDS = 5.0, 0.2


@click.command("record")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--seconds", type=click.FloatRange(min=0), help="How long; until Ctrl-C when left out.")
@click.option("--provider", type=click.Choice(PROVIDERS), help="Feed to record instead of the setting's.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def command(*, file: Path, seconds: float | None, provider: str | None, as_json: bool) -> None:
    """Write what the market feed tells to FILE (packed when it ends in .gz), without booking any of it."""
    from services.feed_recording import new_recording  # noqa: PLC0415 - `--help` needs none of them
    from services.live.host import Host  # noqa: PLC0415
    from services.live.recorder import Recorder, refuse_queue  # noqa: PLC0415
    from services.live.worker import open_feed  # noqa: PLC0415

    with opened() as services:
        name = provider or services.settings.market_data_provider
        settings = services.settings.model_copy(update={"market_data_provider": name})
        feed = open_feed(name, Host(settings, services.database))
        try:
            refuse_queue(feed)
            with new_recording(file) as recording:
                recorder = Recorder(feed, recording)
                _record(feed, recorder, seconds)
        finally:
            feed.close()
    done = recorder.recorded
    if as_json:
        print_json({"file": str(file), "provider": name, **asdict(done)})
    click.echo(f"{done.quotes} quotes, {done.deals} deals, {done.reports} reports in {file}.", err=True)


class Asked:
    """Whether the process was asked to end.

    A flag that is looked at: setting an event that the same thread waits for can lock it up for good.
    """

    def __init__(self) -> None:
        self.to_end = False

    def __call__(self, *_: object) -> None:
        """What a signal does."""
        self.to_end = True

    def within(self, seconds: float) -> bool:
        """Whether it was by the end of these seconds."""
        end = time.monotonic() + seconds
        while not self.to_end and (left := end - time.monotonic()) > 0:
            time.sleep(min(left, LOOK_SECONDS))
        return self.to_end


def _record(feed: Feed, recorder: Recorder, seconds: float | None) -> None:
    """Poll until the time is over or the process is asked to end."""
    from services.errors import FeedUnavailableError  # noqa: PLC0415 - as above

    asked, said = Asked(), ""
    before = {number: signal.signal(number, asked) for number in (signal.SIGINT, signal.SIGTERM)}
    end = math.inf if seconds is None else time.monotonic() + seconds
    pause = 0.0
    try:
        while not asked.within(min(pause, end - time.monotonic())) and time.monotonic() < end:
            pause = feed.seconds
            try:
                recorder.step(datetime.now(UTC))
                said = ""
            except FeedUnavailableError as error:
                if str(error) != said:
                    click.echo(str(error), err=True)
                said, pause = str(error), RETRY_SECONDS
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
