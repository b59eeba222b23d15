"""Tables of plain pieces in which replacements of losses are looked for: a row for each piece and moment."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from services.tax.lots import NEVER
from services.tax.plain_relief import CLOSING, LOT, UNITS
from services.tax.policy import SameDay

if TYPE_CHECKING:
    from services.tax.plain_deals import Numbers, PlainDeals
    from services.tax.policy import Policy

# Columns of a piece, after those that it was relieved with: days of its purchase and sale, the moment of its
# purchase, and the orders by which it came and went. It replaces a loss whose LIMIT is before its END (the
# instant from which it is gone) and whose AFTER is before its TURN (its place among all that is sold).
BOUGHT, SOLD, MOMENT, OPENED, CLOSED, END, LIMIT, TURN, AFTER = range(5, 14)
# Columns of a moment: its first place, how many pieces are left of it, its day, the order that all of them
# came by (-1 for several), and the next moment that is not empty.
FIRST, COUNT, DAY, OWNER, FOLLOWING = range(5)
NONE = -1


class Board(NamedTuple):
    """Pieces, moments (the last one is never), the pieces at each place, and the pieces sold in their order.

    Places are by moment; larger pieces stand first, then those that were bought earlier.
    """

    pieces: Numbers
    moments: Numbers
    places: Numbers
    turns: Numbers


def board_of(deals: PlainDeals, rows: Numbers, policy: Policy) -> Board:
    """The tables of pieces as they were relieved."""
    bought = deals.moments[rows[:, LOT]]
    of_piece = np.concatenate(([0], np.cumsum(bought[1:] != bought[:-1])))
    turns = _turns(rows, deals)
    pieces = np.column_stack((rows, *_columns(deals, rows, of_piece, turns, policy.same_day)))
    places = np.lexsort((np.arange(len(rows)), -rows[:, UNITS], of_piece))
    return Board(pieces, _moments(of_piece, pieces), places, turns)


def _columns(
    deals: PlainDeals, rows: Numbers, of_piece: Numbers, turns: Numbers, same_day: SameDay
) -> tuple[Numbers, ...]:
    lots, closings, is_held = rows[:, LOT], rows[:, CLOSING], rows[:, CLOSING] < 0
    sold = np.where(is_held, NEVER, deals.days[closings])
    by_clock = same_day is SameDay.CLOCK
    end = np.where(is_held, NEVER, deals.moments[closings]) if by_clock else sold
    limit, turn = end, np.zeros_like(end)
    after = turn - 1
    if same_day is SameDay.HELD:
        limit, turn = sold - 1, np.full_like(end, NEVER)
        turn[turns] = np.arange(len(turns))
        after = turn
    closed = np.where(is_held, NONE, deals.origins[closings])
    return deals.days[lots], sold, of_piece, deals.origins[lots], closed, end, limit, turn, after


def _turns(rows: Numbers, deals: PlainDeals) -> Numbers:
    """Sold pieces in the order of the sales, and of one moment in that of the purchases."""
    found = np.flatnonzero(rows[:, CLOSING] >= 0)
    bought, sold = (deals.moments[rows[found, column]] for column in (LOT, CLOSING))
    return found[np.lexsort((found, bought, sold))]


def _moments(of_piece: Numbers, pieces: Numbers) -> Numbers:
    first = np.concatenate(([0], np.flatnonzero(np.diff(of_piece)) + 1))
    least, most = (
        np.append(find.reduceat(pieces[:, OPENED], first), NONE) for find in (np.minimum, np.maximum)
    )
    count = np.append(np.diff(first, append=len(pieces)), 0)
    days = np.append(pieces[first, BOUGHT], NEVER)
    owner = np.where(least == most, least, NONE)
    return np.column_stack((np.append(first, len(pieces)), count, days, owner, np.arange(len(days))))
