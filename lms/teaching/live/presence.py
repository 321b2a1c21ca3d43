"""How long somebody was present: pure arithmetic on beats that the server dated.

Devices are united, never summed.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

# A beat proves presence for this long at most; clients beat every 30 s.
PROOF = dt.timedelta(seconds=45)
TimeWindow = tuple[dt.datetime, dt.datetime]


@dataclass(frozen=True)
class PresenceSpan:
    """Beats of one device that are no further apart than PROOF.

    `left`: the device left at `last`.
    """

    first: dt.datetime
    last: dt.datetime
    left: bool = False

    @property
    def proven(self) -> TimeWindow:
        """The time that the beats prove: until the device left, else PROOF beyond the last beat."""
        return (self.first, self.last if self.left else self.last + PROOF)


def index_of_span(spans: Sequence[PresenceSpan], at: dt.datetime) -> int | None:
    """The index of the span that a beat at `at` belongs to, or None where it begins a new one."""
    for index in reversed(range(len(spans))):
        span = spans[index]
        end = span.last if span.left else span.last + PROOF
        if span.first - PROOF <= at <= end:
            return index
    return None


def covered_windows(
    spans: Iterable[PresenceSpan], windows: Iterable[TimeWindow]
) -> list[TimeWindow]:
    """The union of what the spans prove, cut to `windows`; disjoint, in order."""
    united = _unite_windows(span.proven for span in spans)
    cut = [
        (max(first, start), min(last, end))
        for start, end in _unite_windows(windows)
        for first, last in united
        if max(first, start) < min(last, end)
    ]
    return sorted(cut)


def seconds_in(windows: Iterable[TimeWindow]) -> int:
    """The length of disjoint windows in whole seconds."""
    return int(sum(((end - start) for start, end in windows), dt.timedelta()).total_seconds())


def _unite_windows(windows: Iterable[TimeWindow]) -> list[TimeWindow]:
    united: list[TimeWindow] = []
    for start, end in sorted(windows):
        if united and start <= united[-1][1]:
            united[-1] = (united[-1][0], max(united[-1][1], end))
        else:
            united.append((start, end))
    return united
