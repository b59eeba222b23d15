"""Which of the pieces bought at one moment replaces a loss, as machine code."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.tax.compiled import compiled, part
from services.tax.plain_board import (
    AFTER,
    CLOSED,
    COUNT,
    END,
    FIRST,
    FOLLOWING,
    LIMIT,
    NONE,
    OPENED,
    TURN,
)
from services.tax.plain_relief import BASIS, PROCEEDS, UNITS

if TYPE_CHECKING:
    from services.tax.plain_deals import Numbers


@compiled
def alive(moments: Numbers, at: int) -> int:
    """The first moment from *at* on that is not empty; the way is shortened for the next one."""
    first = at
    while moments[at, FOLLOWING] != at:
        at = moments[at, FOLLOWING]
    moments[first, FOLLOWING] = at
    return at


@compiled
def chosen(pieces: Numbers, moment: Numbers, places: Numbers, lost: int, units: int) -> int:
    """The place of a moment's piece of just so many units, else of its largest; NONE where none serves."""
    equal = _first_of_size(pieces, moment, places, units)
    place = _serving(pieces, moment, places, equal, lost)
    if place != NONE and pieces[places[place], UNITS] == units:
        return place
    place = _serving(pieces, moment, places, moment[FIRST], lost)
    if not moment[COUNT]:
        moment[FOLLOWING] += 1
    return place


@compiled
def taken(
    pieces: Numbers, moment: Numbers, places: Numbers, place: int, most: int
) -> tuple[int, int, int, int]:
    """Take up to so many units off a piece: which it is, how many, what they cost and brought."""
    piece = places[place]
    have, basis, proceeds = pieces[piece, UNITS], pieces[piece, BASIS], pieces[piece, PROCEEDS]
    count = min(have, most)
    paid, got = part(basis, count, have), part(proceeds, count, have)
    pieces[piece, UNITS], pieces[piece, BASIS] = have - count, basis - paid
    pieces[piece, PROCEEDS] = proceeds - got
    _dropped(moment, places, place)
    if count < have:
        _put_back(pieces, moment, places, piece)
    return piece, count, paid, got


@compiled
def _first_of_size(pieces: Numbers, moment: Numbers, places: Numbers, units: int) -> int:
    """The first place of a moment whose piece is not larger."""
    low = int(moment[FIRST])
    high = low + int(moment[COUNT])
    while low < high:
        middle = (low + high) // 2
        if pieces[places[middle], UNITS] > units:
            low = middle + 1
        else:
            high = middle
    return low


@compiled
def _serving(pieces: Numbers, moment: Numbers, places: Numbers, place: int, lost: int) -> int:
    """The first place from one on whose piece replaces a loss; pieces that are gone are dropped."""
    while place < moment[FIRST] + moment[COUNT]:
        piece = places[place]
        if pieces[piece, END] <= pieces[lost, LIMIT]:
            _dropped(moment, places, place)
        elif _serves(pieces, piece, lost):
            return place
        else:
            place += 1
    return NONE


@compiled
def _serves(pieces: Numbers, piece: int, lost: int) -> bool:
    """Whether a piece comes and goes by other orders, and where no clock is known, has a later turn."""
    if pieces[piece, OPENED] == pieces[lost, OPENED]:
        return False
    if pieces[piece, CLOSED] == NONE:
        return True
    if pieces[piece, CLOSED] == pieces[lost, CLOSED]:
        return False
    return bool(pieces[piece, TURN] > pieces[lost, AFTER])


@compiled
def _dropped(moment: Numbers, places: Numbers, place: int) -> None:
    moment[COUNT] -= 1
    for later in range(place, moment[FIRST] + moment[COUNT]):
        places[later] = places[later + 1]


@compiled
def _put_back(pieces: Numbers, moment: Numbers, places: Numbers, piece: int) -> None:
    """Put a piece where its size belongs, after those of the same size that were bought before."""
    place = moment[FIRST] + moment[COUNT]
    while place > moment[FIRST]:
        before = places[place - 1]
        if (-pieces[before, UNITS], before) < (-pieces[piece, UNITS], piece):
            break
        places[place] = before
        place -= 1
    places[place] = piece
    moment[COUNT] += 1
