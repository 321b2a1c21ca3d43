"""Pairs of entries that may be one person, with the reasons, and the merges that were made."""

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
from lms.core.lookup import one_or_404
from lms.people.organisation.policies import on_day
from lms.people.personnel.models import DistinctPair, Official, OfficialMerge, Post
from lms.people.personnel.queries.files import kept_officials
from lms.people.personnel.queries.people import with_posts

# Pairs shown at once; the next ones follow when these are decided.
MOST_PAIRS = 100
# Groups of people who share something that are compared; most of them yield no pair.
_MOST_GROUPS = 300
# From this difflib ratio (0 to 1) on two folded names count as one name with a slip of the pen
# (practice).
_LEAST_LIKENESS = 0.85


@dataclass(frozen=True)
class DuplicatePair:
    """Two entries that may be one person, and why; a greater weight is surer."""

    first: Official
    second: Official
    reasons: tuple[str | Promise, ...]
    weight: int


def find_duplicates(actor: Actor) -> list[DuplicatePair]:
    """Find pairs of entries that may be one person among the files that the actor keeps.

    At most MOST_PAIRS come back, the surest first; the number of queries does not grow with them. A
    pair shares an ID number; or a name (marks and order of words aside) and a birth date; or a unit
    and a birth date, with names a slip apart; or a unit and a name, with birth dates a slip apart.
    Pairs that somebody declared to be two people are left out.
    """
    register = Official.objects.filter(pk__in=kept_officials(actor).values("pk"))
    keys = (
        _keys_by_number(register)
        | _keys_by_name(register)
        | _keys_by_birth_date(register)
        | _keys_by_unit(register)
    )
    people = {o.pk: o for o in with_posts(Official.objects.filter(pk__in=keys))}
    numbers = dict(
        Official.objects.filter(pk__in=keys, sensitive__id_number__gt="").values_list(
            "pk", "sensitive__id_number"
        )
    )
    apart = set(
        DistinctPair.objects.filter(first__in=keys, second__in=keys).values_list("first", "second")
    )
    pairs = []
    for first, second in _pairs_to_compare(people.values(), numbers):
        if (first.pk, second.pk) in apart:
            continue
        pair = _judge_pair(first, second, numbers)
        if pair.weight:
            pairs.append(pair)
    pairs.sort(key=lambda pair: (-pair.weight, pair.first.name_key, pair.first.pk))
    return pairs[:MOST_PAIRS]


def kept_pair(actor: Actor, first: uuid.UUID, second: uuid.UUID) -> tuple[Official, Official]:
    """Two different entries of the register that the actor keeps. NotFound for others."""
    officials = {o.uid: o for o in kept_officials(actor).filter(uid__in=[first, second])}
    if len(officials) < 2:
        raise NotFound
    return officials[first], officials[second]


def kept_merges(actor: Actor) -> QuerySet[OfficialMerge]:
    """The merges into entries that the actor keeps, newest first."""
    merges = OfficialMerge.objects.filter(kept__in=kept_officials(actor).values("pk"))
    return merges.select_related("kept", "merged", "by").order_by("-at", "-pk")


def kept_merge(actor: Actor, pk: int) -> OfficialMerge:
    """The merge with this key into an entry that the actor keeps. NotFound for others."""
    return one_or_404(kept_merges(actor), pk=pk)


def _pairs_to_compare(
    people: Iterable[Official], numbers: dict[int, str]
) -> list[tuple[Official, Official]]:
    """Pairs that share a name, a birth date or an ID number; each once, the older entry first."""
    sharing: dict[object, list[Official]] = {}
    for official in people:
        for shared in (official.name_sorted, official.birth_date, numbers.get(official.pk)):
            if shared is not None:
                sharing.setdefault(shared, []).append(official)
    pairs: dict[tuple[int, int], tuple[Official, Official]] = {}
    for group in sharing.values():
        for first, second in combinations(sorted(group, key=lambda o: o.pk), 2):
            pairs[first.pk, second.pk] = (first, second)
    return list(pairs.values())


def _keys_by_number(register: QuerySet[Official]) -> set[int]:
    numbered = register.filter(sensitive__id_number__gt="").order_by()
    repeated = numbered.values("sensitive__id_number").annotate(n=Count("pk")).filter(n__gt=1)
    numbers = list(repeated.values_list("sensitive__id_number", flat=True)[:_MOST_GROUPS])
    return set(numbered.filter(sensitive__id_number__in=numbers).values_list("pk", flat=True))


