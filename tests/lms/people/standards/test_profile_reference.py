"""The database counts a profile as one would by hand: random units, people, posts, levels,
decisions, on random days.
"""

import datetime as dt
import random

import pytest

from lms.people.accounts.names import name_columns
from lms.people.organisation.models import Unit, UnitLevel, UnitState
from lms.people.personnel.levels import LADDER
from lms.people.personnel.models import (
    Dimension,
    Group,
    Official,
    Post,
    Qualification,
    Rating,
    Sensitive,
)
from lms.people.personnel.states import QualificationState
from lms.people.standards.models import StandardDecision
from lms.people.standards.profile import unit_profile
from tests.factories import people
from tests.lms.people.standards.reference import count_by_hand

_BEGIN = dt.date(2010, 1, 1)
_SPAN = 6000


class RandomRegister:
    """Two provinces with a third step of units below, one of which moves from one to the other."""

    def __init__(self, seed: int) -> None:
        self.rng = random.Random(seed)
        roots = [people.unit(f"T{n}", level=UnitLevel.PROVINCE) for n in range(2)]
        middle = [people.unit(parent=Unit.objects.get(pk=root.pk)) for root in roots for _ in "ab"]
        leaves = [people.unit(parent=Unit.objects.get(pk=unit.pk)) for unit in middle]
        self.units = [*roots, *middle, *leaves]
        self._move(leaves[0], middle[-1])
        for number in range(self.rng.randint(0, 40)):
            self._person(number)

    def day(self) -> dt.date:
        return _BEGIN + dt.timedelta(days=self.rng.randrange(_SPAN))

    def _period(self) -> dict[str, dt.date | None]:
        first, last = sorted((self.day(), self.day()))
        return {"valid_from": first, "valid_to": self.rng.choice((None, last))}

    def _move(self, unit: Unit, below: Unit) -> None:
        """By the table of states alone, as a decision of a day in the past leaves it."""
        day = self.day()
        first = UnitState.objects.get(unit=unit)
        first.valid_to = day - dt.timedelta(days=1)
        first.save()
        trail = f"{UnitState.objects.get(unit=below).trail}{unit.pk}/"
        UnitState.objects.create(
            unit=unit, name="Xã đã chuyển", level=unit.level, trail=trail, valid_from=day
        )

    def _person(self, number: int) -> None:
        rng = self.rng
        born = dt.date(rng.randint(1950, 2005), rng.choice((2, 2, 7)), rng.randint(1, 28))
        if rng.random() < 0.1:
            born = dt.date(rng.choice((1980, 1984, 1996)), 2, 29)
        other = Official.objects.order_by("?").first() if rng.random() < 0.1 else None
        official = Official.objects.create(
            code=f"R{number}",
            full_name="Lò Văn A",
            **name_columns("Lò Văn A"),
            birth_date=born,
            sex="m",
            merged_into=other,
        )
        if rng.random() < 0.7:
            Sensitive.objects.create(
                official=official,
                is_party_member=rng.random() < 0.5,
                is_ethnic_minority=rng.random() < 0.5,
            )
        for _ in range(rng.randint(1, 3)):
            Post.objects.create(
                official=official,
                unit=rng.choice(self.units),
                title="Công chức",
                group=rng.choice(list(Group)),
                is_key=rng.random() < 0.3,
                is_main=rng.random() < 0.6,
                **self._period(),
            )
        for _ in range(rng.randint(0, 5)):
            dimension = rng.choice((Dimension.PROFESSIONAL, Dimension.THEORY, Dimension.GENERAL))
            Qualification.objects.create(
                official=official,
                dimension=dimension,
                level=rng.choice(LADDER[dimension]),
                held_from=self.day(),
                state=rng.choice([*QualificationState, QualificationState.CONFIRMED]),
            )
        self._decided(official)

    def _decided(self, official: Official) -> None:
        rng, day = self.rng, self.day()
        for _ in range(rng.randint(0, 4)):
            value = rng.choice(("excellent", "good", "limited"))
            decided = rng.choice((day, self.day()))
            Rating.objects.create(
                official=official, period="2019", scale="s", value=value, decided_on=decided
            )
        for _ in range(rng.randint(0, 5)):
            basis = rng.choice(list(StandardDecision.Basis))
            decided = rng.choice((day, self.day()))
            StandardDecision.objects.create(
                official=official,
                dimension=rng.choice((Dimension.GENERAL, Dimension.PROFESSIONAL)),
                basis=basis,
                met=basis in {"level", "exception"},
                decided_on=decided,
                deadline=decided + dt.timedelta(days=90) if basis == "deadline" else None,
            )


@pytest.mark.parametrize("seed", range(25))
def test_the_database_counts_as_one_would_by_hand(db, seed):
    people.rules()
    register = RandomRegister(seed)
    leap = [dt.date(2016, 2, 29), dt.date(2019, 2, 28)]
    for day in [register.day(), register.day(), *leap]:
        for unit in register.units[:4]:
            assert unit_profile(unit, day).as_json() == count_by_hand(unit, day).as_json()


def test_the_registers_are_not_empty(db):
    people.rules()
    profile = unit_profile(RandomRegister(3).units[0], dt.date(2019, 6, 1))
    assert profile.total > 5
    assert sum(profile.rating.values())
    assert profile.party_members
    assert profile.standard_met["professional"]
