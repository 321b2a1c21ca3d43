"""Reading units. Everything takes a day ("as of"); today where none is given."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.db.models import Q, QuerySet

from lms.core import clock, text
from lms.core.actor import Actor
from lms.core.errors import NotFound
from lms.people.organisation.models import Role, Succession, Unit, UnitState
from lms.people.organisation.policies import on_day, within

# A search that meets more units than this wants another word, not another page.
MOST_FOUND = 50


@dataclass(frozen=True)
class FoundUnit:
    """A unit that was searched for, as of a day."""

    unit: Unit
    name: str  # on the day; after its end the last one
    # the name that was typed, where the unit had it before
    former_name: str = ""
    has_ended: bool = False
    # units of the day that follow an ended one
    followed_by: list[Unit] = field(default_factory=list)


def units_of(actor: Actor, *roles: Role, day: dt.date | None = None) -> QuerySet[Unit]:
    """Units on which the actor holds one of `roles`, with their subtrees, as of `day`."""
    return Unit.objects.filter(within(actor, *roles), on_day(day)).order_by("path")


def unit_by_code(code: str) -> Unit:
    """The unit with that code. NotFound where there is none."""
    unit = Unit.objects.filter(code=code).first()
    if unit is None:
        raise NotFound("")
    return unit


def subtree(unit: Unit, path: str = "") -> Q:
    """Rows whose unit is `unit` or below it in the tree of today; `path` as in `policies.within`."""
    return Q(**{f"{path}path__startswith": unit.path})


def below(unit: Unit, day: dt.date, path: str = "") -> Q:
    """Rows whose unit stood at or below `unit` on `day`, wherever it stands today; nothing where it was not there.

    Asks for the units first, in one query: with their keys at hand a database that has not yet counted new rows (in
    the middle of an import) need not guess how to join posts with periods.
    """
    return Q(**{f"{path}pk__in": keys_below(unit, day)})


def keys_below(unit: Unit, day: dt.date) -> list[int]:
    """Keys of the units that stood at or below `unit` on `day`; none where it was not there."""
    through = Q(trail__startswith=f"{unit.pk}/") | Q(trail__contains=f"/{unit.pk}/")
    units = UnitState.objects.filter(on_day(day), through).values_list("unit", flat=True)
    return list(units)


def state_on(unit: Unit, day: dt.date) -> UnitState | None:
    """What `unit` was called and where it stood on `day`; None outside its life."""
    return UnitState.objects.filter(on_day(day), unit=unit).first()


def names_on(units: Iterable[Unit], day: dt.date) -> dict[int, str]:
    """What units were called on `day`, by primary key, in one query. Before a life its first name, after it the last."""
    names: dict[int, str] = {}
    for state in UnitState.objects.filter(unit__in=units).order_by("unit", "valid_from"):
        if state.valid_from <= day or state.unit_id not in names:
            names[state.unit_id] = state.name
    return names


def units_on(day: dt.date) -> QuerySet[UnitState]:
    """Every unit that lived on `day`, with its name, level and place of then."""
    return UnitState.objects.filter(on_day(day)).select_related("unit").order_by("trail")


def heirs(unit: Unit, day: dt.date | None = None) -> list[Unit]:
    """Units alive on `day` that follow `unit`, through any number of steps; the unit itself while it lives."""
    return heirs_of([unit], day)[unit.pk]


def heirs_of(units: Iterable[Unit], day: dt.date | None = None) -> dict[int, list[Unit]]:
    """`heirs` of many units by primary key; one query a step, whatever their number."""
    day = day or clock.today()
    # read anew: the objects in hand may be older than the act that ended their units
    rows = Unit.objects.in_bulk([unit.pk for unit in units])
    links = _links(rows.values(), Q(on__lte=day), "predecessor", "successor")
    return {pk: _ends(unit, links, day) for pk, unit in rows.items()}


def forebears(unit: Unit) -> list[Unit]:
    """Units that went over into `unit`, through any number of steps; the nearest first."""
    links = _links([unit], Q(), "successor", "predecessor")
    found: dict[int, Unit] = {}
    wave = [unit]
    while wave:
        wave = [one for last in wave for one in links.get(last.pk, []) if one.pk not in found]
        found |= {one.pk: one for one in wave if one.pk != unit.pk}
    return list(found.values())


def search_units(actor: Actor, typed: str, day: dt.date | None = None) -> list[FoundUnit]:
    """Units by name or code as people type them, also by a name that they had before; at most MOST_FOUND.

    Units that live on `day` stand first, then those whose name has the very marks that were typed. Names of units are
    public; nobody who is not signed in searches them.
    """
    typed, day = text.normal(typed), day or clock.today()
    if actor.is_anonymous or not typed:
        return []
    words = Q()
    for word in text.fold(typed).split():
        words &= Q(name_fold__contains=word)
    codes = Q(unit__code__istartswith=typed) | Q(unit__eid__istartswith=typed)
    hits = UnitState.objects.filter(words | codes, valid_from__lte=day)
    met: dict[int, UnitState] = {}
    for state in hits.select_related("unit").order_by("unit", "valid_from"):
        met[state.unit_id] = state
    names = names_on([state.unit for state in met.values()], day)
    ranked = sorted(met.values(), key=lambda state: _rank(state, typed.lower(), day))[:MOST_FOUND]
    ended = [state.unit for state in ranked if not _lives(state.unit, day)]
    followers = heirs_of(ended, day)
    return [_found(state, names[state.unit_id], followers) for state in ranked]


def _rank(state: UnitState, typed: str, day: dt.date) -> tuple[bool, bool, str, int]:
    return (
        not _lives(state.unit, day), typed not in state.name.lower(), state.name_fold, state.unit_id
    )  # fmt: skip


def _found(state: UnitState, name: str, followers: Mapping[int, list[Unit]]) -> FoundUnit:
    return FoundUnit(
        unit=state.unit, name=name, former_name=state.name if state.name != name else "",
        has_ended=state.unit_id in followers, followed_by=followers.get(state.unit_id, []),
    )  # fmt: skip


def _lives(unit: Unit, day: dt.date) -> bool:
    return unit.valid_from <= day and (unit.valid_to is None or unit.valid_to >= day)


def _links(units: Iterable[Unit], among: Q, side: str, other: str) -> dict[int, list[Unit]]:
    """From each of these units, and from all that can be reached from them, to its next ones."""
    found: dict[int, list[Unit]] = {}
    wave = {unit.pk for unit in units}
    while wave:
        rows = Succession.objects.filter(among, **{f"{side}__in": wave}).select_related(other)
        found |= {pk: [] for pk in wave}
        for row in rows.order_by("on", "pk"):
            found[getattr(row, f"{side}_id")].append(getattr(row, other))
        wave = {unit.pk for next_ones in found.values() for unit in next_ones} - found.keys()
    return found


def _ends(unit: Unit, links: Mapping[int, list[Unit]], day: dt.date) -> list[Unit]:
    found: dict[int, Unit] = {}
    seen, wave = {unit.pk}, [unit]
    while wave:
        found |= {one.pk: one for one in wave if _lives(one, day)}
        dead = [one for one in wave if not _lives(one, day)]
        wave = [one for last in dead for one in links[last.pk] if one.pk not in seen]
        seen |= {one.pk for one in wave}
    return list(found.values())
