"""The debrief of a scenario: impact on the citizen, competences, the way taken with its turning
points, and its legal bases.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from cms import api
from cms.api import DebriefStep, format_day
from cms.content import AnswerBasis, ImpactScore, Law, PlayedScenario, PlayMode, Scenario
from lms.learning.assessment.models import ReasonRemark
from lms.learning.assessment.reasons import RemarkedReason, remarks_for
from lms.learning.progress.explaining import replay_lane
from lms.learning.progress.models import LessonProgress
from lms.learning.progress.queries import (
    MODES,
    LessonStanding,
    OpenedLesson,
    entries_of,
    pass_share,
    run_to_explain,
    skill_marks,
)
from lms.teaching.classes.models import ClassGroup
from lms.teaching.enrolment.models import Enrolment

_WHOLE = 100
# (kind of a basis, its heading), in the order of the page.
_KINDS = (
    ("law", _("What the law says")),
    ("internal", _("Internal rules")),
    ("practice", _("Good practice (advice, not law)")),
)


@dataclass(frozen=True)
class Impact:
    """One thing that the learner's way cost the citizen, beside the best and the worst way."""

    name: str
    label: str
    icon: str
    mine: int
    best: int
    worst: int

    @property
    def place(self) -> int:
        """Where the learner's way lies between the best (0) and the worst (100), in percent."""
        span = self.worst - self.best
        if not span:
            return 0
        return max(0, min(_WHOLE, round(_WHOLE * (self.mine - self.best) / span)))

    @property
    def is_best(self) -> bool:
        return self.mine <= self.best


@dataclass(frozen=True)
class Skill:
    """A dimension of competence: `percent` of the points that its steps offered.

    From `firm` percent it is called firm, from `fair` percent fair.
    """

    title: str
    percent: int
    steps: int
    firm: int
    fair: int

    @property
    def word(self) -> str:
        if self.percent >= self.firm:
            return str(_("firm"))
        return str(_("fair") if self.percent >= self.fair else _("to be practised"))

    @property
    def tone(self) -> str:
        return "" if self.percent >= self.firm else "warning"


@dataclass(frozen=True)
class CitedDocument:
    """The bases of a way in one document of the library, or in one text that is no document.

    `parts`: each text once.
    """

    law: Law | None
    parts: tuple[AnswerBasis, ...]

    @property
    def since(self) -> str:
        return format_day(self.parts[0].valid_from)

    @property
    def until(self) -> str:
        return format_day(self.parts[0].valid_to)

    @property
    def is_verified(self) -> bool:
        return self.law is not None and self.law.is_verified


@dataclass(frozen=True)
class RemarkedStep:
    """One step of the replay with the instructor's remark on the reason written there.

    `earlier`: the reason that the remark is about, where it is not the one of this step.
    """

    step: DebriefStep
    remark: ReasonRemark | None = None
    earlier: str = ""


def scenario_context(
    opened: OpenedLesson, enrolment: Enrolment, progress: LessonProgress
) -> dict[str, Any]:
    """The context of a scenario's debrief; nothing of right or wrong in an unfinished Tự làm."""
    run = run_to_explain(enrolment, opened.lesson)
    if run.attempt is None or run.lane is None:
        return {}
    # The way is judged by the version that the learner saw.
    scenario = api.read_lesson(run.attempt.edition_id, opened.lesson.slug).scenario
    if scenario is None or (run.attempt.mode == PlayMode.SOLO and not run.lane.finished):
        return {"scenario": scenario}
    played = api.play_answers(scenario, run.lane.path)
    return {
        "scenario": scenario,
        "played": played,
        "ending": scenario.scene(played.scene),
        "mode": run.attempt.mode,
        "mode_name": MODES[PlayMode(run.attempt.mode)],
        "counts": run.attempt.mode == scenario.counting,
        "pass_share": pass_share(opened.group),
        **_score_context(scenario, played, opened.group),
        **_replay_context(scenario, run, enrolment),
        "is_newer": run.attempt.lesson_hash != opened.lesson.hash,
        "progress": progress,
    }


