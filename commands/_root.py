"""The root of the command line, where wrong words are one line like every other wrong input."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click
from click.exceptions import NoArgsIsHelpError

from services.errors import InvalidInputError

if TYPE_CHECKING:
    from collections.abc import Iterator


class Root(click.Group):
    """Raises InvalidInputError for a command, an option or a value that does not exist."""

    def make_context(self, *args: Any, **extra: Any) -> click.Context:  # noqa: ANN401 - as click has it
        """As click does it."""
        with _one_line():
            return super().make_context(*args, **extra)

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401 - as click has it
        """As click does it."""
        with _one_line():
            return super().invoke(ctx)


@contextmanager
def _one_line() -> Iterator[None]:
    try:
        yield
    except NoArgsIsHelpError:
        raise
    except click.UsageError as error:
        usage = "" if error.ctx is None else f" See `{error.ctx.command_path} --help`."
        raise InvalidInputError(" ".join(error.format_message().split()) + usage) from error
