"""What officials still owe their posts: the standard, the level held, and what was decided, side by side."""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet, TextChoices
from django.utils.translation import pgettext_lazy

from lms.core import text
from lms.people.organisation.models import Unit, UnitState
from lms.people.organisation.policies import on_day
from lms.people.organisation.queries import below, state_on
from lms.people.personnel.levels import highest, reaches
from lms.people.personnel.models import Dimension, Official, Post, Qualification, RankHeld
from lms.people.personnel.states import QualificationState
from lms.people.standards.fitting import Place, required
from lms.people.standards.models import Standard, StandardDecision


class GapState(TextChoices):
    """What was decided; a level that would suffice is a suggestion and counts as nothing until it is decided."""

    LEVEL = "level", pgettext_lazy("gap", "met by level")
    EXCEPTION = "exception", pgettext_lazy("gap", "met by exception")
    DEADLINE = "deadline", pgettext_lazy("gap", "with a deadline")
    NOT_MET = "not_met", pgettext_lazy("gap", "not met")
    NOT_REVIEWED = "not_reviewed", pgettext_lazy("gap", "not reviewed")


MET = (GapState.LEVEL, GapState.EXCEPTION)


@dataclass(frozen=True)
class Gap:
    """One official in one dimension on `day`. `post`, `unit`: the main post of that day in the unit that was asked for.

    `required` None: nothing is asked, but something was decided. `held`: the highest confirmed level.
    """

    official: Official
    post: Post | None
    unit: UnitState | None
    dimension: Dimension
    required: Standard | None
    held: Qualification | None
    decision: StandardDecision | None
    day: dt.date

    @property
    def key(self) -> str:
        """Names this gap in a form."""
        return f"{self.official.uid}:{self.dimension}"

    @property
    def state(self) -> GapState:
        return GapState(self.decision.basis) if self.decision else GapState.NOT_REVIEWED

    @property
    def basis(self) -> str:
        return self.decision.basis if self.decision else ""

    @property
    def is_met(self) -> bool:
        return self.state in MET

    @property
    def deadline(self) -> dt.date | None:
        return self.decision.deadline if self.decision else None

    @property
    def days_left(self) -> int | None:
        """Until the last day of the deadline; below zero when it is over."""
        return (self.deadline - self.day).days if self.deadline else None

    @property
    def is_overdue(self) -> bool:
        return self.days_left is not None and self.days_left < 0

    @property
    def reaches(self) -> bool:
        """Whether the level held would do: what a review may write down."""
        return bool(
            self.required
            and self.held
            and reaches(self.dimension, self.held.level, self.required.least)
        )

    @property
    def is_outdated(self) -> bool:
        """Decided before the standard of today began."""
        return bool(
            self.decision and self.required and self.decision.decided_on < self.required.valid_from
        )

    @property
    def is_open(self) -> bool:
        """Whether this year's review may write it down by level: the level does, and nobody has this year."""
        reviewed = self.is_met and self.decision and self.decision.decided_on.year == self.day.year
        return self.reaches and (not reviewed or self.is_outdated)


def gaps_of(official: Official, day: dt.date) -> list[Gap]:
    """Every dimension in which a standard is asked of the official on `day` or something was decided. Six queries."""
    return gaps_among([official.pk], day)


def gaps_among(officials: Iterable[int], day: dt.date) -> list[Gap]:
    """The same for many, by their keys, in the order of Vietnamese lists."""
    people = Official.objects.filter(pk__in=list(officials))
    return list(_gaps(people, day, lambda _state: True))


def unit_gaps(unit: Unit, day: dt.date) -> list[Gap]:
    """The gaps of who had a post in `unit` or below it on `day`, in seven queries whatever its size."""
    here = Post.objects.filter(
        on_day(day), below(unit, day, "unit__"), official__merged_into=None
    ).values("official")
    state = state_on(unit, day)
    trail = state.trail if state else ""
    return list(_gaps(Official.objects.filter(pk__in=here), day, lambda s: s.startswith(trail)))


