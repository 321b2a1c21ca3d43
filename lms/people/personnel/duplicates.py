"""Entries of the register that may be one person, with the reasons; and the merges that were
made.
"""

import datetime as dt
import difflib
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from lms.core.actor import Actor
from lms.core.errors import NotFound
from lms.people.organisation.policies import on_day
from lms.people.personnel.models import DistinctPair, Official, OfficialMerge, Post
from lms.people.personnel.queries.files import kept_officials
from lms.people.personnel.queries.people import with_posts

# So many pairs are shown at once; the next ones come when these are decided.
MOST_PAIRS = 100
# So many groups of people who share something are compared: of most of them nothing is shown.
_GROUPS = 300
# From this likeness on two folded names count as one name with a slip of the pen (difflib ratio;
# practice).
_ALIKE = 0.85


@dataclass(frozen=True)
class Twins:
    """Two entries, and why they may be one person; the surest come first."""

    first: Official
    second: Official
    reasons: tuple[str | Promise, ...]
    weight: int


def twins(actor: Actor) -> list[Twins]:
    """Pairs among those whose files the actor keeps, at most MOST_PAIRS, in a number of queries
    that does not grow with them.

    Looked for: one ID number; one name (marks, order of words aside) and birth date; one unit and
    birth date with names a slip apart; one unit and name with birth dates a slip apart. Pairs told
    apart are left out.
    """
    kept = Official.objects.filter(pk__in=kept_officials(actor).values("pk"))
    keys = _by_number(kept) | _by_name(kept) | _by_birth_date(kept) | _by_unit(kept)
    people = {o.pk: o for o in with_posts(Official.objects.filter(pk__in=keys))}
    numbers = dict(
        Official.objects.filter(pk__in=keys, sensitive__id_number__gt="").values_list(
            "pk", "sensitive__id_number"
        )
    )
    apart = set(
        DistinctPair.objects.filter(first__in=keys, second__in=keys).values_list("first", "second")
    )
    found = []
    for one, other in _meeting(people.values(), numbers):
        if (one.pk, other.pk) not in apart:
            found.append(_judged(one, other, numbers))
    found = [pair for pair in found if pair.weight]
    found.sort(key=lambda pair: (-pair.weight, pair.first.name_key, pair.first.pk))
    return found[:MOST_PAIRS]


def pair_of(actor: Actor, first: uuid.UUID, second: uuid.UUID) -> tuple[Official, Official]:
    """Two different people whose files the actor keeps. NotFound for others."""
    rows = {o.uid: o for o in kept_officials(actor).filter(uid__in=[first, second])}
    if len(rows) < 2:
        raise NotFound
    return rows[first], rows[second]


def merges_of(actor: Actor) -> QuerySet[OfficialMerge]:
    """Merges of people whose files the actor keeps, newest first."""
    rows = OfficialMerge.objects.filter(kept__in=kept_officials(actor).values("pk"))
    return rows.select_related("kept", "merged", "by").order_by("-at", "-pk")


def merge_of(actor: Actor, pk: int) -> OfficialMerge:
    """One of them. NotFound for others."""
    found = merges_of(actor).filter(pk=pk).first()
    if found is None:
        raise NotFound
    return found


def _meeting(
    people: Iterable[Official], numbers: dict[int, str]
) -> list[tuple[Official, Official]]:
    """Pairs that share a name, a birth date or a number; each once, the older entry first."""
    buckets: dict[object, list[Official]] = {}
    for one in people:
        for shared in (one.name_sorted, one.birth_date, numbers.get(one.pk)):
            if shared is not None:
                buckets.setdefault(shared, []).append(one)
    met = {
        (one.pk, other.pk): (one, other)
        for bucket in buckets.values()
        for one, other in combinations(sorted(bucket, key=lambda o: o.pk), 2)
    }
    return list(met.values())


def _by_number(kept: QuerySet[Official]) -> set[int]:
    rows = kept.filter(sensitive__id_number__gt="").order_by()
    twice = rows.values("sensitive__id_number").annotate(n=Count("pk")).filter(n__gt=1)
    numbers = list(twice.values_list("sensitive__id_number", flat=True)[:_GROUPS])
    return set(rows.filter(sensitive__id_number__in=numbers).values_list("pk", flat=True))


def _by_name(kept: QuerySet[Official]) -> set[int]:
    rows = kept.order_by()
    twice = rows.values("name_sorted", "birth_date").annotate(n=Count("pk")).filter(n__gt=1)
    pairs = list(twice.values_list("name_sorted", "birth_date")[:_GROUPS])
    return _keys(rows, (Q(name_sorted=name, birth_date=born) for name, born in pairs))


def _by_birth_date(kept: QuerySet[Official]) -> set[int]:
    return _keys(
        kept.order_by(),
        (
            Q(birth_date=born, pk__in=_at(unit))
            for unit, born in _crowded(kept, "official__birth_date")
        ),
    )


def _by_unit(kept: QuerySet[Official]) -> set[int]:
    return _keys(
        kept.order_by(),
        (
            Q(name_sorted=name, pk__in=_at(unit))
            for unit, name in _crowded(kept, "official__name_sorted")
        ),
    )


def _crowded(kept: QuerySet[Official], column: str) -> list[tuple[int, object]]:
    """(unit, value) that more than one person of today shares."""
    rows = Post.objects.filter(on_day(), official__in=kept.values("pk")).order_by()
    twice = rows.values("unit", column).annotate(n=Count("official", distinct=True)).filter(n__gt=1)
    return list(twice.values_list("unit", column)[:_GROUPS])


def _at(unit: int) -> QuerySet[Official, Any]:
    return Official.objects.filter(on_day(None, "posts__"), posts__unit=unit).values("pk")


def _keys(rows: QuerySet[Official], conditions: Iterable[Q]) -> set[int]:
    scope = Q(pk__in=[])
    for condition in conditions:
        scope |= condition
    return set(rows.filter(scope).values_list("pk", flat=True))


def _judged(one: Official, other: Official, numbers: dict[int, str]) -> Twins:
    reasons: list[str | Promise] = []
    weight = 0
    if one.pk in numbers and numbers[one.pk] == numbers.get(other.pk):
        reasons.append(_("the same ID number"))
        weight += 100
    same_name = one.name_sorted == other.name_sorted
    same_unit = bool({p.unit_id for p in posts(one)} & {p.unit_id for p in posts(other)})
    if same_name and one.birth_date == other.birth_date:
        reasons.append(_("the same name and birth date"))
        weight += 80
    elif same_unit and one.birth_date == other.birth_date and _near(one, other):
        reasons.append(_("nearly the same name, and the same birth date"))
        weight += 60
    elif same_unit and same_name and slipped(one.birth_date, other.birth_date):
        reasons.append(_("the same name, and birth dates that a slip of the pen explains"))
        weight += 50
    if weight and same_unit:
        reasons.append(_("at the same unit"))
        weight += 10
    return Twins(one, other, tuple(reasons), weight)


def posts(official: Official) -> list[Post]:
    """The posts of today that `with_posts` put there."""
    current: list[Post] = official.current_posts  # type: ignore[attr-defined]
    return current


def _near(one: Official, other: Official) -> bool:
    return difflib.SequenceMatcher(None, one.name_fold, other.name_fold).ratio() >= _ALIKE


def slipped(one: dt.date, other: dt.date) -> bool:
    """Whether day and month changed places, or one digit differs."""
    if (one.day, one.month, one.year) == (other.month, other.day, other.year):
        return True
    digits = zip(f"{one:%d%m%Y}", f"{other:%d%m%Y}", strict=True)
    return sum(a != b for a, b in digits) == 1
