"""The profile of a unit on a day: the figures about officials that district reports print, counted
by the database.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from django.db.models import Case, Count, F, IntegerField, Max, Q, QuerySet, Value, When, Window
from django.db.models.functions import RowNumber

from lms.people.organisation.models import Unit
from lms.people.organisation.policies import on_day
from lms.people.organisation.queries import stood_below
from lms.people.personnel.levels import LADDER
from lms.people.personnel.models import (
    Dimension,
    Group,
    Post,
    Qualification,
    QualificationLevel,
    Rating,
)
from lms.people.personnel.rules.ages import latest_birth_date
from lms.people.personnel.states import QualificationState
from lms.people.standards.bands import AgeBand, ProfileMeasures, profile_measures
from lms.people.standards.models import StandardDecision

_GRADUATE = (QualificationLevel.UNIVERSITY, QualificationLevel.MASTER, QualificationLevel.DOCTOR)
_GROUPS = (Group.ELECTED, Group.CIVIL_SERVANT)
_DECIDED = (Dimension.GENERAL, Dimension.PROFESSIONAL)
_COUNTED_LEVELS = (Dimension.PROFESSIONAL, Dimension.THEORY)
# bands of reports with their levels
_PROFESSIONAL = {
    "postgraduate": (QualificationLevel.MASTER, QualificationLevel.DOCTOR),
    "university": (QualificationLevel.UNIVERSITY,),
    "college": (QualificationLevel.COLLEGE,),
    "intermediate": (QualificationLevel.INTERMEDIATE,),
    "elementary": (QualificationLevel.ELEMENTARY,),
}
_THEORY = {
    "advanced": (QualificationLevel.ADVANCED,),
    "intermediate": (QualificationLevel.INTERMEDIATE,),
    "elementary": (QualificationLevel.ELEMENTARY,),
}
# Ratings that every profile has, whatever the scale of its day.
RATINGS = ("excellent", "good", "limited")


@dataclass(frozen=True)
class UnitProfile:
    """Counts of persons (người, never lượt) on one day; each person counts once, by their main post
    in the unit.
    """

    total: int
    groups: dict[str, int]  # elected_official, civil_servant
    party_members: int
    ethnic_minority: int
    professional: dict[str, int]  # the highest level held; none: no level recorded
    political_theory: dict[str, int]
    age: dict[str, int]  # in completed years on the day, by the bands of the rulebook
    # the newest rating decided by the day: RATINGS, the scale of the day, and any other value given
    rating: dict[str, int]
    standard_met: dict[str, int]  # recorded decisions, by level or by exception
    standard_decided: dict[str, int]  # recorded decisions, whatever was decided
    key_officials: dict[str, int]  # total, university_or_higher

    def as_json(self) -> dict[str, Any]:
        """The figures by their names; a rating outside RATINGS only where somebody has it."""
        rating = {key: n for key, n in self.rating.items() if n or key in RATINGS}
        figures = asdict(self) | {"rating": rating}
        del figures["standard_decided"]  # says only whether there is data
        return figures


def unit_profile(unit: Unit, as_of: dt.date) -> UnitProfile:
    """The profile of `unit` with everything below it, in seven queries whatever its size.

    RuleBroken where the rulebook has no age bands.
    """
    bands = profile_measures(unit, as_of)
    posts = Post.objects.filter(
        on_day(as_of), stood_below(unit, as_of, "unit__"), official__merged_into=None
    )
    people = _count_people(posts, bands, as_of)
    met, decided = _count_decisions(posts, as_of)
    levels = _count_highest_levels(posts, as_of)
    key = _count_key_officials(posts, as_of)
    total = people["total"]
    return UnitProfile(
        total=total,
        groups={group.value: people[f"group_{group}"] for group in _GROUPS},
        party_members=people["party"],
        ethnic_minority=people["minority"],
        professional=_sum_bands(levels, Dimension.PROFESSIONAL, _PROFESSIONAL, total),
        political_theory=_sum_bands(levels, Dimension.THEORY, _THEORY, total),
        age={band.key: people[f"age_{band.key}"] for band in bands.ages},
        rating=_count_ratings(posts, bands, as_of),
        standard_met=met,
        standard_decided=decided,
        key_officials=key,
    )


def _count_people(posts: QuerySet[Post], bands: ProfileMeasures, as_of: dt.date) -> dict[str, int]:
    """Numbers of persons by group, age and sensitive field, each by one post: the main post in the
    unit, else the oldest row.
    """
    first = Window(
        RowNumber(), partition_by=F("official_id"), order_by=[F("is_main").desc(), F("pk").asc()]
    )
    one_each = Post.objects.filter(pk__in=posts.annotate(nth=first).filter(nth=1).values("pk"))
    counts: dict[str, int] = one_each.aggregate(
        total=Count("pk"),
        party=Count("pk", filter=Q(official__sensitive__is_party_member=True)),
        minority=Count("pk", filter=Q(official__sensitive__is_ethnic_minority=True)),
        **{f"group_{group}": Count("pk", filter=Q(group=group)) for group in _GROUPS},
        **{
            f"age_{band.key}": Count("pk", filter=_born_for_band(band, as_of))
            for band in bands.ages
        },
    )
    return counts


def _born_for_band(band: AgeBand, day: dt.date) -> Q:
    """Posts of people whose age in completed years on `day` lies in the band."""
    return Q(
        official__birth_date__lte=latest_birth_date(day, band.low),
        official__birth_date__gt=latest_birth_date(day, band.high + 1),
    )


def _count_key_officials(posts: QuerySet[Post], as_of: dt.date) -> dict[str, int]:
    graduates = _confirmed_levels(as_of).filter(
        dimension=Dimension.PROFESSIONAL, level__in=_GRADUATE
    )
    counts: dict[str, int] = posts.filter(is_key=True).aggregate(
        total=Count("official", distinct=True),
        university_or_higher=Count(
            "official", distinct=True, filter=Q(official__in=graduates.values("official"))
        ),
    )
    return counts


def _confirmed_levels(as_of: dt.date) -> QuerySet[Qualification]:
    return Qualification.objects.filter(
        held_from__lte=as_of, state=QualificationState.CONFIRMED
    ).order_by()


def _count_highest_levels(posts: QuerySet[Post], as_of: dt.date) -> dict[str, int]:
    """How many persons have each level as their highest one: {"dimension/level": n}."""
    steps: list[When] = []
    columns: dict[str, Count] = {}
    for dimension in _COUNTED_LEVELS:
        for step, level in enumerate(LADDER[dimension]):
            steps.append(When(dimension=dimension, level=level, then=Value(step)))
            is_highest = Q(dimension=dimension, top=step)
            columns[f"{dimension}/{level}"] = Count("official", filter=is_highest)
    highest = (
        _confirmed_levels(as_of)
        .filter(official__in=posts.values("official"), dimension__in=_COUNTED_LEVELS)
        .values("official", "dimension")
        .annotate(top=Max(Case(*steps, output_field=IntegerField())))
    )
    counts: dict[str, int] = highest.aggregate(**columns)
    return counts


def _sum_bands(
    levels: dict[str, int],
    dimension: Dimension,
    bands: Mapping[str, tuple[QualificationLevel, ...]],
    total: int,
) -> dict[str, int]:
    """Persons in each band of a report; "none" are those of `total` without a recorded level."""
    counts = {
        band: sum(levels[f"{dimension}/{level}"] for level in row) for band, row in bands.items()
    }
    return counts | {"none": total - sum(counts.values())}


def _count_ratings(posts: QuerySet[Post], bands: ProfileMeasures, as_of: dt.date) -> dict[str, int]:
    rows = Rating.objects.filter(official__in=posts.values("official"), decided_on__lte=as_of)
    newest = Rating.objects.filter(pk__in=_newest_keys(rows, "official_id"))
    on_scale = [key for key, _title in bands.ratings]
    counts = dict.fromkeys([*RATINGS, *on_scale], 0)
    return counts | dict(newest.order_by().values_list("value").annotate(n=Count("pk")))


def _count_decisions(
    posts: QuerySet[Post], as_of: dt.date
) -> tuple[dict[str, int], dict[str, int]]:
    """Persons who meet a standard, and persons about whom it was decided, by dimension."""
    rows = StandardDecision.objects.filter(
        official__in=posts.values("official"), decided_on__lte=as_of, dimension__in=_DECIDED
    )
    newest = StandardDecision.objects.filter(pk__in=_newest_keys(rows, "official_id", "dimension"))
    counts: dict[str, int] = newest.aggregate(
        **{f"met_{key}": Count("pk", filter=Q(met=True, dimension=key)) for key in _DECIDED},
        **{f"decided_{key}": Count("pk", filter=Q(dimension=key)) for key in _DECIDED},
    )
    met = {key.value: counts[f"met_{key}"] for key in _DECIDED}
    return met, {key.value: counts[f"decided_{key}"] for key in _DECIDED}


def _newest_keys(rows: QuerySet[Any], *apart: str) -> QuerySet[Any]:
    """Keys of the newest row of each part (a part has equal values in the columns `apart`); of rows
    of one day the last that was written.
    """
    order = [F("decided_on").desc(), F("pk").desc()]
    nth = Window(RowNumber(), partition_by=[F(name) for name in apart], order_by=order)
    return rows.annotate(nth=nth).filter(nth=1).values("pk")
