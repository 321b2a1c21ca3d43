"""Item analysis of a scenario: pure counting over the answers of learners."""

import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from statistics import median

from cms.api import step_of
from cms.content import Choice, Scenario, Scene
from lms.core.figures import Share
from lms.learning.conduct.panel import is_divided


@dataclass(frozen=True)
class TakenAnswer:
    """An answer of the log. `counted`: it moved its learner on; the others are practice."""

    learner: int  # enrolment id
    scene: str
    choice: str  # its key; empty where a practice answer takes none
    is_right: bool
    counted: bool
    target: str = ""  # the scene that it led to, where it counted
    seconds: float | None = None  # since what the learner did before


@dataclass(frozen=True)
class ReviewLimits:
    """The limits beyond which a scene is worth a look: rules of the school. Shares in percent."""

    too_easy: int
    too_hard: int
    least: int  # answers; with fewer nothing is said
    away: int  # minutes; in a longer pause the learner was away and did not think
    divided: int  # points (1–5) between two experts who do not agree on one response
    nearest: float  # points; means that lie nearer give no order of best and worst


@dataclass(frozen=True)
class ChoiceReport:
    """A choice of a scene: how often it was taken, and by whom."""

    choice: Choice
    first: int  # answers that counted
    again: int  # answers in practice
    learners: tuple[int, ...]  # of the answers that counted, each once
    share: int | None  # percent of the counted answers of the scene; None where none counts

    @property
    def total(self) -> int:
        return self.first + self.again


@dataclass(frozen=True)
class SceneReport:
    """A scene: its choices, how many answers were right, time, hints, why it may need mending."""

    scene: Scene
    choices: tuple[ChoiceReport, ...]
    answers: int
    practice: int
    right_share: int | None
    seconds: int | None = None  # median
    hints: int = 0
    slow: bool = False
    mend: tuple[str, ...] = ()  # codes: too_easy, too_hard, distractor, hints, divided

    @property
    def distractor(self) -> ChoiceReport | None:
        """The wrong choice that was taken most; None where none was taken more than once."""
        wrong = [
            report for report in self.choices if not report.choice.is_right and report.first > 1
        ]
        return max(wrong, key=lambda report: report.first, default=None)


@dataclass(frozen=True)
class ScenarioReport:
    """A scenario as a class went through it."""

    scenario: Scenario
    scenes: tuple[SceneReport, ...]
    visits: dict[str, int]  # scene → how often somebody stood there (endings too)
    passes: dict[tuple[str, str, str], int]  # (scene, choice, next scene) → answers that led over
    events: int  # answers in the log, counted and practice
    learners: int

    @property
    def unmatched(self) -> int:
        """How many answers took no choice of any scene.

        Practice too poor for every choice, and scenes that the scenario does not have: a changed
        device sends what it likes.
        """
        taken = sum(choice.total for scene in self.scenes for choice in scene.choices)
        return self.events - taken

    @property
    def to_mend(self) -> tuple[SceneReport, ...]:
        return tuple(report for report in self.scenes if report.mend)

    def choice_report(self, scene: str, choice: str) -> ChoiceReport | None:
        for scene_report in self.scenes:
            for choice_report in scene_report.choices:
                if (scene_report.scene.key, choice_report.choice.key) == (scene, choice):
                    return choice_report
        return None


def analyse_answers(
    scenario: Scenario,
    taken: Iterable[TakenAnswer],
    runs: int,
    hints: dict[str, int],
    limits: ReviewLimits,
) -> ScenarioReport:
    """Count a log of `runs` attempts.

    The answers by choice and those that are `loose` add up to the answers in the log, exactly.
    """
    answers = list(taken)
    passes = Counter(
        (answer.scene, answer.choice, answer.target) for answer in answers if answer.counted
    )
    visits = Counter({scenario.scenes[0].key: runs})
    for (_scene, _choice, target), count in passes.items():
        visits[target] += count
    reports = _scene_reports(scenario, answers, hints, limits)
    learners = {answer.learner for answer in answers}
    return ScenarioReport(
        scenario, tuple(reports), dict(visits), dict(passes), len(answers), len(learners)
    )


