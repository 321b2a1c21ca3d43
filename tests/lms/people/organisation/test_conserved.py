"""Whatever is merged, split, renamed and moved, in whatever order and on whatever days: nobody is
lost or counted twice, and the past stays as it was.
"""

import datetime as dt
import itertools
import json
import random

import pytest
from django.db import transaction
from django.db.models import Count
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lms.core.actor import Actor
from lms.core.audit.models import Event
from lms.core.errors import BadInput
from lms.people.organisation.actions import UnitDraft, follow_states, move_unit, rename_unit
from lms.people.organisation.models import FOUNDING, Succession, Unit, UnitLevel, UnitState
from lms.people.organisation.policies import on_day
from lms.people.organisation.queries import names_on, stood_below
from lms.people.personnel.actions.reorganising import Reorganisation, reorganise_units
from lms.people.personnel.models import Group, Official, Post, Sensitive
from lms.people.rulebook.models import Rule
from lms.people.standards.queries import unit_profile
from tests.factories import people
from tests.lms.people.organisation.reading import units_on

pytestmark = pytest.mark.django_db

SYSTEM = Actor.system("tests")
DAY = dt.timedelta(days=1)
Kind = Succession.Kind
COMMUNES = 12


def land():
    """A province with two districts and twelve communes, two people in each; some have second
    posts, some come or go.
    """
    people.rules()
    Rule.objects.filter(key__in=["profile.age_bands", "privacy.small_cell"]).update(
        valid_from=FOUNDING
    )
    province = people.unit("TINH", "Tỉnh", UnitLevel.PROVINCE)
    districts = [people.unit(f"H{n}", f"Huyện {n}", UnitLevel.DISTRICT, province) for n in (1, 2)]
    communes = [
        people.unit(f"X{n}", f"Xã {n}", UnitLevel.COMMUNE, districts[n % 2])
        for n in range(COMMUNES)
    ]
    for n, commune in enumerate(communes):
        official = people.official(f"Lò Văn {'ABCDEGHIKLMN'[n]}", commune, is_key=n % 3 == 0)
        two = people.official(f"Cà Thị {'ABCDEGHIKLMN'[n]}", commune, group=Group.ELECTED)
        Sensitive.objects.create(official=official, is_party_member=n % 2 == 0)
        Post.objects.filter(official=two).update(valid_from=dt.date(2001 + n, 5, 1))
        if n % 4 == 0:
            Post.objects.filter(official=official).update(valid_to=dt.date(2012 + n, 3, 31))
        Post.objects.create(
            official=two,
            unit=communes[(n + 1) % COMMUNES],
            title="Kiêm nhiệm",
            group=Group.ELECTED,
            is_main=False,
            valid_from=dt.date(2001 + n, 5, 1),
        )
    return province, communes


def persons(unit, day):
    posts = Post.objects.filter(on_day(day), stood_below(unit, day, "unit__"))
    return posts.values("official").distinct().count()


def printed(units, day):
    """The profiles of units on a day as bytes, and what they were called then."""
    profiles = {unit.pk: unit_profile(unit, day).as_json() for unit in units}
    return json.dumps([profiles, names_on(units, day)], sort_keys=True).encode()


def tables():
    models = (Unit, UnitState, Succession, Post)
    return [list(model.objects.order_by("pk").values()) for model in models], Event.objects.count()


def hold(province, counted):
    """What is true on every day, and of the tables as they stand."""
    for day, count in counted.items():
        assert persons(province, day) == count, day
        mains = Post.objects.filter(on_day(day), is_main=True).values("official")
        assert not mains.annotate(n=Count("pk")).filter(n__gt=1).exists(), day
        states_on_day = {state.unit_id: state for state in units_on(day)}
        assert set(Post.objects.filter(on_day(day)).values_list("unit", flat=True)) <= set(
            states_on_day
        )
        for state in states_on_day.values():
            above = [int(pk) for pk in state.trail.split("/")[:-2]]
            assert (
                state.trail
                == (states_on_day[above[-1]].trail if above else "") + f"{state.unit_id}/"
            )
    for unit in Unit.objects.prefetch_related("states"):
        states = sorted(unit.states.all(), key=lambda state: state.valid_from)
        assert states[0].valid_from == unit.valid_from and states[-1].valid_to == unit.valid_to
        for state, next_state in itertools.pairwise(states):
            assert state.valid_to + DAY == next_state.valid_from
    assert Unit.find_problems() == ([], [], [], [], [])
    assert follow_states(actor=SYSTEM) == []


