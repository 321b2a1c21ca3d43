"""Whether one learner passes, by their figures and the requirements of the rulebook, and why.

Pure functions. Every required part must pass; there is no average (TT 03/2023/TT-BNV Điều 6, from a
summary). Figures are compared exactly: 4,95 is not 5.
"""

import math
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _


@dataclass(frozen=True)
class RequiredPart:
    """A required assignment. `score` is out of 10; where it is None, `missing` says why."""

    title: str
    score: Decimal | None
    missing: str = ""


@dataclass(frozen=True)
class LearnerFigures:
    """What one learner did; attendance in tiết."""

    attended: int
    total: int
    parts: tuple[RequiredPart, ...] = ()


@dataclass(frozen=True)
class PassRequirements:
    """The least share of tiết in percent and the least score out of 10; None: no requirement."""

    share: Decimal | None
    score: Decimal | None


@dataclass(frozen=True)
class Judgement:
    """Whether a learner passes, and why.

    `score` is the lowest of the required parts, which decides; None where one is missing or none is
    required.
    """

    passed: bool
    explanation: str
    reasons: tuple[str, ...]
    score: Decimal | None


def judge_learner(figures: LearnerFigures, bars: PassRequirements) -> Judgement:
    """Judge attendance and every required part; each that fails gives a reason."""
    parts = [_judge_attendance(figures, bars), *(_judge_part(part, bars) for part in figures.parts)]
    reasons = tuple(sentence for passed, sentence in parts if not passed)
    ending = _("not passed") if reasons else _("passed")
    scores = [part.score for part in figures.parts if part.score is not None]
    complete = bool(scores) and len(scores) == len(figures.parts)
    return Judgement(
        passed=not reasons,
        explanation="; ".join([*(sentence for passed, sentence in parts), ending]),
        reasons=reasons,
        score=min(scores) if complete else None,
    )


def needed_periods(total: int, share: Decimal | None) -> int:
    """The least whole number of tiết that is `share` percent of `total`."""
    return 0 if share is None else math.ceil(share * total / 100)


def format_decimal(value: Decimal) -> str:
    """A number as Vietnamese papers write it: 7.50 → "7,5"."""
    digits = f"{value:f}"
    if "." in digits:
        digits = digits.rstrip("0").rstrip(".")
    return digits.replace(".", ",")


def _judge_attendance(figures: LearnerFigures, bars: PassRequirements) -> tuple[bool, str]:
    if figures.total == 0:
        return True, _("the class held no meetings")
    least = needed_periods(figures.total, bars.share)
    counts = {"attended": figures.attended, "total": figures.total, "least": least}
    if figures.attended >= least:
        return True, _("%(attended)s/%(total)s periods, enough") % counts
    return False, _("%(attended)s/%(total)s periods, at least %(least)s needed") % counts


def _judge_part(part: RequiredPart, bars: PassRequirements) -> tuple[bool, str]:
    if part.score is None:
        return False, f"{part.title}: {part.missing or _('not handed in')}"
    result = f"{part.title} {format_decimal(part.score)}"
    if bars.score is None or part.score >= bars.score:
        return True, result
    return False, _("%(part)s, below %(bar)s") % {"part": result, "bar": format_decimal(bars.score)}
