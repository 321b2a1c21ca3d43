"""Gaps: for each official and dimension the standard, the level held, and what was decided."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple, TypeVar

from django.db.models import Manager, Model, QuerySet, TextChoices
from django.utils.translation import pgettext_lazy

from lms.core import text
from lms.people.organisation.models import Unit, UnitState
from lms.people.organisation.policies import on_day
from lms.people.organisation.queries import keys_below
from lms.people.personnel.levels import LADDER, is_at_least
from lms.people.personnel.models import Dimension, Official, Post, Qualification, RankHeld
from lms.people.personnel.states import QualificationState
from lms.people.standards.fitting import PostPlace, required_standards
from lms.people.standards.models import Standard, StandardDecision


class GapState(TextChoices):
    """The state of a gap by its last decision; a sufficient level alone only suggests one."""

    LEVEL = "level", pgettext_lazy("gap", "met by level")
    EXCEPTION = "exception", pgettext_lazy("gap", "met by exception")
    DEADLINE = "deadline", pgettext_lazy("gap", "with a deadline")
    NOT_MET = "not_met", pgettext_lazy("gap", "not met")
    NOT_REVIEWED = "not_reviewed", pgettext_lazy("gap", "not reviewed")


MET = (GapState.LEVEL, GapState.EXCEPTION)
_STATE_OF_BASIS = {"": GapState.NOT_REVIEWED} | {state.value: state for state in GapState}
_STEPS = {(str(d), str(level)): n for d, ladder in LADDER.items() for n, level in enumerate(ladder)}
_MODELS: dict[type[Model], Manager[Any]] = {
    Official: Official.objects,
    Post: Post.objects,
    Qualification: Qualification.objects,
    StandardDecision: StandardDecision.objects,
}
_CHUNK = 10_000
ModelT = TypeVar("ModelT", bound=Model)


class GapRows:
    """The model rows behind gaps, read only when needed: thousands are counted, fifty are shown.

    `read(gaps)` reads the rows of one page. Access to any other row reads all that are missing of
    its model at once.
    """

    def __init__(self) -> None:
        self._keys: dict[type[Model], set[int]] = {model: set() for model in _MODELS}
        self._rows: dict[type[Model], dict[int, Any]] = {model: {} for model in _MODELS}

    def expect(self, model: type[Model], key: int | None) -> None:
        if key is not None:
            self._keys[model].add(key)

    def get(self, model: type[ModelT], key: int | None) -> ModelT | None:
        if key is None:
            return None
        if key not in self._rows[model]:
            self._read(model, self._keys[model])
        row: ModelT = self._rows[model][key]
        return row

    def read(self, gaps: Iterable["Gap"]) -> None:
        page = list(gaps)
        self._read(Official, {gap.official_id for gap in page})
        self._read(Post, {gap.post_id for gap in page})
        self._read(Qualification, {gap.held_id for gap in page})
        self._read(StandardDecision, {gap.decision_id for gap in page})

    def _read(self, model: type[Model], keys: Collection[int | None]) -> None:
        """Read the rows with these keys that were not read yet; None stands for no row."""
        missing = sorted(filter(None, set(keys) - self._rows[model].keys()))
        for start in range(0, len(missing), _CHUNK):
            self._rows[model].update(_MODELS[model].in_bulk(missing[start : start + _CHUNK]))


@dataclass(frozen=True)
class Gap:
    """One official in one dimension on a day.

    `post` and `unit` are the first post of that day, main one first, in the unit in question (None:
    no post). `required_standards` is None where no standard holds but a decision exists. `held` is
    the highest confirmed level.
    """

    rows: GapRows = field(repr=False, compare=False)
    official_id: int
    official_uid: uuid.UUID
    post_id: int | None
    unit: UnitState | None
    dimension: Dimension
    required: Standard | None
    held_id: int | None
    held_level: str
    decision_id: int | None
    basis: str
    decided_on: dt.date | None
    deadline: dt.date | None
    day: dt.date

    @property
    def official(self) -> Official:
        row = self.rows.get(Official, self.official_id)
        if row is None:
            raise LookupError(self.official_id)
        return row

    @property
    def post(self) -> Post | None:
        return self.rows.get(Post, self.post_id)

    @property
    def held(self) -> Qualification | None:
        return self.rows.get(Qualification, self.held_id)

    @property
    def decision(self) -> StandardDecision | None:
        return self.rows.get(StandardDecision, self.decision_id)

    @property
    def key(self) -> str:
        """The value that stands for this gap in a form."""
        return f"{self.official_uid}:{self.dimension}"

    @property
    def state(self) -> GapState:
        return _STATE_OF_BASIS[self.basis]

    @property
    def is_met(self) -> bool:
        return self.state in MET

    @property
    def days_left(self) -> int | None:
        """Days until the last day of the deadline, negative after it; None without a deadline."""
        return (self.deadline - self.day).days if self.deadline else None

    @property
    def is_overdue(self) -> bool:
        return self.days_left is not None and self.days_left < 0

    @property
    def level_suffices(self) -> bool:
        """Whether the level held reaches the standard, so that a review may decide "by level"."""
        return bool(
            self.required
            and self.held_level
            and is_at_least(self.dimension, self.held_level, self.required.least)
        )

    @property
    def is_outdated(self) -> bool:
        """Whether the decision is older than the standard in force."""
        return bool(
            self.decided_on and self.required and self.decided_on < self.required.valid_from
        )

    @property
    def is_open(self) -> bool:
        """Whether this year's review may still decide "by level": the level held suffices, and this
        year has no valid decision that the standard is met.
        """
        if not self.level_suffices:
            return False
        is_reviewed = self.is_met and self.decided_on and self.decided_on.year == self.day.year
        return not is_reviewed or self.is_outdated


def gaps_of(official: Official, day: dt.date) -> list[Gap]:
    """Every dimension with a standard for the official on `day` or a decision. Seven queries."""
    return gaps_among([official.pk], day)


def gaps_among(officials: Iterable[int], day: dt.date) -> list[Gap]:
    """The gaps of the officials with these keys, in the order of Vietnamese lists."""
    return list(_find_gaps(officials, day))


def unit_gaps(unit: Unit, day: dt.date) -> list[Gap]:
    """The gaps of all with a post in `unit` or below it on `day`.

    Nine queries up to 10,000 people.
    """
    units = keys_below(unit, day)
    posts = Post.objects.filter(on_day(day), unit__in=units).order_by()
    officials = set(posts.values_list("official", flat=True))
    return list(_find_gaps(officials, day, merged=False, units=set(units)))


def _find_gaps(
    officials: Iterable[int], day: dt.date, *, merged: bool = True, units: set[int] | None = None
) -> Iterator[Gap]:
    """The gaps of these officials.

    `merged`: whether merged entries count. `units`: where the post of a gap may be (None:
    anywhere).
    """
    # Keys are read first and named in each query. One that asks for them again inside of others has
    # three tables to join, which takes PostgreSQL minutes where it has not counted new rows yet, as
    # in the middle of an import.
    uids = _read_uids(officials, merged=merged)
    keys = list(uids)
    posts = _read_posts(keys, day)
    states = _read_unit_states(_units_of(posts), day)
    ranks = _read_ranks(keys, day)
    standards = _RequiredStandards(day, states)
    levels = _read_levels(keys, day)
    decisions = _read_decisions(keys, day)
    rows = GapRows()
    within_units = set(states) if units is None else units & set(states)
    for person, uid in uids.items():
        own_posts = posts[person]
        required_levels = standards.of(own_posts, ranks.get(person, _NO_RANKS))
        post = next((post for post in own_posts if post.unit in within_units), None)
        rows.expect(Official, person)
        for dimension in Dimension:
            decision = decisions.get((person, dimension), _NO_DECISION)
            if dimension not in required_levels and decision.key is None:
                continue
            level = levels.get((person, dimension), _NO_LEVEL)
            gap = Gap(
                rows,
                person,
                uid,
                post.key if post else None,
                states[post.unit] if post else None,
                dimension,
                required_levels.get(dimension),
                level.key,
                level.level,
                decision.key,
                decision.basis,
                decision.decided_on,
                decision.deadline,
                day,
            )
            rows.expect(Post, gap.post_id)
            rows.expect(Qualification, gap.held_id)
            rows.expect(StandardDecision, gap.decision_id)
            yield gap


class _PostRow(NamedTuple):
    key: int
    unit: int
    group: str
    title: str
    is_key: bool


class _LevelRow(NamedTuple):
    key: int | None
    level: str


class _DecisionRow(NamedTuple):
    key: int | None
    basis: str
    decided_on: dt.date | None
    deadline: dt.date | None


_NO_RANKS: frozenset[str] = frozenset()
_NO_LEVEL = _LevelRow(None, "")
_NO_DECISION = _DecisionRow(None, "", None, None)


class _RequiredStandards:
    """The standards of a day; posts with the same properties are looked up once."""

    def __init__(self, day: dt.date, states: dict[int, UnitState]) -> None:
        self._rows = tuple(
            Standard.objects.filter(on_day(day), replaced_at=None).select_related("unit")
        )
        self._trails = {
            unit: tuple(int(key) for key in state.trail.split("/") if key)
            for unit, state in states.items()
        }
        self._states = states
        self._folds: dict[str, str] = {}
        self._by_places: dict[frozenset[PostPlace], dict[str, Standard]] = {}

    def of(self, posts: list[_PostRow], ranks: frozenset[str]) -> dict[str, Standard]:
        """The standards by dimension that hold for somebody with these posts and ranks."""
        places = frozenset(self._place(post, ranks) for post in posts)
        if places not in self._by_places:
            self._by_places[places] = required_standards(self._rows, places)
        return self._by_places[places]

    def _place(self, post: _PostRow, ranks: frozenset[str]) -> PostPlace:
        if post.title not in self._folds:
            self._folds[post.title] = text.fold_marks(post.title)
        state = self._states.get(post.unit)
        return PostPlace(
            trail=self._trails.get(post.unit, (post.unit,)),
            level=state.level if state else "",
            group=post.group,
            title_fold=self._folds[post.title],
            is_key=post.is_key,
            ranks=ranks,
        )


def _read_uids(officials: Iterable[int], *, merged: bool) -> dict[int, uuid.UUID]:
    """Primary key → uid, in the order of Vietnamese lists."""
    people: list[tuple[str, int, uuid.UUID]] = []
    for part in _chunks(sorted(officials)):
        entries = Official.objects.filter(pk__in=part)
        if not merged:
            entries = entries.filter(merged_into=None)
        people += entries.order_by().values_list("name_key", "pk", "uid")
    return {pk: uid for _name, pk, uid in sorted(people)}


def _read_posts(keys: Sequence[int], day: dt.date) -> dict[int, list[_PostRow]]:
    """The posts on the day of each official, the main one first."""
    posts: dict[int, list[_PostRow]] = defaultdict(list)
    rows = Post.objects.filter(on_day(day)).order_by("-is_main", "pk")
    for official, *values in _values_of(rows, keys, "pk", "unit_id", "group", "title", "is_key"):
        posts[official].append(_PostRow(*values))
    return posts


def _units_of(posts: dict[int, list[_PostRow]]) -> set[int]:
    return {post.unit for own_posts in posts.values() for post in own_posts}


def _read_unit_states(units: Iterable[int], day: dt.date) -> dict[int, UnitState]:
    """The states on the day by the key of their unit."""
    states: dict[int, UnitState] = {}
    for part in _chunks(sorted(units)):
        for state in UnitState.objects.filter(on_day(day), unit__in=part).select_related("unit"):
            states[state.unit_id] = state
    return states


def _read_ranks(keys: Sequence[int], day: dt.date) -> dict[int, frozenset[str]]:
    """The ranks on the day of each official who has any."""
    ranks_of: dict[int, set[str]] = defaultdict(set)
    for official, rank in _values_of(RankHeld.objects.filter(on_day(day)), keys, "rank"):
        ranks_of[official].add(rank)
    return {official: frozenset(ranks) for official, ranks in ranks_of.items()}


def _read_levels(keys: Sequence[int], day: dt.date) -> dict[tuple[int, str], _LevelRow]:
    """The highest confirmed level by (official, dimension); of equal ones the first written."""
    highest: dict[tuple[int, str], _LevelRow] = {}
    confirmed = Qualification.objects.filter(
        state=QualificationState.CONFIRMED, held_from__lte=day
    ).order_by("pk")
    for official, dimension, key, level in _values_of(confirmed, keys, "dimension", "pk", "level"):
        so_far = highest.get((official, dimension))
        if so_far is None or _STEPS[dimension, level] > _STEPS[dimension, so_far.level]:
            highest[official, dimension] = _LevelRow(key, level)
    return highest


def _read_decisions(keys: Sequence[int], day: dt.date) -> dict[tuple[int, str], _DecisionRow]:
    """The last decision by (official, dimension) up to the day; of one day the last written."""
    rows = StandardDecision.objects.filter(decided_on__lte=day).order_by("decided_on", "pk")
    columns = ("dimension", "pk", "basis", "decided_on", "deadline")
    return {
        (official, dimension): _DecisionRow(*values)
        for official, dimension, *values in _values_of(rows, keys, *columns)
    }


def _values_of(
    rows: QuerySet[Any, Any], officials: Sequence[int], *columns: str
) -> Iterator[tuple[Any, ...]]:
    """(official, columns …) of the rows of these officials; those of one official in order."""
    for part in _chunks(officials):
        yield from rows.filter(official__in=part).values_list("official_id", *columns)


def _chunks(keys: Sequence[int]) -> Iterator[Sequence[int]]:
    """Parts of the keys that are short enough for the parameters of one query."""
    for start in range(0, len(keys), _CHUNK):
        yield keys[start : start + _CHUNK]
