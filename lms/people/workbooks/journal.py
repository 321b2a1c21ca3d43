"""Rows of the tables that a workbook writes, as JSON: what undoing compares with and puts back."""

import datetime as dt
import uuid
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, TypeVar, cast

from django.db import models
from django.db.models.fields.files import FieldFile

from lms.people.accounts.models import User
from lms.people.personnel.models import (
    Official,
    Post,
    Qualification,
    RankHeld,
    Rating,
    Sensitive,
    TrainingRecord,
)

CHUNK = 500
T = TypeVar("T")

# In the order in which they are written: what others point to comes first.
TABLES: tuple[type[models.Model], ...] = (
    Official,
    User,
    Sensitive,
    Post,
    RankHeld,
    Qualification,
    Rating,
    TrainingRecord,
)
BY_LABEL: dict[str, type[models.Model]] = {model._meta.label_lower: model for model in TABLES}
# Of an account a workbook changes the name alone; what else it holds is no business of a journal.
_ONLY: dict[type[models.Model], frozenset[str]] = {User: frozenset({"full_name"})}


def table_of(model: type[models.Model]) -> str:
    """How the journal calls a table."""
    return model._meta.label_lower


def manager(model: type[models.Model]) -> models.Manager[Any]:
    """The rows of one of TABLES."""
    return cast("Any", model).objects


def columns(row: models.Model) -> dict[str, Any]:
    """The columns of a row as JSON keeps them."""
    only = _ONLY.get(type(row))
    return {
        field.attname: _plain(field.value_from_object(row))
        for field in row._meta.concrete_fields
        if not field.primary_key and (only is None or field.attname in only)
    }


def put_back(row: models.Model, kept: dict[str, Any]) -> list[str]:
    """Set the columns of `row` to what was kept of them; the names of those that change."""
    changed = []
    for field in row._meta.concrete_fields:
        if field.attname in kept and _plain(field.value_from_object(row)) != kept[field.attname]:
            setattr(row, field.attname, field.to_python(kept[field.attname]))
            changed.append(field.name)
    return changed


def chunks(items: Iterable[T], size: int = CHUNK) -> Iterator[list[T]]:
    """`items` in lists of at most `size`: an `IN (…)` stays short, and so does what is in
    memory.
    """
    rest = iter(items)
    while part := list(islice(rest, size)):
        yield part


def rows_of(model: type[models.Model], keys: Sequence[int]) -> Iterator[models.Model]:
    """The rows with these primary keys, locked, chunk by chunk."""
    for part in chunks(sorted(keys)):
        found = manager(model).filter(pk__in=part).order_by("pk")
        yield from found.select_for_update(of=("self",))


def _plain(value: Any) -> Any:
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, uuid.UUID):
        return str(value)
    if isinstance(value, FieldFile):
        return value.name or ""
    return value
