"""Wash sales of plain deals as machine code: losses in the order of the sales, replaced share for share."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from services.tax.compiled import compiled, part
from services.tax.plain_board import BOUGHT, DAY, FOLLOWING, MOMENT, NONE, OPENED, OWNER, SOLD
from services.tax.plain_choice import alive, chosen, taken
from services.tax.plain_relief import BASIS, PROCEEDS, UNITS
from services.tax.replacements import WINDOW

if TYPE_CHECKING:
    from services.tax.plain_deals import Numbers

# Columns of a share that has replaced a loss: its piece, the loss (the row of a share, or -1 - a piece),
# units, basis with the cents denied, proceeds, those cents, the day from which its term counts, and the next
# share of the same piece. Units, basis and proceeds stand where a piece has them.
PIECE, LOSS, _, _, _, DENIED, HOLD, NEXT = range(8)
WIDTH = 8


@compiled
def washes_of(
    pieces: Numbers,
    moments: Numbers,
    places: Numbers,
    turns: Numbers,
    excludes: bool,  # noqa: FBT001
) -> Numbers:
    """Shares that have replaced losses, in the order of the sales; pieces keep what has replaced none.

    *excludes* leaves out what was bought before the shares sold.
    """
    rows = np.empty((len(pieces), WIDTH), np.int64)
    ends = np.full((len(pieces), 2), NONE)  # the first and the last row of each piece
    made = head = 0
    for piece in turns:
        while moments[head, DAY] < pieces[piece, SOLD] - WINDOW:
            head += 1
        at = max(head, pieces[piece, MOMENT]) if excludes else head
        share = ends[piece, 0]
        while share != NONE:
            if rows[share, BASIS] > rows[share, PROCEEDS]:
                loss = rows[share], piece, share, rows[share, HOLD]
                rows, made, at = _replaced(loss, pieces, moments, places, rows, ends, made, at)
            share = rows[share, NEXT]
        if pieces[piece, BASIS] > pieces[piece, PROCEEDS]:
            loss = pieces[piece], piece, -1 - piece, pieces[piece, BOUGHT]
            rows, made, at = _replaced(loss, pieces, moments, places, rows, ends, made, at)
    return rows[:made]


@compiled
def _replaced(
    loss: tuple[Numbers, int, int, int],
    pieces: Numbers,
    moments: Numbers,
    places: Numbers,
    rows: Numbers,
    ends: Numbers,
    made: int,
    at: int,
) -> tuple[Numbers, int, int]:
    """The rows, how many, and where to look on, when all that replaces a loss has been found."""
    money, lost, name, hold = loss
    left, cents = money[UNITS], money[BASIS] - money[PROCEEDS]
    day, own = pieces[lost, SOLD], pieces[lost, OPENED]
    while left and moments[at, DAY] <= day + WINDOW:
        if moments[at, FOLLOWING] != at:
            at = alive(moments, at)
            continue
        place = NONE
        if moments[at, OWNER] != own:
            place = chosen(pieces, moments[at], places, lost, left)
        if place == NONE:
            at += 1
            continue
        piece, count, basis, proceeds = taken(pieces, moments[at], places, place, left)
        denied = part(cents, count, left)
        began = max(1, hold - day + pieces[piece, BOUGHT])
        if made == len(rows):
            rows = np.concatenate((rows, np.empty_like(rows)))
        rows[made] = (piece, name, count, basis + denied, proceeds, denied, began, NONE)
        if ends[piece, 1] == NONE:
            ends[piece, 0] = made
        else:
            rows[ends[piece, 1], NEXT] = made
        ends[piece, 1] = made
        made, left, cents = made + 1, left - count, cents - denied
    return rows, made, at
