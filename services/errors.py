"""Errors of the product; each is named for the fact and writes its own sentence.

ServiceError
├── NotFoundError            the named thing does not exist                       404
├── InvalidInputError        an input cannot be understood                        422
│   ├── IncompleteInputError something that is needed is not given                400
│   ├── UnreadableFileError  the file is not what it claims to be, or is broken   422
│   └── SettingsError        a setting is unknown or malformed                    –
├── UnreconciledError        a statement does not add up; nothing was stored      409
├── BusyError                the same work is under way already                   409
├── DamagedError             a kept file is not what was written                  500
│   └── WrongKeyError        a file was encrypted with another key                500
├── FileNotMadeError         a file could not be made of what it should show       500
├── NoSpaceError             a disk is too full to go on; nothing was kept        507
└── UnavailableError         a part that is needed is down                        503
    ├── NewerDatabaseError   the database was made by a newer version             503
    └── FeedUnavailableError the source of market data does not answer            503
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


class ServiceError(Exception):
    """Base of all errors that are the product's own; `str()` is one sentence for a person."""

    status = 500
    code = "error"


class NotFoundError(ServiceError):
    """The named thing does not exist; the sentence lists those that do where they are few."""

    status = 404
    code = "not_found"

    def __init__(self, kind: str, name: object, known: Sequence[str] = ()) -> None:
        named = f"; there are {', '.join(known)}" if known else ""
        super().__init__(f"No {kind} named {str(name)!r}{named}.")


class InvalidInputError(ServiceError):
    """An input cannot be understood; the sentence says what would be right."""

    status = 422
    code = "invalid"


class IncompleteInputError(InvalidInputError):
    """Something that is needed is not given; the sentence says what."""

    status = 400
    code = "incomplete"


class UnreadableFileError(InvalidInputError):
    """A file is empty, broken, too large, or of no known format."""

    code = "unreadable_file"


class SettingsError(InvalidInputError):
    """A setting is unknown or malformed; the sentence names it."""

    code = "settings"


class UnreconciledError(ServiceError):
    """A statement does not add up, so nothing was stored; the sentence names the first problem."""

    status = 409
    code = "unreconciled"


class BusyError(ServiceError):
    """The same work is under way already, here or in another process."""

    status = 409
    code = "busy"


class DamagedError(ServiceError):
    """A file of a backup or an archive is missing or is not what was written; the sentence names it."""

    code = "damaged"


class WrongKeyError(DamagedError):
    """A backup was encrypted with another key than the one that is set."""

    code = "wrong_key"


class FileNotMadeError(ServiceError):
    """A file could not be made of what it should show; the sentence says which and why."""

    code = "file_not_made"


class NoSpaceError(ServiceError):
    """A disk is too full to go on; nothing of the work was kept."""

    status = 507
    code = "no_space"


class UnavailableError(ServiceError):
    """A part that is needed is down."""

    status = 503
    code = "unavailable"


class NewerDatabaseError(UnavailableError):
    """The database was made by a newer version of the product."""

    code = "newer_database"

    def __init__(self, found: str, known: str) -> None:
        super().__init__(
            f"The database is at revision {found}, which this version does not know (it knows up to {known});"
            " start the newer version instead."
        )


class FeedUnavailableError(UnavailableError):
    """The source of market data does not answer; the sentence says why, and it is asked again later."""

    code = "feed_unavailable"
