"""The register: who is in it on a day, whose file an actor keeps or reads, who may stand in it
already.
"""

import datetime as dt
import itertools
import re
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from lms.core import clock, text
from lms.core.actor import Actor
from lms.core.errors import NotFound
from lms.people.organisation.models import Level, Role, Unit, UnitState
from lms.people.organisation.policies import on_day, roles_of, within
from lms.people.organisation.queries import below
from lms.people.personnel.models import Official, Post, Qualification
from lms.people.personnel.policies import evidence_opened_by, file_read_by
from lms.people.personnel.queries.people import with_posts

_KEEPERS = (Role.UNIT_MANAGER, Role.AUTHORITY)
_READERS = (*_KEEPERS, Role.AUDITOR)


@dataclass(frozen=True)
class Wanted:
    """Which part of the register: a day, a unit with what stood below it then, a group, key
    officials alone.
    """

    day: dt.date
    unit: Unit | None = None
    group: str = ""
    keys_only: bool = False


@dataclass(frozen=True)
class Namesakes:
    """Who has that name and birth date already: `known` to the actor, or others of whom he learns
    nothing but that.
    """

    known: tuple[Official, ...]
    others: bool

    def __bool__(self) -> bool:
        return bool(self.known) or self.others


def kept_officials(actor: Actor) -> QuerySet[Official]:
    """Whose files the actor keeps: who has a post today where he is unit manager or training
    authority.
    """
    posts = Post.objects.filter(on_day(), within(actor, *_KEEPERS, path="unit__"))
    return _people(Q(pk__in=posts.values("official")))


def kept_official(actor: Actor, uid: uuid.UUID) -> Official:
    """One of them. NotFound for everybody else."""
    return _one(kept_officials(actor), uid)


def read_officials(actor: Actor) -> QuerySet[Official]:
    """Whose files the actor reads (policies.may_read_file)."""
    return _people(file_read_by(actor))


def file_of(actor: Actor, uid: uuid.UUID) -> Official:
    """One official whose file the actor reads. NotFound for everybody else."""
    return _one(read_officials(actor), uid)


def entries_of(official: Official) -> list[Official]:
    """The entry and all that were merged into it, through any number of steps."""
    found, wave = [official], [official]
    while wave:
        wave = list(Official.objects.filter(merged_into__in=wave).order_by("pk"))
        found += wave
    return found


def readable_among(actor: Actor, officials: Iterable[Official]) -> set[int]:
    """Keys of those whose files the actor reads today: on a page about a former day not everybody
    is.
    """
    rows = Official.objects.filter(file_read_by(actor), pk__in=[one.pk for one in officials])
    return set(rows.values_list("pk", flat=True))


def register_on(actor: Actor, wanted: Wanted) -> QuerySet[Official]:
    """Who worked at the actor's units on the day, with the posts of that day, in the order of
    Vietnamese lists.
    """
    place = _reach(actor, wanted.day)
    if wanted.unit is not None:
        place &= below(wanted.unit, wanted.day, "unit__")
    posts = Post.objects.filter(on_day(wanted.day), place)
    if wanted.group:
        posts = posts.filter(group=wanted.group)
    if wanted.keys_only:
        posts = posts.filter(is_key=True)
    return _people(Q(pk__in=posts.values("official")), wanted.day)


def unit_read(actor: Actor, code: str, day: dt.date) -> Unit:
    """A unit that stood in the actor's reach on `day`. NotFound elsewhere."""
    unit = Unit.objects.filter(_reach(actor, day, ""), code=code).first()
    if unit is None:
        raise NotFound
    return unit