def _gaps(people: QuerySet[Official], day: dt.date, here: Callable[[str], bool]) -> Iterator[Gap]:
    keys = people.order_by().values("pk")
    posts = _posts(keys, day)
    states = _states(keys, day)
    ranks = _ranks(keys, day)
    asked = _Asked(day)
    held = _held(keys, day)
    decided = _decided(keys, day)
    for person in people.order_by("name_key", "pk"):
        own = posts[person.pk]
        need = asked.of([_place(post, states, ranks) for post in own])
        decisions = decided[person.pk]
        levels = highest(held[person.pk])
        post = next((p for p in own if p.unit_id in states and here(states[p.unit_id].trail)), None)
        for dimension in Dimension:
            if dimension in need or dimension in decisions:
                yield Gap(
                    person, post, states.get(post.unit_id) if post else None, dimension,
                    need.get(dimension), levels.get(dimension), decisions.get(dimension), day,
                )  # fmt: skip


class _Asked:
    """The standards of a day; posts that look alike are asked once."""

    def __init__(self, day: dt.date) -> None:
        self._rows = tuple(
            Standard.objects.filter(on_day(day), replaced_at=None).select_related("unit")
        )
        self._known: dict[frozenset[Place], dict[str, Standard]] = {}

    def of(self, places: list[Place]) -> dict[str, Standard]:
        key = frozenset(places)
        if key not in self._known:
            self._known[key] = required(self._rows, key)
        return self._known[key]


def _posts(keys: QuerySet[Any, Any], day: dt.date) -> dict[int, list[Post]]:
    found: dict[int, list[Post]] = defaultdict(list)
    rows = Post.objects.filter(on_day(day), official__in=keys).order_by("-is_main", "pk")
    for post in rows:
        found[post.official_id].append(post)
    return found


def _states(keys: QuerySet[Any, Any], day: dt.date) -> dict[int, UnitState]:
    units = Post.objects.filter(on_day(day), official__in=keys).values("unit")
    rows = UnitState.objects.filter(on_day(day), unit__in=units).select_related("unit")
    return {row.unit_id: row for row in rows}


def _ranks(keys: QuerySet[Any, Any], day: dt.date) -> dict[int, frozenset[str]]:
    found: dict[int, set[str]] = defaultdict(set)
    rows = RankHeld.objects.filter(on_day(day), official__in=keys)
    for official, rank in rows.values_list("official_id", "rank"):
        found[official].add(rank)
    return {official: frozenset(ranks) for official, ranks in found.items()}


def _held(keys: QuerySet[Any, Any], day: dt.date) -> dict[int, list[Qualification]]:
    found: dict[int, list[Qualification]] = defaultdict(list)
    rows = Qualification.objects.filter(
        Q(state=QualificationState.CONFIRMED), official__in=keys, held_from__lte=day
    )
    for row in rows.order_by("pk"):
        found[row.official_id].append(row)
    return found


def _decided(keys: QuerySet[Any, Any], day: dt.date) -> dict[int, dict[str, StandardDecision]]:
    """The last decision of each dimension by the day; of one day's the last that was written."""
    found: dict[int, dict[str, StandardDecision]] = defaultdict(dict)
    rows = StandardDecision.objects.filter(official__in=keys, decided_on__lte=day)
    for row in rows.order_by("decided_on", "pk"):
        found[row.official_id][row.dimension] = row
    return found


def _place(post: Post, states: dict[int, UnitState], ranks: dict[int, frozenset[str]]) -> Place:
    state = states.get(post.unit_id)
    trail = state.trail if state else f"{post.unit_id}/"
    return Place(
        trail=tuple(int(key) for key in trail.split("/") if key),
        level=state.level if state else "",
        group=post.group,
        title_fold=text.fold(post.title),
        is_key=post.is_key,
        ranks=ranks.get(post.official_id, frozenset()),
    )
