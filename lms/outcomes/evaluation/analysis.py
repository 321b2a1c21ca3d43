"""Item analysis of a case: pure counting over steps that learners took.

Knows no table and no page.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from statistics import median

from cms.content import Choice, Scenario, Scene, StepKind
from lms.learning.conduct.panel import is_divided

WHOLE = 100


@dataclass(frozen=True)
class Taken:
    """One answer of the log. `counted`: it moved its learner on; the others are practice."""

    learner: int  # enrolment id
    scene: str
    choice: str  # the branch taken; empty where a practice answer takes none
    is_right: bool
    counted: bool
    target: str = ""  # the scene that it led to, where it counted
    seconds: float | None = None  # since what the learner did before


@dataclass(frozen=True)
class Limits:
    """From when on a scene is worth a look; shares in percent. Rules of the school."""

    too_easy: int
    too_hard: int
    least: int  # answers below which nothing is said
    away: int  # minutes: a longer pause is a learner who went away, not one who thinks
    divided: int  # points (1–5) between two experts who do not agree on one way
    nearest: float  # means of two ways that lie nearer than this are no order of best and worst


@dataclass(frozen=True)
class Way:
    """One choice of a scene: how often it was taken, by whom."""

    choice: Choice
    first: int  # answers that counted
    again: int  # answers in practice
    learners: tuple[int, ...]  # of the answers that counted, each once
    share: int  # percent of the counted answers of the scene

    @property
    def total(self) -> int:
        return self.first + self.again


@dataclass(frozen=True)
class SceneReport:
    """One scene: its ways, how many were right, time, hints, and why it may need mending."""

    scene: Scene
    ways: tuple[Way, ...]
    answers: int
    practice: int
    right_share: int | None
    seconds: int | None  # median
    hints: int
    slow: bool
    mend: tuple[str, ...]  # codes: too_easy, too_hard, distractor, hints, divided

    @property
    def distractor(self) -> Way | None:
        """The wrong way that draws most, where it draws more than one learner."""
        wrong = [way for way in self.ways if not way.choice.is_right and way.first > 1]
        return max(wrong, key=lambda way: way.first, default=None)


@dataclass(frozen=True)
class CaseReport:
    """A case as a class went through it."""

    scenario: Scenario
    scenes: tuple[SceneReport, ...]
    visits: dict[str, int]  # scene → how often somebody stood there (endings too)
    passes: dict[tuple[str, str, str], int]  # (scene, choice, next scene) → answers that led over
    events: int  # answers in the log, counted and practice
    learners: int

    @property
    def loose(self) -> int:
        """Answers in the log that took no way of any scene: practice below every branch, places
        that the case does not have (an edited device sends what it likes).
        """
        return self.events - sum(way.total for report in self.scenes for way in report.ways)

    @property
    def to_mend(self) -> tuple[SceneReport, ...]:
        return tuple(report for report in self.scenes if report.mend)

    def way(self, scene: str, choice: str) -> Way | None:
        found = next((r for r in self.scenes if r.scene.key == scene), None)
        return next((w for w in found.ways if w.choice.key == choice), None) if found else None


def analyse(
    scenario: Scenario,
    taken: Iterable[Taken],
    runs: int,
    hints: dict[str, int],
    limits: Limits,
) -> CaseReport:
    """Count a log of `runs` attempts.

    All ways taken and what is `loose` equal the answers in the log, exactly.
    """
    rows = list(taken)
    passes = Counter((row.scene, row.choice, row.target) for row in rows if row.counted)
    visits = Counter({scenario.scenes[0].key: runs})
    for (*_way, target), count in passes.items():
        visits[target] += count
    by_scene: dict[str, list[Taken]] = {}
    for row in rows:
        by_scene.setdefault(row.scene, []).append(row)
    medians = {key: _seconds(found, 60 * limits.away) for key, found in by_scene.items()}
    known = [value for value in medians.values() if value is not None]
    slow = 2 * median(known) if len(known) > 1 else None
    reports = []
    for scene in scenario.scenes:
        if scene.is_ending:
            continue
        found = by_scene.get(scene.key, [])
        seconds = medians.get(scene.key)
        is_slow = slow is not None and seconds is not None and seconds > slow
        reports.append(_scene(scene, found, seconds, is_slow, hints.get(scene.key, 0), limits))
    return CaseReport(
        scenario,
        tuple(reports),
        dict(visits),
        dict(passes),
        len(rows),
        len({row.learner for row in rows}),
    )


def divided(scene: Scene, limits: Limits) -> bool:
    """Whether the expert panel of a JUDGE step does not agree on what is best or worst."""
    if scene.step != StepKind.JUDGE or len(scene.items) < 2:
        return False
    means = sorted((item.rating for item in scene.items if item.panel), reverse=True)
    if len(means) < 2:
        return False
    near = min(means[0] - means[1], means[-2] - means[-1]) < limits.nearest
    return near or any(is_divided(item.panel, limits.divided) for item in scene.items)


def _seconds(rows: list[Taken], longest: int) -> int | None:
    times = [
        r.seconds for r in rows if r.counted and r.seconds is not None and r.seconds <= longest
    ]
    return round(median(times)) if times else None


def _scene(
    scene: Scene, rows: list[Taken], seconds: int | None, slow: bool, hints: int, limits: Limits
) -> SceneReport:
    first = [row for row in rows if row.counted]
    ways = []
    for choice in scene.choices:
        mine = [row for row in first if row.choice == choice.key]
        again = sum(1 for row in rows if not row.counted and row.choice == choice.key)
        learners = tuple(dict.fromkeys(row.learner for row in mine))
        share = _percent(len(mine), len(first)) if first else 0
        ways.append(Way(choice, len(mine), again, learners, share))
    right = sum(1 for row in first if row.is_right)
    right_share = _percent(right, len(first)) if first else None
    report = SceneReport(
        scene,
        tuple(ways),
        len(first),
        len(rows) - len(first),
        right_share,
        seconds,
        hints,
        slow,
        (),
    )
    return SceneReport(**{**vars(report), "mend": tuple(_reasons(report, limits))})


def _percent(part: int, whole: int) -> int:
    """A whole percent; 100 only where it is all of them."""
    return WHOLE if part == whole else min(WHOLE - 1, round(WHOLE * part / whole))


def _reasons(report: SceneReport, limits: Limits) -> list[str]:
    found = []
    # a scene with one way only tells nothing about its difficulty
    if report.answers >= limits.least and report.right_share is not None and len(report.ways) > 1:
        if report.right_share >= limits.too_easy:
            found.append("too_easy")
        if report.right_share <= limits.too_hard:
            found.append("too_hard")
        drawn = report.distractor
        right = max((way.first for way in report.ways if way.choice.is_right), default=0)
        if drawn is not None and drawn.first > right:
            found.append("distractor")
        if 2 * report.hints > report.answers:
            found.append("hints")
    if divided(report.scene, limits):
        found.append("divided")
    return found
