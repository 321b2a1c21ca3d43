"""The profile of a unit counted person by person in Python, to compare the database with."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.db.models import Manager, QuerySet

from lms.people.organisation.models import Unit
from lms.people.organisation.policies import on_day
from lms.people.organisation.queries import stood_below
from lms.people.personnel.levels import level_step
from lms.people.personnel.models import (
    Dimension,
    Group,
    Official,
    Post,
    Qualification,
    QualificationLevel,
    Rating,
)
from lms.people.personnel.states import QualificationState
from lms.people.standards.models import StandardDecision
from lms.people.standards.profile import UnitProfile

_POSTGRADUATE = {QualificationLevel.MASTER, QualificationLevel.DOCTOR}
_RATINGS = ("excellent", "good", "limited")
# (name of the band, from age, to age), in completed years
_AGES = (("under_30", 0, 29), ("30_45", 30, 45), ("46_60", 46, 60))


def count_by_hand(unit: Unit, as_of: dt.date) -> UnitProfile:
    """The profile of `unit` with everything below it."""
    posts = Post.objects.filter(
        on_day(as_of), stood_below(unit, as_of, "unit__"), official__merged_into=None
    )
    people = {
        official.pk: official
        for official in (
            Official.objects.filter(pk__in=posts.values("official"))
            .select_related("sensitive")
            .order_by()
        )
    }
    main, key = _main_posts(posts)
    levels = _levels(posts, as_of)
    professional = {pk: levels.get((pk, Dimension.PROFESSIONAL), "none") for pk in people}
    theory = {pk: levels.get((pk, Dimension.THEORY), "none") for pk in people}
    graduates = {
        pk for pk, level in professional.items() if level in _POSTGRADUATE | {"university"}
    }
    return UnitProfile(
        total=len(people),
        groups=_counts(main.values(), (Group.ELECTED.value, Group.CIVIL_SERVANT.value)),
        party_members=_flags(people.values(), "is_party_member"),
        ethnic_minority=_flags(people.values(), "is_ethnic_minority"),
        professional=_counts(
            (
                "postgraduate" if level in _POSTGRADUATE else level
                for level in professional.values()
            ),
            ("postgraduate", "university", "college", "intermediate", "elementary", "none"),
        ),
        political_theory=_counts(
            theory.values(), ("advanced", "intermediate", "elementary", "none")
        ),
        age=_ages(people.values(), as_of),
        rating=_counts(_newest(Rating.objects, posts, as_of, "value").values(), _RATINGS),
        standard_met=_standards(posts, as_of, only_met=True),
        standard_decided=_standards(posts, as_of, only_met=False),
        key_officials={"total": len(key), "university_or_higher": len(key & graduates)},
    )


def _main_posts(posts: QuerySet[Post]) -> tuple[dict[int, str], set[int]]:
    """Group of each person by their main post among these, and who holds a key post."""
    main: dict[int, str] = {}
    key: set[int] = set()
    rows = posts.order_by("is_main", "-pk").values_list("official_id", "group", "is_key")
    for official, group, is_key in rows:
        main[official] = group
        if is_key:
            key.add(official)
    return main, key


def _levels(posts: QuerySet[Post], as_of: dt.date) -> dict[tuple[int, str], str]:
    rows = Qualification.objects.filter(
        official__in=posts.values("official"),
        held_from__lte=as_of,
        state=QualificationState.CONFIRMED,
    ).values_list("official_id", "dimension", "level")
    best: dict[tuple[int, str], str] = {}
    for official, dimension, level in rows:
        so_far = best.get((official, dimension))
        if so_far is None or level_step(dimension, level) > level_step(dimension, so_far):
            best[official, dimension] = level
    return best


def _newest(
    manager: Manager[Any], posts: QuerySet[Post], as_of: dt.date, *fields: str
) -> dict[Any, Any]:
    """The last row decided by the day: {official: value}, or {(official, dimension): met} with
    two fields.
    """
    rows = (
        manager.filter(official__in=posts.values("official"), decided_on__lte=as_of)
        .order_by("decided_on", "pk")
        .values_list("official_id", *fields)
    )
    return {(row[0] if len(row) == 2 else row[:-1]): row[-1] for row in rows}


def _standards(posts: QuerySet[Post], as_of: dt.date, *, only_met: bool) -> dict[str, int]:
    decided = _newest(StandardDecision.objects, posts, as_of, "dimension", "met")
    counted = [dimension for (_official, dimension), met in decided.items() if met or not only_met]
    return _counts(counted, (Dimension.GENERAL.value, Dimension.PROFESSIONAL.value))


def _ages(people: Iterable[Official], as_of: dt.date) -> dict[str, int]:
    ages = [age_on(person.birth_date, as_of) for person in people]
    return {name: sum(low <= age <= high for age in ages) for name, low, high in _AGES}


def age_on(birth_date: dt.date, day: dt.date) -> int:
    """Completed years."""
    had_birthday = (day.month, day.day) >= (birth_date.month, birth_date.day)
    return day.year - birth_date.year - (not had_birthday)


def _flags(people: Iterable[Official], name: str) -> int:
    return sum(getattr(getattr(person, "sensitive", None), name, False) for person in people)


def _counts(values: Iterable[str], names: Iterable[str]) -> dict[str, int]:
    counted = Counter(values)
    return {name: counted[name] for name in names}