def test_twelve_communes_into_four_and_back_again(db):
    province, communes = land()
    first, back = dt.date(2015, 7, 1), dt.date(2027, 1, 1)
    days = [
        dt.date(2000, 1, 1),
        first - DAY,
        first,
        dt.date(2026, 11, 22),
        back - DAY,
        back,
        dt.date(2030, 1, 1),
    ]
    counted = {day: persons(province, day) for day in days}
    old_days = [dt.date(2003, 1, 1), first - DAY]
    before = [printed([province, *communes], day) for day in old_days]
    homes = {
        post.official_id: post.unit_id for post in Post.objects.filter(is_main=True, valid_to=None)
    }
    four = []
    for n in range(4):
        three = communes[3 * n : 3 * n + 3]
        new = UnitDraft(f"M{n}", f"Xã gộp {n}", UnitLevel.COMMUNE)
        four += reorganise_units(
            actor=SYSTEM, plan=Reorganisation(Kind.MERGE, first, "NQ gộp", tuple(three), (new,))
        )
    hold(province, counted)
    assert sum(persons(unit, first) for unit in four) >= counted[first]
    again = []
    for n, unit in enumerate(four):
        three = communes[3 * n : 3 * n + 3]
        drafts = tuple(UnitDraft(f"{c.code}-2", c.name, UnitLevel.COMMUNE) for c in three)
        people_today = set(
            Post.objects.filter(on_day(back), unit=unit).values_list("official_id", flat=True)
        )
        place = {c.pk: index for index, c in enumerate(three)}
        who = {pk: place[homes[pk]] for pk in people_today if homes.get(pk) in place}
        plan = Reorganisation(Kind.SPLIT, back, "NQ tách", (unit,), drafts, who)
        again += reorganise_units(actor=SYSTEM, plan=plan)
    hold(province, counted)
    assert [printed([province, *communes], day) for day in old_days] == before
    for old, new in zip(communes, again, strict=True):
        main = {"is_main": True, "valid_to": None}
        assert set(Post.objects.filter(unit=new, **main).values_list("official", flat=True)) == {
            pk for pk, home in homes.items() if home == old.pk
        }
    assert units_on(back).filter(level=UnitLevel.COMMUNE).count() == COMMUNES


def attempt(kind, rng, on):
    """Do one thing to some of the units that there are; what makes no sense is refused and
    leaves no trace.
    """
    units = list(Unit.objects.exclude(level=UnitLevel.PROVINCE).order_by("pk"))
    chosen = rng.sample(units, rng.randint(1, 3))
    new = [
        UnitDraft(f"N{len(units)}-{n}", f"Xã mới {len(units)}.{n}", UnitLevel.COMMUNE)
        for n in (0, 1)
    ]
    staff = Post.objects.filter(unit=chosen[0]).values_list("official_id", flat=True)
    plans = {
        "merge": (Kind.MERGE, chosen, new[:1], {}),
        "absorb": (Kind.MERGE, chosen, chosen[:1], {}),
        "split": (Kind.SPLIT, chosen[:1], new, {pk: rng.randint(0, 1) for pk in staff if pk % 2}),
        "cede": (Kind.SPLIT, chosen[:1], [chosen[0], new[1]], {pk: 1 for pk in staff if pk % 2}),
        "convert": (Kind.CONVERT, chosen[:1], new[:1], {}),
        "dissolve": (Kind.DISSOLVE, chosen[:-1] or chosen, chosen[-1:], {}),
    }
    before = tables()
    try:
        if kind == "rename":
            rename_unit(
                actor=SYSTEM, unit=chosen[0], name=f"Tên {rng.random()}", on=on, decision="QĐ"
            )
        elif kind == "move":
            place = rng.choice(list(Unit.objects.order_by("pk")))
            move_unit(actor=SYSTEM, unit=chosen[0], parent=place, on=on, decision="QĐ")
        else:
            how, old, after, who = plans[kind]
            plan = Reorganisation(how, on, "NQ", tuple(old), tuple(after), who)
            reorganise_units(actor=SYSTEM, plan=plan)
    except BadInput:
        assert tables() == before
        return False
    return True


KINDS = ("merge", "absorb", "split", "cede", "convert", "dissolve", "rename", "move")


@pytest.mark.parametrize("kind", KINDS)
def test_the_random_plans_are_really_carried_out(db, kind):
    land()
    assert any(attempt(kind, random.Random(seed), dt.date(2010, 3, 15)) for seed in range(9))


@settings(
    max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.lists(
        st.tuples(st.sampled_from(KINDS), st.integers(0, 2**32), st.integers(2005, 2030)),
        min_size=1,
        max_size=8,
    )
)
def test_any_plans_on_any_days_conserve_everybody(db, steps):
    with transaction.atomic():
        province, _communes = land()
        days = [dt.date(year, month, 1) for year in range(2001, 2032, 10) for month in (1, 7)]
        days += [dt.date(year, 3, day) for _, _, year in steps for day in (14, 15)]
        counted = {day: persons(province, day) for day in days}
        for kind, seed, year in steps:
            rng, on = random.Random(seed), dt.date(year, 3, 15)
            profiled = [province, *rng.sample(list(Unit.objects.order_by("pk")), 3)]
            before = [printed(profiled, day) for day in (dt.date(2004, 1, 1), on - DAY)]
            attempt(kind, rng, on)
            assert [printed(profiled, day) for day in (dt.date(2004, 1, 1), on - DAY)] == before
        hold(province, counted)
        assert Official.objects.count() == 2 * COMMUNES
        transaction.set_rollback(True)