def units_shown(actor: Actor, day: dt.date, chosen: Unit | None = None) -> list[UnitState]:
    """The way down the tree of `day`: the actor's units, those above `chosen`, and one step below.

    Two queries.
    """
    held = [one.unit for one in roles_of(actor) if one.role in _READERS]
    alive = UnitState.objects.filter(on_day(day)).select_related("unit")
    tops = {
        state.unit_id: state
        for state in alive.filter(unit__in=[*held, *([chosen] if chosen else [])])
    }
    if not tops:
        return []
    here = [tops[chosen.pk]] if chosen and chosen.pk in tops else list(tops.values())
    steps = "|".join(re.escape(state.trail) for state in here)
    above = {int(pk) for state in here for pk in state.trail.strip("/").split("/")}
    between = Q(unit__in=above) & _reach_of(held, day)
    found = {s.unit_id: s for s in alive.filter(between | Q(trail__regex=rf"^({steps})[0-9]+/$"))}
    return sorted({**tops, **found}.values(), key=lambda s: (s.trail.count("/"), s.name_fold, s.pk))


def units_kept(actor: Actor) -> QuerySet[Unit]:
    """Units of today at which the actor writes people down."""
    return Unit.objects.filter(within(actor, *_KEEPERS), on_day()).order_by("path")


def evidence_of(actor: Actor, uid: uuid.UUID, which: uuid.UUID) -> Qualification:
    """A qualification with its paper, for who may open it.

    NotFound for others and where there is no paper.
    """
    people = Official.objects.filter(evidence_opened_by(actor), uid=uid)
    rows = Qualification.objects.filter(uid=which, official__in=people).exclude(evidence="")
    found = rows.select_related("official").first()
    if found is None:
        raise NotFound
    return found


def namesakes(actor: Actor, full_name: str, birth_date: dt.date, unit: Unit) -> Namesakes:
    """Who has this name (marks or none) and birth date in the province of `unit` already."""
    steps = [unit.path[:end] for end in range(unit.steplen, len(unit.path) + 1, unit.steplen)]
    province = Unit.objects.filter(path__in=steps, level=Level.PROVINCE).first()
    posts = Post.objects.filter(unit__path__startswith=province.path if province else steps[0])
    found = with_posts(
        Official.objects.filter(
            name_sorted=" ".join(sorted(text.fold(full_name).split())),
            birth_date=birth_date,
            merged_into=None,
            pk__in=posts.values("official"),
        )
    )
    mine = readable_among(actor, found)
    known = tuple(one for one in found if one.pk in mine)
    return Namesakes(known, len(known) < len(found))


def next_code(unit: Unit) -> str:
    """The next free staff code of a unit: its own code and a number ("03203-012")."""
    return next(free_codes(unit))


def free_codes(unit: Unit) -> Iterator[str]:
    """One after the other, from the next free one on."""
    codes = Official.objects.filter(code__startswith=f"{unit.code}-").values_list("code", flat=True)
    numbers = [code.rpartition("-")[2] for code in codes]
    last = max((int(number) for number in numbers if number.isdecimal()), default=0)
    return (f"{unit.code}-{number:03d}" for number in itertools.count(last + 1))


def _people(scope: Q, day: dt.date | None = None) -> QuerySet[Official]:
    rows = Official.objects.filter(scope, merged_into=None).select_related("user")
    return with_posts(rows, day)


def _one(rows: QuerySet[Official], uid: uuid.UUID) -> Official:
    found = rows.filter(uid=uid).first()
    if found is None:
        raise NotFound
    return found


def _reach(actor: Actor, day: dt.date, path: str = "unit__") -> Q:
    """Rows whose unit stood on `day` where the actor may read; of today by the tree of today."""
    if actor.is_system or day == clock.today():
        return within(actor, *_READERS, path=path)
    return _stood([one.unit for one in roles_of(actor) if one.role in _READERS], day, path)


def _reach_of(held: list[Unit], day: dt.date) -> Q:
    trails = UnitState.objects.filter(on_day(day), unit__in=held).values_list("trail", flat=True)
    scope = Q(pk__in=[])
    for trail in trails:
        scope |= Q(trail__startswith=trail)
    return scope


def _stood(held: list[Unit], day: dt.date, path: str) -> Q:
    scope = Q(pk__in=[])
    for unit in held:
        scope |= below(unit, day, path)
    return scope
