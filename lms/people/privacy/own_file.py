"""Everything that the apps of people store about one person, for that person to read and export."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from lms.core import clock
from lms.core.actor import Actor
from lms.core.lookup import one_or_404
from lms.core.periods import covers_day
from lms.people.organisation.models import UnitState
from lms.people.organisation.queries import states_by_unit
from lms.people.personnel.models import (
    Dimension,
    Official,
    Post,
    Qualification,
    RankHeld,
    Rating,
    Sensitive,
    TrainingRecord,
)
from lms.people.rulebook.models import Rule
from lms.people.standards.models import StandardDecision

SCALES = "rating.scale"


@dataclass(frozen=True)
class PostLine:
    """A post with the name of its unit on the last day of the post, or today."""

    post: Post
    unit_name: str


@dataclass(frozen=True)
class RatingLine:
    """A rating in the words of its scale; the bare key where the rulebook has no such scale."""

    rating: Rating
    words: str


@dataclass(frozen=True)
class DecisionLine:
    """A decision about a standard; `counts` is true for the newest one of its dimension."""

    decision: StandardDecision
    counts: bool


@dataclass(frozen=True)
class TrainingYear:
    """Training completed in a year: `turns` in lượt, `periods` in tiết, without revoked ones."""

    year: int
    turns: int
    periods: int


@dataclass(frozen=True)
class OwnFile:
    """Everything stored about a person; lists are newest first."""

    official: Official
    sensitive: Sensitive
    posts: list[PostLine]
    ranks: list[RankHeld]
    qualifications: list[Qualification]
    ratings: list[RatingLine]
    decisions: list[DecisionLine]
    trainings: list[TrainingRecord]
    years: list[TrainingYear]


def own_file(actor: Actor) -> OwnFile:
    """The actor's own file, in nine queries whatever it holds. NotFound for who is no official."""
    officials = Official.objects.select_related("sensitive", "user")
    official = one_or_404(officials, user_id=actor.key)
    trainings = list(official.trainings.order_by("-ends_on", "-pk"))
    return OwnFile(
        official=official,
        sensitive=getattr(official, "sensitive", None) or Sensitive(official=official),
        posts=_post_lines(
            official.posts.select_related("unit").order_by("-valid_from", "-is_main", "-pk")
        ),
        ranks=list(official.ranks.order_by("-valid_from", "-pk")),
        qualifications=_in_report_order(official.qualifications.order_by("-held_from", "-pk")),
        ratings=_rating_lines(official.ratings.order_by("-decided_on", "-pk")),
        decisions=_decision_lines(official.standards.order_by("-decided_on", "-pk")),
        trainings=trainings,
        years=_training_years(trainings),
    )


def _post_lines(rows: QuerySet[Post]) -> list[PostLine]:
    posts = list(rows)
    states = states_by_unit(post.unit_id for post in posts)
    return [PostLine(post, _unit_name_in(post, states[post.unit_id])) for post in posts]


def _unit_name_in(post: Post, states: Iterable[UnitState]) -> str:
    day = max(post.valid_from, min(post.valid_to or clock.today(), clock.today()))
    return next((state.name for state in states if covers_day(state, day)), post.unit.name)


def _in_report_order(rows: QuerySet[Qualification]) -> list[Qualification]:
    """The qualifications by dimension in the order of reports, the newest first in each."""
    order = {key: number for number, key in enumerate(Dimension.values)}
    return sorted(rows, key=lambda row: order[row.dimension])


def _rating_lines(rows: QuerySet[Rating]) -> list[RatingLine]:
    words: dict[tuple[str, str], str] = {}
    for scale in Rule.objects.filter(key=SCALES, replaced_at=None).order_by("valid_from", "pk"):
        value = scale.value or {}
        for level in value.get("levels", []):
            words[value["key"], level["key"]] = level["title"]
    return [RatingLine(row, words.get((row.scale, row.value), row.value)) for row in rows]


def _decision_lines(decisions: QuerySet[StandardDecision]) -> list[DecisionLine]:
    """The decisions in their order (newest first); the first of each dimension counts."""
    dimensions: set[str] = set()
    lines = []
    for decision in decisions:
        lines.append(DecisionLine(decision, decision.dimension not in dimensions))
        dimensions.add(decision.dimension)
    return lines


def _training_years(trainings: Iterable[TrainingRecord]) -> list[TrainingYear]:
    """Lượt and tiết of each year, the newest first; a training counts in the year it ended."""
    periods_of: dict[int, list[int]] = {}
    for training in trainings:
        if training.revoked_on is None:
            periods_of.setdefault(training.ends_on.year, []).append(training.periods)
    return [
        TrainingYear(year, len(periods_of[year]), sum(periods_of[year]))
        for year in sorted(periods_of, reverse=True)
    ]
