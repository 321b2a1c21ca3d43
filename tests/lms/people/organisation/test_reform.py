"""The change of 01/07/2025 in the demo: fourteen communes of Điện Biên Đông went into six."""

import datetime as dt

import pytest
from django.db import transaction

from lms.core.actor import Actor
from lms.core.audit.models import Event
from lms.people.organisation.models import Succession, Unit
from lms.people.organisation.queries import (
    names_on,
    state_on,
    successors_of,
    unit_by_code,
)
from lms.people.personnel.models import Post
from lms.people.personnel.queries import staff_of
from lms.portals.console.demo import people as demo
from lms.portals.console.demo import rules
from lms.portals.console.demo.historic import reform
from tests.lms.people.organisation.reading import predecessors_of, units_on

SYSTEM = Actor.system("demo")
LAST = dt.date(2025, 6, 30)


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        rules.build_rules(SYSTEM)
        demo.build_people(SYSTEM)
        yield
        transaction.set_rollback(True)


def test_fourteen_communes_went_into_six(world):
    district = unit_by_code("DIENBIENDONG")
    below = units_on(LAST).filter(trail__startswith=state_on(district, LAST).trail)
    old = [state.unit for state in below.exclude(unit=district)]
    assert len(old) == 14
    assert {one.code for unit in old for one in successors_of(unit)} == set(reform.INTO)
    assert all(unit.valid_to == LAST for unit in [district, *old]) and successors_of(district) == []
    assert sorted(unit.name for unit in predecessors_of(unit_by_code("03203"))) == [
        "Thị trấn Điện Biên Đông",
        "Xã Keo Lôm",
        "Xã Na Son",
    ]
    links = Succession.objects.filter(on=reform.ON)
    assert links.count() == 14
    assert all("chưa đối chiếu văn bản gốc" in link.decision for link in links)


def test_a_name_of_before_2025_says_what_followed(world):
    old = Unit.objects.get(code="DBD-KEOLOM")
    assert state_on(old, LAST).name == "Xã Keo Lôm"
    assert state_on(old, reform.ON) is None
    assert [unit.name for unit in successors_of(old)] == ["Xã Na Son"]
    assert successors_of(unit_by_code("DBD-NASON")) == [unit_by_code("03203")]


def test_nobody_of_2019_is_counted_today_and_everybody_in_2019(world):
    old = Post.objects.filter(unit__code__startswith="DBD-")
    assert old.count() == 300 and set(old.values_list("valid_to", flat=True)) == {LAST}
    assert not Post.objects.exclude(follows=None).exists()
    district = unit_by_code("DIENBIENDONG")
    assert staff_of(district, dt.date(2019, 9, 23)).count() == 300
    assert staff_of(unit_by_code("03203"), dt.date(2019, 9, 23)).count() == 0
    assert names_on([district], dt.date(2019, 9, 23)) == {district.pk: "Huyện Điện Biên Đông"}


def test_a_second_time_changes_nothing(world):
    before = (
        Succession.objects.count(),
        Event.objects.count(),
        list(Unit.objects.order_by("pk").values()),
    )
    reform.build_reform(SYSTEM)
    assert before == (
        Succession.objects.count(),
        Event.objects.count(),
        list(Unit.objects.order_by("pk").values()),
    )
