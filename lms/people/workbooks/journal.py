"""Rows of the tables that a workbook writes, as JSON.

Undoing compares the register with them and puts them back.
"""

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
# Of an account a workbook changes the name alone; the journal must not keep passwords and the like.
_ONLY_COLUMNS: dict[type[models.Model], frozenset[str]] = {User: frozenset({"full_name"})}


def table_of(model: type[models.Model]) -> str:
    """The name of the table in the journal."""
    return model._meta.label_lower


def manager_of(model: type[models.Model]) -> models.Manager[Any]:
    """The manager of one of TABLES, typed for rows of any of them."""
    return cast("Any", model).objects


def columns_of(row: models.Model) -> dict[str, Any]:
    """The columns of a row as JSON keeps them."""
    only = _ONLY_COLUMNS.get(type(row))
    return {
        field.attname: _as_json(field.value_from_object(row))
        for field in row._meta.concrete_fields
        if not field.primary_key and (only is None or field.attname in only)
    }


def put_back(row: models.Model, kept: dict[str, Any]) -> list[str]:
    """Set the columns of `row` to what the journal keeps; the names of the fields that change."""
    changed = []
    for field in row._meta.concrete_fields:
        if field.attname in kept and _as_json(field.value_from_object(row)) != kept[field.attname]:
            setattr(row, field.attname, field.to_python(kept[field.attname]))
            changed.append(field.name)
    return changed


def chunks(items: Iterable[T], size: int = CHUNK) -> Iterator[list[T]]:
    """`items` in lists of at most `size`: an `IN (…)` stays short, and so does what is in
    memory.
    """
    remaining = iter(items)
    while part := list(islice(remaining, size)):
        yield part


def lock_rows(model: type[models.Model], keys: Sequence[int]) -> Iterator[models.Model]:
    """The rows with these primary keys, locked, chunk by chunk."""
    for part in chunks(sorted(keys)):
        # always in this order, so that two workbooks never wait for each other in turn
        rows = manager_of(model).filter(pk__in=part).order_by("pk")
        yield from rows.select_for_update(of=("self",))


def _as_json(value: Any) -> Any:
    """The value of a column as JSON keeps it."""
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, uuid.UUID):
        return str(value)
    if isinstance(value, FieldFile):
        return value.name or ""
    return value
