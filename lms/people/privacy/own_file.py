"""All that the rooms of people keep about one person, as he himself may read it and take it out."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from lms.core import clock
from lms.core.actor import Actor
from lms.core.errors import NotFound
from lms.people.organisation.models import UnitState
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
    """A post; `unit_name` is what the unit was called in it (on its last day, or today)."""

    post: Post
    unit_name: str


@dataclass(frozen=True)
class RatingLine:
    """A rating in the words of its scale; its bare key where the rulebook does not know that
    scale.
    """

    rating: Rating
    words: str


@dataclass(frozen=True)
class DecisionLine:
    """A decision about a standard; `counts`: the newest of its dimension."""

    decision: StandardDecision
    counts: bool


@dataclass(frozen=True)
class Year:
    """Training completed in a year: `turns` lượt, `periods` tiết. Taken back ones count nothing."""

    year: int
    turns: int
    periods: int


@dataclass(frozen=True)
class OwnFile:
    """What is kept; lists are newest first."""

    official: Official
    sensitive: Sensitive
    posts: list[PostLine]
    ranks: list[RankHeld]
    qualifications: list[Qualification]
    ratings: list[RatingLine]
    decisions: list[DecisionLine]
    trainings: list[TrainingRecord]
    years: list[Year]


def own_file(actor: Actor) -> OwnFile:
    """The actor's own file; nine queries, whatever it holds. NotFound for who is no official."""
    official = (
        Official.objects.filter(user_id=actor.key).select_related("sensitive", "user").first()
    )
    if official is None:
        raise NotFound
    trainings = list(official.trainings.order_by("-ends_on", "-pk"))
    return OwnFile(
        official=official,
        sensitive=getattr(official, "sensitive", None) or Sensitive(official=official),
        posts=_posts(
            official.posts.select_related("unit").order_by("-valid_from", "-is_main", "-pk")
        ),
        ranks=list(official.ranks.order_by("-valid_from", "-pk")),
        qualifications=_in_order(official.qualifications.order_by("-held_from", "-pk")),
        ratings=_ratings(official.ratings.order_by("-decided_on", "-pk")),
        decisions=_decisions(official.standards.order_by("-decided_on", "-pk")),
        trainings=trainings,
        years=_years(trainings),
    )


def _posts(rows: QuerySet[Post]) -> list[PostLine]:
    posts = list(rows)
    states: dict[int, list[UnitState]] = {}
    for state in UnitState.objects.filter(unit__in={post.unit_id for post in posts}):
        states.setdefault(state.unit_id, []).append(state)
    return [PostLine(post, _name_in(post, states.get(post.unit_id, []))) for post in posts]


def _name_in(post: Post, states: Iterable[UnitState]) -> str:
    day = max(post.valid_from, min(post.valid_to or clock.today(), clock.today()))
    for state in states:
        if state.valid_from <= day and (state.valid_to is None or day <= state.valid_to):
            return state.name
    return post.unit.name


def _in_order(rows: QuerySet[Qualification]) -> list[Qualification]:
    """By dimension as reports list them, newest first in each."""
    order = {key: number for number, key in enumerate(Dimension.values)}
    return sorted(rows, key=lambda row: order[row.dimension])


def _ratings(rows: QuerySet[Rating]) -> list[RatingLine]:
    words: dict[tuple[str, str], str] = {}
    for scale in Rule.objects.filter(key=SCALES, replaced_at=None).order_by("valid_from", "pk"):
        value = scale.value or {}
        for level in value.get("levels", []):
            words[value["key"], level["key"]] = level["title"]
    return [RatingLine(row, words.get((row.scale, row.value), row.value)) for row in rows]


def _decisions(rows: QuerySet[StandardDecision]) -> list[DecisionLine]:
    seen: set[str] = set()
    lines = []
    for row in rows:
        lines.append(DecisionLine(row, row.dimension not in seen))
        seen.add(row.dimension)
    return lines


def _years(rows: Iterable[TrainingRecord]) -> list[Year]:
    found: dict[int, list[int]] = {}
    for row in rows:
        if row.revoked_on is None:
            found.setdefault(row.ends_on.year, []).append(row.periods)
    return [Year(year, len(each), sum(each)) for year, each in sorted(found.items(), reverse=True)]
