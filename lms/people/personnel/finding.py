"""Finding officials as people type them: any case, marks or none, words in any order, by code, by
where they work.
"""

import datetime as dt
import operator
from functools import reduce

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When

from lms.core import text
from lms.people.organisation.models import UnitState
from lms.people.organisation.policies import on_day
from lms.people.personnel.models import Official, Post

# A search that meets more people than this wants another word, not another page.
MOST_FOUND = 200
# Words that mean more units than this mean none in particular.
_UNITS = 20


def matching(
    rows: QuerySet[Official], typed: str, day: dt.date | None = None
) -> QuerySet[Official]:
    """Those of `rows` whom `typed` means, best first: names that bear the very marks that were
    typed, then by tên.

    Each word begins a word of the name, or `typed` begins the staff code. Where that is nobody, the
    words may also mean the unit at which the person works on `day` (today): "man na son". Nothing
    typed: all of `rows`.
    """
    typed = text.normal(typed)
    words = text.fold(typed).split()
    if not words:
        return rows.order_by("name_key", "pk")
    direct = Q()
    for word in words:
        direct &= Q(name_fold__contains=f" {word}")
    if len(words) == 1:
        direct |= Q(code__istartswith=typed)
    found = rows.filter(direct)
    if not found.order_by().exists():
        found = rows.filter(_by_name_or_unit(words, day))
    return found.annotate(rank=_rank(typed)).order_by("rank", "name_key", "pk")


def _by_name_or_unit(words: list[str], day: dt.date | None) -> Q:
    """People at or below the units that most of the words mean; the other words begin words of the
    name.
    """
    matched = reduce(
        operator.add,
        (
            Case(When(_begins(word), then=1), default=0, output_field=IntegerField())
            for word in words
        ),
    )
    units = UnitState.objects.filter(on_day(day)).annotate(matched=matched).filter(matched__gt=0)
    found = list(units.order_by("-matched", "pk")[:_UNITS])
    met = Q(pk__in=[])
    for state in found:
        if state.matched == found[0].matched:
            inside = UnitState.objects.filter(on_day(day), trail__startswith=state.trail)
            at = Post.objects.filter(on_day(day), unit__in=inside.values("unit"))
            here = Q(pk__in=at.values("official"))
            for word in words:
                if f" {word}" not in f" {state.name_fold}":
                    here &= Q(name_fold__contains=f" {word}")
            met |= here
    return met


def _begins(word: str) -> Q:
    return Q(name_fold__startswith=word) | Q(name_fold__contains=f" {word}")


def _rank(typed: str) -> Case | Value:
    """0 for names with the marks that were typed, 1 for the others; alike where no mark was
    typed.
    """
    if typed.lower() == text.fold(typed):
        return Value(0, output_field=IntegerField())
    exact = Q()
    for word in typed.lower().split():
        exact &= Q(name_low__contains=f" {word}")
    return Case(When(exact, then=0), default=1, output_field=IntegerField())