def _impacts_on_citizen(scenario: Scenario, score: ImpactScore) -> list[Impact]:
    """Trips and minutes always; money and lost trust where some choice changes them."""
    rows = [
        Impact(
            "trips",
            str(_("trips of the citizen")),
            "footprints",
            score.trips,
            score.best_trips,
            score.worst_trips,
        ),
        Impact(
            "minutes",
            str(_("minutes of waiting")),
            "timer",
            score.minutes,
            score.best_minutes,
            score.worst_minutes,
        ),
        Impact(
            "money",
            str(_("đồng spent")),
            "banknote",
            score.money,
            score.best_money,
            score.worst_money,
        ),
        Impact(
            "trust",
            str(_("points of trust lost")),
            "handshake",
            score.lost_trust,
            score.best_lost_trust,
            score.worst_lost_trust,
        ),
    ]
    choices = [choice for scene in scenario.scenes for choice in scene.choices]
    changed = {"trips", "minutes"}
    for name in ("money", "trust"):
        if any(getattr(choice, name) for choice in choices):
            changed.add(name)
    return [row for row in rows if row.name in changed]


def _skills_shown(played: PlayedScenario, marks: tuple[int, int]) -> list[Skill]:
    """The dimensions that the way taken touched, in the order of the school's list.

    `marks`: from how many percent a dimension is firm, and from how many fair.
    """
    titles = {key: str(title) for key, title in api.COMPETENCES}
    firm, fair = marks
    points_by_key = {points.key: points for points in played.competences if points.of}
    shown = []
    for key, title in titles.items():
        points = points_by_key.get(key)
        if points is not None:
            percent = round(_WHOLE * points.won / points.of)
            # a step offers 100 points
            shown.append(Skill(title, percent, points.of // _WHOLE, firm, fair))
    return shown


def _cited_documents(steps: Iterable[DebriefStep]) -> list[tuple[str, str, list[CitedDocument]]]:
    """(kind, heading, documents): each text cited on the way once, by document; one query."""
    bases = list(dict.fromkeys(basis for step in steps for basis in step.told.scene.basis))
    laws = {
        law.number: law
        for law in api.find_laws(basis.document for basis in bases if basis.document)
    }
    groups = []
    for kind, title in _KINDS:
        by_document = _by_document(basis for basis in bases if basis.kind == kind)
        documents = [
            CitedDocument(laws.get(key), tuple(parts)) for key, parts in by_document.items()
        ]
        if documents:
            groups.append((kind, str(title), documents))
    return groups


def _by_document(bases: Iterable[AnswerBasis]) -> dict[str, list[AnswerBasis]]:
    """The bases by the number of their document, or by their text where they have none."""
    groups: dict[str, list[AnswerBasis]] = {}
    for basis in bases:
        groups.setdefault(basis.document or basis.text, []).append(basis)
    return groups


def _add_remark(step: DebriefStep, remarked: RemarkedReason | None) -> RemarkedStep:
    if remarked is None:
        return RemarkedStep(step)
    is_same_reason = remarked.text == step.told.text.strip()
    return RemarkedStep(step, remarked.remark, "" if is_same_reason else remarked.text)


def _score_context(scenario: Scenario, played: PlayedScenario, group: ClassGroup) -> dict[str, Any]:
    if not played.finished:
        return {}
    score = api.score_play(scenario, played)
    return {
        "score": score,
        "impacts": _impacts_on_citizen(scenario, score),
        "skills": _skills_shown(played, skill_marks(group)),
    }


def _replay_context(
    scenario: Scenario, run: LessonStanding, enrolment: Enrolment
) -> dict[str, Any]:
    if run.attempt is None or run.lane is None:
        return {}
    steps = replay_lane(scenario, run.lane, entries_of(run.attempt))
    reasons = {step.told.scene.key: step.told.text.strip() for step in steps}
    remarks = remarks_for(enrolment, run.attempt.lesson, reasons)
    remarked_steps = [_add_remark(step, remarks.get(step.told.scene.key)) for step in steps]
    return {
        "steps": remarked_steps,
        "turns": sum(1 for step in steps if step.better),
        "hints": sum(step.hints for step in steps),
        "cited": _cited_documents(steps),
    }
