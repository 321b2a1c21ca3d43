"""Finding officials as people type them: any case, marks or none, words in any order, by code, by where they work."""

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When

from lms.core import text
from lms.people.organisation.policies import on_day
from lms.people.personnel.models import Official, Post

# A search that meets more people than this wants another word, not another page.
MOST_FOUND = 200


def matching(rows: QuerySet[Official], typed: str) -> QuerySet[Official]:
    """Those of `rows` whom `typed` means, best first: names that bear the very marks that were typed, then by tên.

    Each word begins a word of the name, or `typed` begins the staff code. Where that is nobody, each word may also
    begin a word of the name of a unit at which the person works today ("man na son"). Nothing typed: all of `rows`.
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
        found = rows.filter(_by_name_or_unit(words))
    return found.annotate(rank=_rank(typed)).order_by("rank", "name_key", "pk")


def _by_name_or_unit(words: list[str]) -> Q:
    met = Q()
    for word in words:
        at = Q(unit__name_fold__startswith=word) | Q(unit__name_fold__contains=f" {word}")
        posts = Post.objects.filter(at, on_day()).values("official")
        met &= Q(name_fold__contains=f" {word}") | Q(pk__in=posts)
    return met


def _rank(typed: str) -> Case | Value:
    """0 for names with the marks that were typed, 1 for the others; alike where no mark was typed."""
    if typed.lower() == text.fold(typed):
        return Value(0, output_field=IntegerField())
    exact = Q()
    for word in typed.lower().split():
        exact &= Q(name_low__contains=f" {word}")
    return Case(When(exact, then=0), default=1, output_field=IntegerField())
