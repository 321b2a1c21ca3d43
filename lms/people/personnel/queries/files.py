"""The register: who is in it on a day, and whose file an actor keeps or reads."""

import datetime as dt
import re
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from lms.core import clock
from lms.core.actor import Actor
from lms.core.lookup import one_or_404
from lms.people.accounts.names import name_columns
from lms.people.organisation.models import Role, Unit, UnitLevel, UnitState
from lms.people.organisation.policies import on_day, roles_of, within_scope_of
from lms.people.organisation.queries import stood_below
from lms.people.personnel.models import Official, Post, Qualification
from lms.people.personnel.policies import evidence_opened_by, file_read_by
from lms.people.personnel.queries.people import with_posts
from lms.people.personnel.rules.ages import BirthDate
from lms.people.personnel.rules.codes import CodeCounter

_KEEPING_ROLES = (Role.UNIT_MANAGER, Role.AUTHORITY)
_READING_ROLES = (*_KEEPING_ROLES, Role.AUDITOR)


@dataclass(frozen=True)
class RegisterFilter:
    """The part of the register that somebody wants: a day, a unit with its subtree of that day, a
    group, only key officials.
    """

    day: dt.date
    unit: Unit | None = None
    group: str = ""
    keys_only: bool = False


@dataclass(frozen=True)
class Namesakes:
    """People of one name and birth date: those whom the actor may read, and whether there are
    others, about whom the actor learns nothing else.
    """

    known: tuple[Official, ...]
    others: bool

    def __bool__(self) -> bool:
        return bool(self.known) or self.others


def kept_officials(actor: Actor) -> QuerySet[Official]:
    """Officials whose files the actor keeps: those with a post today at a unit of which the actor
    is the manager or the training authority.
    """
    posts = Post.objects.filter(on_day(), within_scope_of(actor, *_KEEPING_ROLES, path="unit__"))
    return _entries(Q(pk__in=posts.values("official")))


def readable_officials(actor: Actor) -> QuerySet[Official]:
    """Officials whose files the actor reads (policies.may_read_file)."""
    return _entries(file_read_by(actor))


def file_of(actor: Actor, uid: uuid.UUID) -> Official:
    """The official with this uid if the actor reads their file. NotFound for everybody else."""
    return one_or_404(readable_officials(actor), uid=uid)


def entries_of(official: Official) -> list[Official]:
    """The entry and all entries that were merged into it, directly or through others."""
    entries, latest = [official], [official]
    while latest:
        latest = list(Official.objects.filter(merged_into__in=latest).order_by("pk"))
        entries += latest
    return entries


def readable_among(actor: Actor, officials: Iterable[Official]) -> set[int]:
    """Keys of those of the officials whose files the actor reads today.

    A list of a former day also names people whose files the actor no longer reads.
    """
    keys = [official.pk for official in officials]
    readable = Official.objects.filter(file_read_by(actor), pk__in=keys)
    return set(readable.values_list("pk", flat=True))


def register_on(actor: Actor, chosen: RegisterFilter) -> QuerySet[Official]:
    """Officials who had a post at the actor's units on the day, in the order of Vietnamese lists.

    Each comes with the posts of that day.
    """
    scope = _within_reach(actor, chosen.day)
    if chosen.unit is not None:
        scope &= stood_below(chosen.unit, chosen.day, "unit__")
    posts = Post.objects.filter(on_day(chosen.day), scope)
    if chosen.group:
        posts = posts.filter(group=chosen.group)
    if chosen.keys_only:
        posts = posts.filter(is_key=True)
    return _entries(Q(pk__in=posts.values("official")), chosen.day)


def readable_unit(actor: Actor, code: str, day: dt.date) -> Unit:
    """The unit with this code if it stood within the actor's reach on `day`. NotFound elsewhere."""
    return one_or_404(Unit.objects.filter(_within_reach(actor, day, "")), code=code)


