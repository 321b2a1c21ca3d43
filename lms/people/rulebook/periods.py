"""Which of several statements about one thing holds on which day.

Pure; the room's one piece of arithmetic.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

_DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Span:
    """Days from `first` to `last`, both included (None: without end), with whatever was stated for
    them.
    """

    first: dt.date
    last: dt.date | None
    stated: int  # the statement: a later one has a greater number

    def holds(self, day: dt.date) -> bool:
        return self.first <= day and (self.last is None or day <= self.last)


def settle(statements: Iterable[Span]) -> list[Span]:
    """What holds, without overlap, in order.

    On each day the statement that begins last wins, of those that begin on the same day the one
    made last. So a new value holds until one begins that was planned for later, and after that one
    if it ends.
    """
    known = list(statements)
    edges = {span.first for span in known}
    edges |= {span.last + _DAY for span in known if span.last is not None}
    found: list[Span] = []
    days = sorted(edges)
    for index, day in enumerate(days):
        holding = [span for span in known if span.holds(day)]
        if not holding:
            continue
        winner = max(holding, key=lambda span: (span.first, span.stated))
        last = days[index + 1] - _DAY if index + 1 < len(days) else None
        before = found[-1] if found else None
        if before and before.stated == winner.stated and before.last == day - _DAY:
            found[-1] = Span(before.first, last, winner.stated)
        else:
            found.append(Span(day, last, winner.stated))
    return found
