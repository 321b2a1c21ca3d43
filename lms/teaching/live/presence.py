"""How long somebody was present: pure arithmetic on beats that the server dated.

Devices are united, never summed.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

# A beat proves presence for this long at most; clients beat every 30 s.
PROOF = dt.timedelta(seconds=45)
Window = tuple[dt.datetime, dt.datetime]


@dataclass(frozen=True)
class Span:
    """Beats of one device that are no further apart than PROOF.

    `left`: the device left at `last`.
    """

    first: dt.datetime
    last: dt.datetime
    left: bool = False

    @property
    def proven(self) -> Window:
        """The time that the beats prove: until the device left, else PROOF beyond the last beat."""
        return (self.first, self.last if self.left else self.last + PROOF)


def holder(spans: Sequence[Span], at: dt.datetime) -> int | None:
    """The index of the span that a beat at `at` belongs to, or None where it begins a new one."""
    for index in reversed(range(len(spans))):
        span = spans[index]
        end = span.last if span.left else span.last + PROOF
        if span.first - PROOF <= at <= end:
            return index
    return None


def covered(spans: Iterable[Span], windows: Iterable[Window]) -> list[Window]:
    """The union of what the spans prove, cut to `windows`; disjoint, in order."""
    united = _unite(span.proven for span in spans)
    cut = [
        (max(first, start), min(last, end))
        for start, end in _unite(windows)
        for first, last in united
        if max(first, start) < min(last, end)
    ]
    return sorted(cut)


def seconds(windows: Iterable[Window]) -> int:
    """The length of disjoint windows in whole seconds."""
    return int(sum(((end - start) for start, end in windows), dt.timedelta()).total_seconds())


def _unite(windows: Iterable[Window]) -> list[Window]:
    united: list[Window] = []
    for start, end in sorted(windows):
        if united and start <= united[-1][1]:
            united[-1] = (united[-1][0], max(united[-1][1], end))
        else:
            united.append((start, end))
    return united