def tree_units(actor: Actor, day: dt.date, chosen: Unit | None = None) -> list[UnitState]:
    """The part of the unit tree of `day` that a list shows, from the top down, in two queries.

    It has the units on which the actor has a role, `chosen` (else each of those), the units above
    it within reach, and the units directly below it.
    """
    own_units = [role.unit for role in roles_of(actor) if role.role in _READING_ROLES]
    states = UnitState.objects.filter(on_day(day)).select_related("unit")
    wanted_units = [*own_units, chosen] if chosen else own_units
    shown = {state.unit_id: state for state in states.filter(unit__in=wanted_units)}
    if not shown:
        return []
    opened = [shown[chosen.pk]] if chosen and chosen.pk in shown else list(shown.values())
    trails = "|".join(re.escape(state.trail) for state in opened)
    way_down = Q(unit__in=_units_on_trails(opened)) & _states_below(own_units, day)
    directly_below = Q(trail__regex=rf"^({trails})[0-9]+/$")
    shown |= {state.unit_id: state for state in states.filter(way_down | directly_below)}
    return sorted(shown.values(), key=lambda s: (s.trail.count("/"), s.name_fold, s.pk))


def _units_on_trails(states: Iterable[UnitState]) -> set[int]:
    """Keys of these units and of all units above them."""
    keys: set[int] = set()
    for state in states:
        keys.update(map(int, state.trail.strip("/").split("/")))
    return keys


def units_kept(actor: Actor) -> QuerySet[Unit]:
    """Units of today at which the actor enters people in the register."""
    return Unit.objects.filter(within_scope_of(actor, *_KEEPING_ROLES), on_day()).order_by("path")


def evidence_of(actor: Actor, uid: uuid.UUID, qualification: uuid.UUID) -> Qualification:
    """The qualification of the official `uid` with its paper, if the actor may open it.

    NotFound for others and where there is no paper.
    """
    people = Official.objects.filter(evidence_opened_by(actor), uid=uid)
    with_paper = Qualification.objects.filter(official__in=people).exclude(evidence="")
    return one_or_404(with_paper.select_related("official"), uid=qualification)


def find_namesakes(
    actor: Actor, full_name: str, birth_date: dt.date | BirthDate, unit: Unit
) -> Namesakes:
    """Find the people of this name (marks or none) whose birth date is or may be this one, in the
    province of the unit.
    """
    born = BirthDate.of(birth_date)
    paths = [unit.path[:end] for end in range(unit.steplen, len(unit.path) + 1, unit.steplen)]
    province = Unit.objects.filter(path__in=paths, level=UnitLevel.PROVINCE).first()
    # a unit outside every province: the whole tree in which it stands
    posts = Post.objects.filter(unit__path__startswith=province.path if province else paths[0])
    same_name = [
        official
        for official in with_posts(
            Official.objects.filter(
                name_sorted=name_columns(full_name)["name_sorted"],
                birth_date__year=born.day.year,
                merged_into=None,
                pk__in=posts.values("official"),
            )
        )
        if official.birth.may_be(born)
    ]
    readable = readable_among(actor, same_name)
    known = tuple(official for official in same_name if official.pk in readable)
    return Namesakes(known, len(known) < len(same_name))


def next_code(unit: Unit) -> str:
    """The next free staff code of a unit: the unit's code and a number ("03203-012")."""
    return next(free_codes(unit))


def free_codes(unit: Unit) -> Iterator[str]:
    """The free staff codes of a unit in their order, without end."""
    codes = Official.objects.filter(code__startswith=f"{unit.code}-").values_list("code", flat=True)
    counter = CodeCounter(codes)
    while True:
        yield counter.next_code(unit.code)


def _entries(scope: Q, day: dt.date | None = None) -> QuerySet[Official]:
    entries = Official.objects.filter(scope, merged_into=None).select_related("user")
    return with_posts(entries, day)


def _within_reach(actor: Actor, day: dt.date, path: str = "unit__") -> Q:
    """Rows whose unit stood on `day` where the actor may read; `path` leads to the unit."""
    if actor.is_system or day == clock.today():
        # the tree of today needs no look at former states
        return within_scope_of(actor, *_READING_ROLES, path=path)
    return _units_below_on(
        [role.unit for role in roles_of(actor) if role.role in _READING_ROLES], day, path
    )


def _states_below(units: list[Unit], day: dt.date) -> Q:
    trails = UnitState.objects.filter(on_day(day), unit__in=units).values_list("trail", flat=True)
    scope = Q(pk__in=[])
    for trail in trails:
        scope |= Q(trail__startswith=trail)
    return scope


def _units_below_on(units: list[Unit], day: dt.date, path: str) -> Q:
    scope = Q(pk__in=[])
    for unit in units:
        scope |= stood_below(unit, day, path)
    return scope
