"""Long lists, page by page; the page number lives in the query string beside the filters."""

from collections.abc import Sequence
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest

PAGE_SIZE = 50


def page_of(
    request: HttpRequest, rows: QuerySet[Any] | Sequence[Any], size: int = PAGE_SIZE
) -> Page[Any]:
    """The page that `?trang=` asks for: the last for a number too high, the first for none.

    Two queries, however long the list is.

    Show it with `{% include "components/pages.html" with page=page %}`.
    """
    return Paginator(rows, size).get_page(request.GET.get("trang"))