def _keys_by_name(register: QuerySet[Official]) -> set[int]:
    rows = register.order_by()
    repeated = rows.values("name_sorted", "birth_date").annotate(n=Count("pk")).filter(n__gt=1)
    pairs = list(repeated.values_list("name_sorted", "birth_date")[:_MOST_GROUPS])
    return _keys_where(rows, (Q(name_sorted=name, birth_date=born) for name, born in pairs))


def _keys_by_birth_date(register: QuerySet[Official]) -> set[int]:
    return _keys_where(
        register.order_by(),
        (
            Q(birth_date=born, pk__in=_working_at(unit))
            for unit, born in _shared_by_several(register, "official__birth_date")
        ),
    )


def _keys_by_unit(register: QuerySet[Official]) -> set[int]:
    return _keys_where(
        register.order_by(),
        (
            Q(name_sorted=name, pk__in=_working_at(unit))
            for unit, name in _shared_by_several(register, "official__name_sorted")
        ),
    )


def _shared_by_several(register: QuerySet[Official], column: str) -> list[tuple[int, object]]:
    """(unit, value of the column) that several people with a post of today share."""
    posts = Post.objects.filter(on_day(), official__in=register.values("pk")).order_by()
    repeated = (
        posts.values("unit", column).annotate(n=Count("official", distinct=True)).filter(n__gt=1)
    )
    return list(repeated.values_list("unit", column)[:_MOST_GROUPS])


def _working_at(unit: int) -> QuerySet[Official, Any]:
    return Official.objects.filter(on_day(None, "posts__"), posts__unit=unit).values("pk")


def _keys_where(register: QuerySet[Official], conditions: Iterable[Q]) -> set[int]:
    scope = Q(pk__in=[])
    for condition in conditions:
        scope |= condition
    return set(register.filter(scope).values_list("pk", flat=True))


def _judge_pair(first: Official, second: Official, numbers: dict[int, str]) -> DuplicatePair:
    """The pair with its reasons; weight 0 where nothing speaks for one person."""
    reasons: list[str | Promise] = []
    weight = 0
    same_unit = _share_unit(first, second)
    number = numbers.get(first.pk)
    if number is not None and number == numbers.get(second.pk):
        reasons.append(_("the same ID number"))
        weight += 100
    likeness, points = _compare_names_and_dates(first, second, same_unit)
    if points:
        reasons.append(likeness)
        weight += points
    if weight and same_unit:
        reasons.append(_("at the same unit"))
        weight += 10
    return DuplicatePair(first, second, tuple(reasons), weight)


def _compare_names_and_dates(
    first: Official, second: Official, same_unit: bool
) -> tuple[str | Promise, int]:
    """The surest likeness in words with its points; 0 points where there is none.

    A slip counts only among colleagues: over a whole province chance makes too many such pairs.
    """
    same_name = first.name_sorted == second.name_sorted
    same_day = first.birth.is_same_day(second.birth)
    may_be_same_day = same_day or (same_unit and first.birth.may_be(second.birth))
    if same_name and may_be_same_day:
        return _("the same name and birth date"), 80
    if not same_unit:
        return "", 0
    if same_day and _has_similar_name(first, second):
        return _("nearly the same name, and the same birth date"), 60
    if same_name and is_slip_of_date(first.birth_date, second.birth_date):
        return _("the same name, and birth dates that a slip of the pen explains"), 50
    return "", 0


def _share_unit(first: Official, second: Official) -> bool:
    units = {post.unit_id for post in _current_posts_of(first)}
    return any(post.unit_id in units for post in _current_posts_of(second))


def _current_posts_of(official: Official) -> list[Post]:
    """The posts of today that `with_posts` loaded."""
    # prefetched by with_posts with to_attr, which the type of the model does not know
    current: list[Post] = official.current_posts  # type: ignore[attr-defined]  # see above
    return current


def _has_similar_name(first: Official, second: Official) -> bool:
    return (
        difflib.SequenceMatcher(None, first.name_fold, second.name_fold).ratio() >= _LEAST_LIKENESS
    )


def is_slip_of_date(first: dt.date, second: dt.date) -> bool:
    """Whether day and month are exchanged, or exactly one digit differs."""
    if (first.day, first.month, first.year) == (second.month, second.day, second.year):
        return True
    digits = zip(f"{first:%d%m%Y}", f"{second:%d%m%Y}", strict=True)
    return sum(a != b for a, b in digits) == 1
