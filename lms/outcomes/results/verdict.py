"""Whether one learner passes, by their figures and the requirements of the rulebook, and why.

Pure functions. Every required part must pass; there is no average (TT 03/2023/TT-BNV Điều 6, from a
summary). Figures are compared exactly: 4,95 is not 5.
"""

import math
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _


@dataclass(frozen=True)
class Part:
    """A required assignment. `score` is out of 10; where it is None, `missing` says why."""

    title: str
    score: Decimal | None
    missing: str = ""


@dataclass(frozen=True)
class Figures:
    """What one learner did; attendance in tiết."""

    attended: int
    total: int
    parts: tuple[Part, ...] = ()


@dataclass(frozen=True)
class Bars:
    """The least share of tiết in percent and the least score out of 10; None: no requirement."""

    share: Decimal | None
    score: Decimal | None


@dataclass(frozen=True)
class Judged:
    """Whether a learner passes, and why.

    `score` is the lowest of the required parts, which decides; None where one is missing or none is
    required.
    """

    passed: bool
    explanation: str
    reasons: tuple[str, ...]
    score: Decimal | None


def judge(figures: Figures, bars: Bars) -> Judged:
    """Judge attendance and every required part; each that fails gives a reason."""
    parts = [_attendance(figures, bars), *(_part(part, bars) for part in figures.parts)]
    reasons = tuple(sentence for passed, sentence in parts if not passed)
    ending = _("not passed") if reasons else _("passed")
    scores = [part.score for part in figures.parts if part.score is not None]
    complete = bool(scores) and len(scores) == len(figures.parts)
    return Judged(
        passed=not reasons,
        explanation="; ".join([*(sentence for passed, sentence in parts), ending]),
        reasons=reasons,
        score=min(scores) if complete else None,
    )


def needed(total: int, share: Decimal | None) -> int:
    """The least whole number of tiết that is `share` percent of `total`."""
    return 0 if share is None else math.ceil(share * total / 100)


def decimal(value: Decimal) -> str:
    """A number as Vietnamese papers write it: 7.50 → "7,5"."""
    digits = f"{value:f}"
    if "." in digits:
        digits = digits.rstrip("0").rstrip(".")
    return digits.replace(".", ",")


def _attendance(figures: Figures, bars: Bars) -> tuple[bool, str]:
    if figures.total == 0:
        return True, _("the class held no meetings")
    least = needed(figures.total, bars.share)
    words = {"attended": figures.attended, "total": figures.total, "least": least}
    if figures.attended >= least:
        return True, _("%(attended)s/%(total)s periods, enough") % words
    return False, _("%(attended)s/%(total)s periods, at least %(least)s needed") % words


def _part(part: Part, bars: Bars) -> tuple[bool, str]:
    if part.score is None:
        return False, f"{part.title}: {part.missing or _('not handed in')}"
    words = f"{part.title} {decimal(part.score)}"
    if bars.score is None or part.score >= bars.score:
        return True, words
    return False, _("%(part)s, below %(bar)s") % {"part": words, "bar": decimal(bars.score)}
