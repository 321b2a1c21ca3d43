"""What the register holds of the people of a workbook, as a row is compared with it and changes it
in thought.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.db import models
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from lms.core import text
from lms.people.personnel.models import (
    Official,
    Post,
    Qualification,
    RankHeld,
    Rating,
    Sensitive,
    TrainingRecord,
)
from lms.people.personnel.states import QualificationState
from lms.people.workbooks.journal import table_of
from lms.people.workbooks.planning.refusing import Refused

# Columns that a workbook calls otherwise.
_KEYS: dict[tuple[type[models.Model], str], str] = {
    (TrainingRecord, name): f"training.{name}" for name in ("title", "school", "kind", "document")
} | {(Rating, "decision"): "rating.decision", (RankHeld, "title"): "rank"}
SENSITIVE = ("ethnicity", "is_ethnic_minority", "is_party_member", "id_number")


@dataclass(slots=True)
class Write:
    """One row of a table to be made (`row` None) or changed; a row of a new person gets his key
    when he has one.

    `values` grows while the rows of one person are compared.
    """

    table: str
    row: int | None
    values: dict[str, Any]


@dataclass(slots=True)
class PostHeld:
    """A post; `row` None: one that the workbook makes."""

    row: int | None
    unit: int
    title: str
    group: str
    position: str
    decision: str
    is_key: bool
    is_main: bool
    valid_from: dt.date
    valid_to: dt.date | None


@dataclass(slots=True)
class RankOf:
    row: int | None
    rank: str
    valid_from: dt.date
    valid_to: dt.date | None


def runs(one: PostHeld | RankOf, day: dt.date) -> bool:
    """Whether it is held on `day`."""
    return one.valid_from <= day and (one.valid_to is None or one.valid_to >= day)


@dataclass(slots=True)
class File:
    """One person. `writes` collects what the workbook does to him."""

    pk: int | None
    code: str
    full_name: str = ""
    birth_date: dt.date | None = None
    sex: str = ""
    user: int | None = None
    sensitive_row: int | None = None
    sensitive: dict[str, Any] = field(default_factory=dict)
    posts: list[PostHeld] = field(default_factory=list)
    ranks: list[RankOf] = field(default_factory=list)
    # (dimension, language where it is one) → levels
    levels: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    # period → (scale, value, decided on)
    ratings: dict[str, tuple[str, str, dt.date]] = field(default_factory=dict)
    trainings: set[tuple[str, str, dt.date, dt.date]] = field(default_factory=set)
    writes: list[Write] = field(default_factory=list)

    def fresh(self) -> "File":
        """The same once more, to be changed in thought."""
        levels = {dimension: list(held) for dimension, held in self.levels.items()}
        return replace(
            self,
            posts=list(self.posts),
            ranks=list(self.ranks),
            levels=levels,
            ratings=dict(self.ratings),
            trainings=set(self.trainings),
            writes=[],
        )

    def write(self, model: type[models.Model], row: int | None, **values: Any) -> None:
        """A row to be made, or columns of a row to be changed: those of one row are kept together.

        Refused where a text is longer than its column.
        """
        for name, value in values.items():
            _fits(model, name, value)
        table = table_of(model)
        if row is not None:
            for known in self.writes:
                if (known.table, known.row) == (table, row):
                    known.values.update(values)
                    return
        self.writes.append(Write(table, row, values))


def _fits(model: type[models.Model], name: str, value: Any) -> None:
    most = (
        getattr(model._meta.get_field(name), "max_length", None) if isinstance(value, str) else None
    )
    if most is not None and len(value) > most:
        key = _KEYS.get((model, name), name)
        raise Refused(key, _("Too long: at most %(most)d characters.") % {"most": most})


def training_key(
    title: str, school: str, starts: dt.date, ends: dt.date
) -> tuple[str, str, dt.date, dt.date]:
    """By what a course in somebody's history is the same course."""
    return text.fold(title), text.fold(school), starts, ends


def files_of(keys: Sequence[int]) -> dict[int, File]:
    """The files of these officials: eight queries, however many they are."""
    people = Official.objects.filter(pk__in=keys).order_by("pk")
    columns = ("pk", "code", "full_name", "birth_date", "sex", "user_id")
    found = {row[0]: File(*row) for row in people.values_list(*columns)}
    _sensitive(found, Sensitive.objects.filter(official__in=keys))
    _posts(found, Post.objects.filter(official__in=keys).order_by("valid_from", "pk"))
    ranks = RankHeld.objects.filter(official__in=keys).order_by("valid_from", "pk")
    for one in ranks.only("official_id", "rank", "valid_from", "valid_to"):
        held = RankOf(one.pk, one.rank, one.valid_from, one.valid_to)
        found[one.official_id].ranks.append(held)
    confirmed = Qualification.objects.filter(
        official__in=keys, state=QualificationState.CONFIRMED
    ).order_by("pk")
    for level in confirmed.only("official_id", "dimension", "level", "field"):
        pair = (level.level, level.field)
        found[level.official_id].levels.setdefault(level.dimension, []).append(pair)
    # of one period the newest decision counts, as everywhere
    ratings = Rating.objects.filter(official__in=keys).order_by("decided_on", "pk")
    for given in ratings.only("official_id", "period", "scale", "value", "decided_on"):
        known = (given.scale, given.value, given.decided_on)
        found[given.official_id].ratings[given.period] = known
    trainings = TrainingRecord.objects.filter(official__in=keys)
    for course in trainings.only("official_id", "title", "school", "starts_on", "ends_on"):
        key = training_key(course.title, course.school, course.starts_on, course.ends_on)
        found[course.official_id].trainings.add(key)
    return found


def _sensitive(found: dict[int, File], rows: QuerySet[Sensitive]) -> None:
    for owner, pk, *values in rows.values_list("official_id", "pk", *SENSITIVE):
        found[owner].sensitive_row = pk
        found[owner].sensitive = dict(zip(SENSITIVE, values, strict=True))


def _posts(found: dict[int, File], rows: QuerySet[Post]) -> None:
    columns = (
        "official_id",
        "pk",
        "unit_id",
        "title",
        "group",
        "position",
        "decision",
        "is_key",
        "is_main",
        "valid_from",
        "valid_to",
    )
    for owner, *post in rows.values_list(*columns):
        found[owner].posts.append(PostHeld(*post))
