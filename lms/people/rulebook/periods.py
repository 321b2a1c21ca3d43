"""Which of several statements about one thing holds on which day.

Pure; the only arithmetic of this app.
"""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import zip_longest

_DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class StatedSpan:
    """Days from `first` to `last` (inclusive; None = open end) for which a value was stated."""

    first: dt.date
    last: dt.date | None
    stated: int  # the statement: a later one has a greater number

    def holds(self, day: dt.date) -> bool:
        return self.first <= day and (self.last is None or day <= self.last)


def settle_statements(statements: Iterable[StatedSpan]) -> list[StatedSpan]:
    """The statements in force, without overlap, in order of their days.

    On each day the statement that begins last wins; of those that begin on the same day, the one
    made last. So a new value holds until one begins that was planned for later, and after that one
    if it ends.
    """
    statements = list(statements)
    winners: list[StatedSpan] = []
    for first, last in _stretches(statements):
        holding = [span for span in statements if span.holds(first)]
        if not holding:
            continue
        winner = max(holding, key=lambda span: (span.first, span.stated))
        previous = winners[-1] if winners else None
        if previous and previous.stated == winner.stated and previous.last == first - _DAY:
            winners[-1] = StatedSpan(previous.first, last, winner.stated)
        else:
            winners.append(StatedSpan(first, last, winner.stated))
    return winners


def _stretches(statements: Iterable[StatedSpan]) -> Iterator[tuple[dt.date, dt.date | None]]:
    """(first, last) of each stretch of days within which no statement begins or ends."""
    edges = {span.first for span in statements}
    edges |= {span.last + _DAY for span in statements if span.last is not None}
    days = sorted(edges)
    for first, following in zip_longest(days, days[1:]):
        yield first, None if following is None else following - _DAY
