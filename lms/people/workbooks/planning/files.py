"""What the register holds of the people of a workbook, in memory.

Rows are compared with it and change it there; `writes` says what must be written.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from django.db import models
from django.db.models import QuerySet

from lms.core import text
from lms.people.personnel.fields import FURTHER_FIELDS, SENSITIVE_FIELDS
from lms.people.personnel.models import (
    Official,
    Post,
    Qualification,
    RankHeld,
    Rating,
    Sensitive,
    TrainingRecord,
)
from lms.people.personnel.rules.ages import BirthDate
from lms.people.personnel.rules.lengths import refuse_too_long
from lms.people.personnel.states import QualificationState
from lms.people.workbooks.journal import table_of
from lms.people.workbooks.planning.refusing import refusing_at

# (model, column) → key of the field, where a workbook calls the column otherwise.
_FIELD_KEYS: dict[tuple[type[models.Model], str], str] = {
    (TrainingRecord, name): f"training.{name}" for name in ("title", "school", "kind", "document")
} | {(Rating, "decision"): "rating.decision", (RankHeld, "title"): "rank"}


@dataclass(slots=True)
class PlannedWrite:
    """One row of a table to be made (`row` None) or changed (`row` is its key).

    A row of a new person gets their key when they have one. `values` grows while the rows of one
    person are compared. `follows`: the new row that a new post follows (Post.follows).
    """

    table: str
    row: int | None
    values: dict[str, Any]
    follows: "PlannedWrite | None" = None


@dataclass(slots=True)
class HeldPost:
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
    kind: str = Post.Kind.REGULAR
    tier: str = Post.Tier.UNIT
    end_reason: str = ""

    def columns(self) -> dict[str, Any]:
        """The columns of its row."""
        columns = asdict(self)
        del columns["row"]
        return columns | {"unit_id": columns.pop("unit")}


@dataclass(slots=True)
class HeldRank:
    """A rank; `row` None: one that the workbook makes."""

    row: int | None
    rank: str
    valid_from: dt.date
    valid_to: dt.date | None


def runs_on(period: HeldPost | HeldRank, day: dt.date) -> bool:
    """Whether the post or rank is held on `day`."""
    return period.valid_from <= day and (period.valid_to is None or period.valid_to >= day)


@dataclass(slots=True)
class PersonFile:
    """What the register holds of one person. `writes`: what the workbook does to it.

    `pk` None: a new person.
    """

    pk: int | None
    code: str
    full_name: str = ""
    birth: BirthDate | None = None
    user: int | None = None
    # key of a field that the import handles like others → stored value
    further: dict[str, Any] = field(default_factory=dict)
    sensitive_row: int | None = None
    sensitive: dict[str, Any] = field(default_factory=dict)
    posts: list[HeldPost] = field(default_factory=list)
    ranks: list[HeldRank] = field(default_factory=list)
    # dimension → (level, field of study or language)
    levels: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    # period → (scale, value, decided on)
    ratings: dict[str, tuple[str, str, dt.date]] = field(default_factory=dict)
    trainings: set[tuple[str, str, dt.date, dt.date]] = field(default_factory=set)
    writes: list[PlannedWrite] = field(default_factory=list)

    def fresh_copy(self) -> "PersonFile":
        """The same without writes, to be changed while the original stays as it is."""
        levels = {dimension: list(pairs) for dimension, pairs in self.levels.items()}
        return replace(
            self,
            posts=list(self.posts),
            ranks=list(self.ranks),
            levels=levels,
            ratings=dict(self.ratings),
            trainings=set(self.trainings),
            writes=[],
        )

    def add_write(self, model: type[models.Model], row: int | None, **values: Any) -> PlannedWrite:
        """Plan a new row, or changed columns of a row: those of one row are put together.

        Refused where a text is longer than its column.
        """
        for name, value in values.items():
            _check_length(model, name, value)
        table = table_of(model)
        if row is not None:
            for write in self.writes:
                if (write.table, write.row) == (table, row):
                    write.values.update(values)
                    return write
        self.writes.append(PlannedWrite(table, row, values))
        return self.writes[-1]


def _check_length(model: type[models.Model], name: str, value: Any) -> None:
    """Refused, at the cell of the column, for a text that is longer than its column."""
    if not isinstance(value, str):
        return
    most = getattr(model._meta.get_field(name), "max_length", None)
    if most is not None and len(value) > most:
        key = _FIELD_KEYS.get((model, name), name)
        with refusing_at(key):
            refuse_too_long(most, name)


def training_key(
    title: str, school: str, starts: dt.date, ends: dt.date
) -> tuple[str, str, dt.date, dt.date]:
    """What is equal for two entries of the same course in a person's history."""
    return text.fold_marks(title), text.fold_marks(school), starts, ends


