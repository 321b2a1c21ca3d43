"""The profile of a unit on a day: the figures that district reports print about their officials,
counted by the database.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from django.db.models import Case, Count, F, IntegerField, Max, Q, QuerySet, Value, When, Window
from django.db.models.functions import RowNumber

from lms.people.organisation.models import Unit
from lms.people.organisation.policies import on_day
from lms.people.organisation.queries import below
from lms.people.personnel.levels import LADDER
from lms.people.personnel.models import (
    Dimension,
    Group,
    Level,
    Post,
    Qualification,
    Rating,
)
from lms.people.personnel.states import QualificationState
from lms.people.standards.bands import AgeBand, Measures, measures
from lms.people.standards.models import StandardDecision

_GRADUATE = (Level.UNIVERSITY, Level.MASTER, Level.DOCTOR)
_GROUPS = (Group.ELECTED, Group.CIVIL_SERVANT)
_DECIDED = (Dimension.GENERAL, Dimension.PROFESSIONAL)
# band of a report → its levels
_PROFESSIONAL = {
    "postgraduate": (Level.MASTER, Level.DOCTOR),
    "university": (Level.UNIVERSITY,),
    "college": (Level.COLLEGE,),
    "intermediate": (Level.INTERMEDIATE,),
    "elementary": (Level.ELEMENTARY,),
}
_THEORY = {
    "advanced": (Level.ADVANCED,),
    "intermediate": (Level.INTERMEDIATE,),
    "elementary": (Level.ELEMENTARY,),
}
# Ratings that every profile names, whatever the scale of its day.
RATINGS = ("excellent", "good", "limited")


@dataclass(frozen=True)
class UnitProfile:
    """Persons, never lượt.

    Everything as of one day; each person counts once, by his main post there.
    """

    total: int
    groups: dict[str, int]  # elected_official, civil_servant
    party_members: int
    ethnic_minority: int
    professional: dict[str, int]  # the highest level held; none: no level recorded
    political_theory: dict[str, int]
    age: dict[str, int]  # in completed years on the day, by the bands of the rulebook
    # the newest rating decided by the day: RATINGS, the scale of the day, and whatever else was
    # given
    rating: dict[str, int]
    standard_met: dict[str, int]  # recorded decisions, by level or by exception
    key_officials: dict[str, int]  # total, university_or_higher

    def as_json(self) -> dict[str, Any]:
        """The figures by their names; a rating outside RATINGS is named where somebody has it."""
        rating = {key: n for key, n in self.rating.items() if n or key in RATINGS}
        return asdict(self) | {"rating": rating}


def unit_profile(unit: Unit, as_of: dt.date) -> UnitProfile:
    """The profile of `unit` with everything below it, in seven queries whatever its size.

    RuleBroken without age bands.
    """
    by = measures(unit, as_of)
    posts = Post.objects.filter(
        on_day(as_of), below(unit, as_of, "unit__"), official__merged_into=None
    )
    people = _people(posts, by, as_of)
    levels = _levels(posts, as_of)
    key = _key_posts(posts, as_of)
    total = people["total"]
    return UnitProfile(
        total=total,
        groups={group.value: people[f"group_{group}"] for group in _GROUPS},
        party_members=people["party"],
        ethnic_minority=people["minority"],
        professional=_banded(levels, Dimension.PROFESSIONAL, _PROFESSIONAL, total),
        political_theory=_banded(levels, Dimension.THEORY, _THEORY, total),
        age={band.key: people[f"age_{band.key}"] for band in by.ages},
        rating=_ratings(posts, by, as_of),
        standard_met=_met(posts, as_of),
        key_officials=key,
    )


def _people(posts: QuerySet[Post], by: Measures, as_of: dt.date) -> dict[str, int]:
    """Persons by group, age and sensitive field, each by one post: the main one there, else the
    oldest entry.
    """
    first = Window(
        RowNumber(), partition_by=F("official_id"), order_by=[F("is_main").desc(), F("pk").asc()]
    )
    one_each = Post.objects.filter(pk__in=posts.annotate(nth=first).filter(nth=1).values("pk"))
    found: dict[str, int] = one_each.aggregate(
        total=Count("pk"),
        party=Count("pk", filter=Q(official__sensitive__is_party_member=True)),
        minority=Count("pk", filter=Q(official__sensitive__is_ethnic_minority=True)),
        **{f"group_{group}": Count("pk", filter=Q(group=group)) for group in _GROUPS},
        **{f"age_{band.key}": Count("pk", filter=_aged(band, as_of)) for band in by.ages},
    )
    return found


def _aged(band: AgeBand, day: dt.date) -> Q:
    """Born so that the age in completed years lies in the band."""
    return Q(
        official__birth_date__lte=_years_before(day, band.low),
        official__birth_date__gt=_years_before(day, band.high + 1),
    )


def _years_before(day: dt.date, years: int) -> dt.date:
    """Who was born on this day or before it has so many completed years on `day`; 29/02 has its
    birthday on 01/03.
    """
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)


def _key_posts(posts: QuerySet[Post], as_of: dt.date) -> dict[str, int]:
    graduates = _held(as_of).filter(dimension=Dimension.PROFESSIONAL, level__in=_GRADUATE)
    found: dict[str, int] = posts.filter(is_key=True).aggregate(
        total=Count("official", distinct=True),
        university_or_higher=Count(
            "official", distinct=True, filter=Q(official__in=graduates.values("official"))
        ),
    )
    return found


def _held(as_of: dt.date) -> QuerySet[Qualification]:
    return Qualification.objects.filter(
        held_from__lte=as_of, state=QualificationState.CONFIRMED
    ).order_by()


def _levels(posts: QuerySet[Post], as_of: dt.date) -> dict[str, int]:
    """How many persons have this as their highest level: {"dimension/level": n}."""
    ladders = {
        dimension: LADDER[dimension] for dimension in (Dimension.PROFESSIONAL, Dimension.THEORY)
    }
    steps = [
        When(dimension=dimension, level=level, then=Value(step))
        for dimension, ladder in ladders.items()
        for step, level in enumerate(ladder)
    ]
    best = (
        _held(as_of)
        .filter(official__in=posts.values("official"), dimension__in=ladders)
        .values("official", "dimension")
        .annotate(top=Max(Case(*steps, output_field=IntegerField())))
    )
    found: dict[str, int] = best.aggregate(
        **{
            f"{dimension}/{level}": Count("official", filter=Q(dimension=dimension, top=step))
            for dimension, ladder in ladders.items()
            for step, level in enumerate(ladder)
        }
    )
    return found


def _banded(
    levels: dict[str, int], dimension: Dimension, bands: Mapping[str, tuple[Level, ...]], total: int
) -> dict[str, int]:
    counts = {
        band: sum(levels[f"{dimension}/{level}"] for level in row) for band, row in bands.items()
    }
    return counts | {"none": total - sum(counts.values())}


def _ratings(posts: QuerySet[Post], by: Measures, as_of: dt.date) -> dict[str, int]:
    rows = Rating.objects.filter(official__in=posts.values("official"), decided_on__lte=as_of)
    newest = Rating.objects.filter(pk__in=_newest(rows, "official_id"))
    given = dict(newest.order_by().values_list("value").annotate(n=Count("pk")))
    known = dict.fromkeys([*RATINGS, *(key for key, _title in by.ratings)], 0)
    return known | given


def _met(posts: QuerySet[Post], as_of: dt.date) -> dict[str, int]:
    rows = StandardDecision.objects.filter(
        official__in=posts.values("official"), decided_on__lte=as_of, dimension__in=_DECIDED
    )
    newest = StandardDecision.objects.filter(pk__in=_newest(rows, "official_id", "dimension"))
    found: dict[str, int] = newest.aggregate(
        **{
            dimension.value: Count("pk", filter=Q(met=True, dimension=dimension))
            for dimension in _DECIDED
        }
    )
    return found


def _newest(rows: QuerySet[Any], *apart: str) -> QuerySet[Any]:
    """Keys of the last row decided in each part; of one day's rows the last that was written."""
    order = [F("decided_on").desc(), F("pk").desc()]
    nth = Window(RowNumber(), partition_by=[F(name) for name in apart], order_by=order)
    return rows.annotate(nth=nth).filter(nth=1).values("pk")
