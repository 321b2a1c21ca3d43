"""Looking up one row that a person asked for by its address."""

from typing import Any, TypeVar

from django.db.models import Model, QuerySet

from lms.core.errors import NotFound

M = TypeVar("M", bound=Model)


def one_or_404(queryset: QuerySet[M, M], *conditions: Any, **lookups: Any) -> M:
    """The first row of the queryset that fits the conditions.

    Narrow the queryset to what the actor may see before: a stranger then gets the same NotFound
    (status 404) as for a row that does not exist.
    """
    row = queryset.filter(*conditions, **lookups).first()
    if row is None:
        raise NotFound
    return row