def is_panel_divided(scene: Scene, limits: ReviewLimits) -> bool:
    """Whether the expert panel of a step is divided on what is best or worst."""
    if not step_of(scene).is_rated:
        return False
    means = sorted((item.rating for item in scene.items if item.panel), reverse=True)
    if len(means) < 2:
        return False
    near = min(means[0] - means[1], means[-2] - means[-1]) < limits.nearest
    return near or any(is_divided(item.panel, limits.divided) for item in scene.items)


def _scene_reports(
    scenario: Scenario, answers: list[TakenAnswer], hints: dict[str, int], limits: ReviewLimits
) -> list[SceneReport]:
    """The report of every scene but the endings, in the scenario's order."""
    by_scene: dict[str, list[TakenAnswer]] = {}
    for answer in answers:
        by_scene.setdefault(answer.scene, []).append(answer)
    medians = {key: _median_seconds(taken, 60 * limits.away) for key, taken in by_scene.items()}
    measured = [seconds for seconds in medians.values() if seconds is not None]
    # A scene is slow with twice the median of all; one scene alone has nothing to compare with.
    slow = 2 * median(measured) if len(measured) > 1 else math.inf
    reports = []
    for scene in scenario.scenes:
        if scene.is_ending:
            continue
        seconds = medians.get(scene.key)
        report = replace(
            _report_scene(scene, by_scene.get(scene.key, [])),
            seconds=seconds,
            slow=seconds is not None and seconds > slow,
            hints=hints.get(scene.key, 0),
        )
        reports.append(replace(report, mend=tuple(_reasons_to_mend(report, limits))))
    return reports


def _median_seconds(answers: list[TakenAnswer], longest: int) -> int | None:
    times = [
        answer.seconds
        for answer in answers
        if answer.counted and answer.seconds is not None and answer.seconds <= longest
    ]
    return round(median(times)) if times else None


def _report_scene(scene: Scene, answers: list[TakenAnswer]) -> SceneReport:
    """The answers of a scene counted; time, hints and reasons to mend are not known yet."""
    counted = [answer for answer in answers if answer.counted]
    practice = [answer for answer in answers if not answer.counted]
    right = sum(answer.is_right for answer in counted)
    return SceneReport(
        scene=scene,
        choices=tuple(_count_choice(choice, counted, practice) for choice in scene.choices),
        answers=len(counted),
        practice=len(practice),
        right_share=Share(right, len(counted)).percent,
    )


def _count_choice(
    choice: Choice, counted: list[TakenAnswer], practice: list[TakenAnswer]
) -> ChoiceReport:
    learners = [answer.learner for answer in counted if answer.choice == choice.key]
    again = sum(answer.choice == choice.key for answer in practice)
    share = Share(len(learners), len(counted)).percent
    return ChoiceReport(choice, len(learners), again, tuple(dict.fromkeys(learners)), share)


def _reasons_to_mend(report: SceneReport, limits: ReviewLimits) -> list[str]:
    # A scene with one choice says nothing about its difficulty.
    is_measured = report.answers >= limits.least and len(report.choices) > 1
    reasons = _difficulties(report, limits) if is_measured else []
    if is_panel_divided(report.scene, limits):
        reasons.append("divided")
    return reasons


def _difficulties(report: SceneReport, limits: ReviewLimits) -> list[str]:
    if report.right_share is None:
        return []
    right = max((choice.first for choice in report.choices if choice.choice.is_right), default=0)
    distractor = report.distractor
    applies = {
        "too_easy": report.right_share >= limits.too_easy,
        "too_hard": report.right_share <= limits.too_hard,
        "distractor": distractor is not None and distractor.first > right,
        "hints": 2 * report.hints > report.answers,
    }
    return [reason for reason in applies if applies[reason]]
