"""The search for officials by what somebody types: any case, marks or none, words in any order, a
staff code or the place of work.
"""

import datetime as dt
import operator
from functools import reduce

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When

from lms.core import text
from lms.people.organisation.models import UnitState
from lms.people.organisation.policies import on_day
from lms.people.personnel.fields import OPEN_FIELDS
from lms.people.personnel.models import Official, Post

# People shown at most: a search that finds more needs another word, not another page.
MOST_FOUND = 200
# Units looked at at most: words that many unit names contain mean none in particular.
_MOST_UNITS = 20


def officials_matching(
    rows: QuerySet[Official], typed: str, day: dt.date | None = None
) -> QuerySet[Official]:
    """The officials of `rows` whom the search text means, in the order of their likeness.

    Each word begins a word of the name, or a single word is looked for in the fields that have a
    `search` (it begins the staff code). Where nobody fits, the words may also mean the unit at
    which the person works on `day` (None: today): "man na son". Names with the very marks that were
    typed come first, then the order of tên. An empty text means all of `rows`.
    """
    search = text.normalise(typed)
    words = text.fold_marks(search).split()
    if not words:
        return rows.order_by("name_key", "pk")
    direct = Q()
    for word in words:
        direct &= Q(name_fold__contains=f" {word}")
    if len(words) == 1:
        for field in OPEN_FIELDS:
            if field.search:
                direct |= Q(**{f"{field.key}__{field.search}": search})
    matches = rows.filter(direct)
    if not matches.order_by().exists():
        matches = rows.filter(_by_name_or_unit(words, day))
    return matches.annotate(rank=_rank_by_marks(search)).order_by("rank", "name_key", "pk")


def _by_name_or_unit(words: list[str], day: dt.date | None) -> Q:
    """People at or below the units whose names contain most of the words.

    The words that a unit's name does not contain begin words of the person's name.
    """
    hits = [
        Case(When(_has_word(word), then=1), default=0, output_field=IntegerField())
        for word in words
    ]
    units = UnitState.objects.filter(on_day(day)).annotate(matched=reduce(operator.add, hits))
    units = units.filter(matched__gt=0)
    states = list(units.order_by("-matched", "pk")[:_MOST_UNITS])
    scope = Q(pk__in=[])
    for state in states:
        if state.matched == states[0].matched:
            scope |= _at_unit_by_name(state, words, day)
    return scope


def _at_unit_by_name(state: UnitState, words: list[str], day: dt.date | None) -> Q:
    """People with a post at the unit or below it, named by the words that the unit's name lacks."""
    subtree = UnitState.objects.filter(on_day(day), trail__startswith=state.trail)
    posts = Post.objects.filter(on_day(day), unit__in=subtree.values("unit"))
    scope = Q(pk__in=posts.values("official"))
    for word in words:
        if f" {word}" not in f" {state.name_fold}":
            scope &= Q(name_fold__contains=f" {word}")
    return scope


def _has_word(word: str) -> Q:
    return Q(name_fold__startswith=word) | Q(name_fold__contains=f" {word}")


def _rank_by_marks(typed: str) -> Case | Value:
    """0 for names with the marks that were typed, 1 for the others; 0 for all if no mark was."""
    if typed.lower() == text.fold_marks(typed):
        return Value(0, output_field=IntegerField())
    exact = Q()
    for word in typed.lower().split():
        exact &= Q(name_low__contains=f" {word}")
    return Case(When(exact, then=0), default=1, output_field=IntegerField())
