"""What a career was on a day, and all of it at once for the file."""

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from lms.core import clock
from lms.people.organisation.models import UnitState
from lms.people.organisation.policies import on_day
from lms.people.personnel.levels import highest
from lms.people.personnel.models import (
    Official,
    Post,
    Qualification,
    RankHeld,
    Rating,
    TrainingRecord,
)
from lms.people.personnel.states import QualificationState
from lms.people.rulebook.models import Rule
from lms.people.rulebook.queries import rules_for

_SCALE = "rating.scale"
_PERIOD = re.compile(r"(?P<year>(19|20)\d\d)(-H(?P<half>[12]))?")


@dataclass(frozen=True)
class Scale:
    """The scale on which a period is rated: `levels` are (key, words), best first."""

    key: str
    levels: tuple[tuple[str, str], ...]
    source: str
    is_verified: bool


@dataclass(frozen=True)
class Career:
    """Everything dated in a file, newest first.

    Each post has `place`: what its unit was called on its last day.
    """

    posts: Sequence[Post]
    ranks: Sequence[RankHeld]
    qualifications: Sequence[Qualification]
    ratings: Sequence[tuple[Rating, str]]  # with the words of the value on its scale
    trainings: Sequence[TrainingRecord]


def career_of(official: Official) -> Career:
    """In seven queries, however long the career."""
    ratings = list(official.ratings.order_by("-period", "-pk"))
    words = _words() if ratings else {}
    return Career(
        _placed(official.posts.select_related("unit").order_by("-valid_from", "-is_main", "-pk")),
        list(official.ranks.order_by("-valid_from", "-pk")),
        list(
            official.qualifications.select_related("decided_by").order_by(
                "dimension", "-held_from", "-pk"
            )
        ),
        [(row, words.get((row.scale, row.value), row.value)) for row in ratings],
        list(official.trainings.order_by("-ends_on", "-pk")),
    )


def _placed(rows: QuerySet[Post]) -> list[Post]:
    posts = list(rows)
    today = clock.today()
    states = list(UnitState.objects.filter(unit__in={post.unit_id for post in posts}))
    for post in posts:
        last = min(post.valid_to or today, today)
        names = [
            state.name
            for state in states
            if state.unit_id == post.unit_id
            and state.valid_from <= last
            and (state.valid_to is None or last <= state.valid_to)
        ]
        post.place = names[0] if names else post.unit.name  # type: ignore[attr-defined]
    return posts


def posts_on(official: Official, day: dt.date | None = None) -> QuerySet[Post]:
    """His posts on `day` (today) with their units, the main one first."""
    rows = official.posts.filter(on_day(day)).select_related("unit")
    return rows.order_by("-is_main", "pk")


def group_on(official: Official, day: dt.date | None = None) -> str:
    """The group that he was in on `day` by his main post; empty where he had no post."""
    post = posts_on(official, day).first()
    return post.group if post else ""


def rank_on(official: Official, day: dt.date | None = None) -> RankHeld | None:
    """The rank or grade that he held on `day`."""
    return official.ranks.filter(on_day(day)).order_by("-valid_from", "-pk").first()


def held_levels(official: Official, day: dt.date | None = None) -> dict[str, Qualification]:
    """The highest confirmed level in each dimension that the official holds on `day` (ever, where
    none is given).
    """
    rows = official.qualifications.filter(state=QualificationState.CONFIRMED)
    if day is not None:
        rows = rows.filter(held_from__lte=day)
    return highest(rows)


def last_day_of(period: str) -> dt.date | None:
    """31/12/2025 of "2025", 30/06/2019 of "2019-H1"; None for anything else."""
    found = _PERIOD.fullmatch(period)
    if found is None:
        return None
    year = int(found["year"])
    return dt.date(year, 6, 30) if found["half"] == "1" else dt.date(year, 12, 31)


def scale_for(period: str, post: Post | None = None) -> Scale | None:
    """The scale of the rulebook (rating.scale) in force at the end of `period` for holders of such
    a post, or None.
    """
    day = last_day_of(period)
    unit, group = (post.unit, post.group) if post else (None, "")
    found = rules_for(_SCALE, unit=unit, day=day, group=group).get(_SCALE) if day else None
    if found is None or not found.value:
        return None
    levels = tuple((one["key"], one["title"]) for one in found.value["levels"])
    return Scale(found.value["key"], levels, found.source, found.is_verified)


def _words() -> dict[tuple[str, str], str]:
    """(scale, value) → how the rulebook words it, over all periods."""
    values = Rule.objects.filter(key=_SCALE, replaced_at=None).values_list("value", flat=True)
    return {
        (value["key"], level["key"]): level["title"]
        for value in values
        if value
        for level in value["levels"]
    }