def files_of(keys: Sequence[int]) -> dict[int, PersonFile]:
    """The files of these officials by key: eight queries, however many they are."""
    people = Official.objects.filter(pk__in=keys).order_by("pk")
    keys_of_further = [field.key for field in FURTHER_FIELDS]
    files = {}
    for person in people:
        further = {key: getattr(person, key) for key in keys_of_further}
        files[person.pk] = PersonFile(
            person.pk, person.code, person.full_name, person.birth, person.user_id, further
        )
    _load_sensitive(files, Sensitive.objects.filter(official__in=keys))
    _load_posts(files, Post.objects.filter(official__in=keys).order_by("valid_from", "pk"))
    _load_ranks(files, RankHeld.objects.filter(official__in=keys).order_by("valid_from", "pk"))
    confirmed = Qualification.objects.filter(
        official__in=keys, state=QualificationState.CONFIRMED
    ).order_by("pk")
    _load_levels(files, confirmed)
    # of one period the newest decision counts, as everywhere
    _load_ratings(files, Rating.objects.filter(official__in=keys).order_by("decided_on", "pk"))
    _load_trainings(files, TrainingRecord.objects.filter(official__in=keys))
    return files


def _load_sensitive(files: dict[int, PersonFile], rows: QuerySet[Sensitive]) -> None:
    keys = [field.key for field in SENSITIVE_FIELDS]
    for owner, pk, *values in rows.values_list("official_id", "pk", *keys):
        files[owner].sensitive_row = pk
        files[owner].sensitive = dict(zip(keys, values, strict=True))


def _load_posts(files: dict[int, PersonFile], rows: QuerySet[Post]) -> None:
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
        "kind",
        "tier",
        "end_reason",
    )
    for owner, *post in rows.values_list(*columns):
        files[owner].posts.append(HeldPost(*post))


def _load_ranks(files: dict[int, PersonFile], ranks: QuerySet[RankHeld]) -> None:
    for rank in ranks.only("official_id", "rank", "valid_from", "valid_to"):
        held_rank = HeldRank(rank.pk, rank.rank, rank.valid_from, rank.valid_to)
        files[rank.official_id].ranks.append(held_rank)


def _load_levels(files: dict[int, PersonFile], qualifications: QuerySet[Qualification]) -> None:
    for qualification in qualifications.only("official_id", "dimension", "level", "field"):
        levels = files[qualification.official_id].levels
        pair = (qualification.level, qualification.field)
        levels.setdefault(qualification.dimension, []).append(pair)


def _load_ratings(files: dict[int, PersonFile], ratings: QuerySet[Rating]) -> None:
    for rating in ratings.only("official_id", "period", "scale", "value", "decided_on"):
        decided = (rating.scale, rating.value, rating.decided_on)
        files[rating.official_id].ratings[rating.period] = decided


def _load_trainings(files: dict[int, PersonFile], courses: QuerySet[TrainingRecord]) -> None:
    for course in courses.only("official_id", "title", "school", "starts_on", "ends_on"):
        key = training_key(course.title, course.school, course.starts_on, course.ends_on)
        files[course.official_id].trainings.add(key)
