"""The career of an official: all of it for the file, or what it was on a day."""

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from lms.core import clock
from lms.core.periods import covers_day
from lms.people.organisation.policies import on_day
from lms.people.organisation.queries import states_by_unit
from lms.people.personnel.levels import highest_levels
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

_SCALE_RULE = "rating.scale"
_PERIOD = re.compile(r"(?P<year>(19|20)\d\d)(-H(?P<half>[12]))?")


@dataclass(frozen=True)
class RatingScale:
    """The scale on which a period is rated; `levels` are pairs of key and words, best first."""

    key: str
    levels: tuple[tuple[str, str], ...]
    source: str
    is_verified: bool


@dataclass(frozen=True)
class Career:
    """Everything dated in a file, newest first.

    Each post has `place`: the name of its unit on the last day of the post, or today.
    """

    posts: Sequence[Post]
    ranks: Sequence[RankHeld]
    qualifications: Sequence[Qualification]
    ratings: Sequence[tuple[Rating, str]]  # with the words of the value on its scale
    trainings: Sequence[TrainingRecord]


def career_of(official: Official) -> Career:
    """The whole career of the official, in seven queries however long it is."""
    ratings = list(official.ratings.order_by("-period", "-pk"))
    words_of_rating = _rating_words() if ratings else {}
    return Career(
        _with_unit_names(
            official.posts.select_related("unit").order_by("-valid_from", "-is_main", "-pk")
        ),
        list(official.ranks.order_by("-valid_from", "-pk")),
        list(
            official.qualifications.select_related("decided_by").order_by(
                "dimension", "-held_from", "-pk"
            )
        ),
        [(row, words_of_rating.get((row.scale, row.value), row.value)) for row in ratings],
        list(official.trainings.order_by("-ends_on", "-pk")),
    )


def _with_unit_names(rows: QuerySet[Post]) -> list[Post]:
    posts = list(rows)
    today = clock.today()
    states = states_by_unit(post.unit_id for post in posts)
    for post in posts:
        last_day = min(post.valid_to or today, today)
        names = [state.name for state in states[post.unit_id] if covers_day(state, last_day)]
        # an attribute for templates alone; the type of the model does not know it
        post.place = names[0] if names else post.unit.name  # type: ignore[attr-defined]  # above
    return posts


def posts_on(official: Official, day: dt.date | None = None) -> QuerySet[Post]:
    """The official's posts on `day` (None: today) with their units, the main one first."""
    rows = official.posts.filter(on_day(day)).select_related("unit")
    return rows.order_by("-is_main", "pk")


def held_levels(official: Official, day: dt.date | None = None) -> dict[str, Qualification]:
    """The highest confirmed level of the official in each dimension on `day` (None: ever)."""
    rows = official.qualifications.filter(state=QualificationState.CONFIRMED)
    if day is not None:
        rows = rows.filter(held_from__lte=day)
    return highest_levels(rows)


def last_day_of(period: str) -> dt.date | None:
    """The last day of a rating period: 31/12/2025 for "2025", 30/06/2019 for "2019-H1".

    None for a text that is no such period.
    """
    match = _PERIOD.fullmatch(period)
    if match is None:
        return None
    year = int(match["year"])
    return dt.date(year, 6, 30) if match["half"] == "1" else dt.date(year, 12, 31)


def scale_for(period: str, post: Post | None = None) -> RatingScale | None:
    """The rating scale for holders of such a post, in force at the end of the period.

    None where the period is no period or the rulebook (rating.scale) has no scale for it.
    """
    day = last_day_of(period)
    if day is None:
        return None
    unit, group = (post.unit, post.group) if post else (None, "")
    applied = rules_for(_SCALE_RULE, unit=unit, day=day, group=group).get(_SCALE_RULE)
    if applied is None or not applied.value:
        return None
    levels = tuple((level["key"], level["title"]) for level in applied.value["levels"])
    return RatingScale(applied.value["key"], levels, applied.source, applied.is_verified)


def _rating_words() -> dict[tuple[str, str], str]:
    """The rulebook's words for each (scale, level), over all periods."""
    scales = Rule.objects.filter(key=_SCALE_RULE, replaced_at=None).values_list("value", flat=True)
    words: dict[tuple[str, str], str] = {}
    for scale in scales:
        # an empty value ends the rule and names no scale
        if not scale:
            continue
        for level in scale["levels"]:
            words[scale["key"], level["key"]] = level["title"]
    return words
