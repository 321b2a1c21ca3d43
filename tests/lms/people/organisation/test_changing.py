"""Units through time: other names and places from a day on, with all that stands below, on any
day asked.
"""

import datetime as dt
import io
import itertools

import pytest
from django.core.management import call_command

from lms.core.actor import Actor
from lms.core.audit.models import Event
from lms.core.errors import BadInput, NotAllowed
from lms.people.organisation.actions import (
    UnitDraft,
    change_unit_level,
    follow_states,
    found_unit,
    found_units,
    move_unit,
    rename_unit,
)
from lms.people.organisation.models import Role, Sector, Unit, UnitLevel, UnitState
from lms.people.organisation.queries import (
    names_on,
    state_on,
    stood_below,
    unit_by_code,
)
from lms.people.personnel.queries import staff_of
from lms.people.rulebook.models import Rule
from tests.factories import people
from tests.lms.people.organisation.reading import units_on

pytestmark = pytest.mark.django_db

SYSTEM = Actor.system("Theo dõi tổ chức")
Y2010, Y2015, Y2020 = dt.date(2010, 1, 1), dt.date(2015, 1, 1), dt.date(2020, 1, 1)
DAY = dt.timedelta(days=1)


def rows():
    """All that a refusal must leave as it was."""
    return (
        list(Unit.objects.order_by("pk").values()),
        list(UnitState.objects.order_by("pk").values()),
        Event.objects.count(),
    )


def refused(why, do, **fields):
    before = rows()
    with pytest.raises(BadInput, match=why) as error:
        do(decision=fields.pop("decision", "QĐ 1"), **fields)
    assert rows() == before
    return error.value


def names(unit, *days):
    return [state_on(unit, day).name for day in days]


def tiles(unit):
    """The periods of a unit are its life, without gaps."""
    states = list(unit.states.order_by("valid_from"))
    unit = Unit.objects.get(pk=unit.pk)
    assert states[0].valid_from == unit.valid_from
    assert states[-1].valid_to == unit.valid_to
    for state, next_state in itertools.pairwise(states):
        assert state.valid_to + DAY == next_state.valid_from
    return states


@pytest.fixture
def tu(cast):
    return cast.actor(cast.tu)


@pytest.fixture
def districts(cast):
    return [
        people.unit(code, f"Huyện {code}", UnitLevel.DISTRICT, cast.province)
        for code in ("H1", "H2")
    ]


def test_an_old_name_is_printed_for_old_days(cast, tu, at):
    commune = cast.commune
    rename_unit(actor=tu, unit=commune, name="Xã  Na Son Mới", on=Y2015, decision="NQ 5/NQ-HĐND")
    assert names(commune, Y2015 - DAY, Y2015) == ["Xã Na Son", "Xã Na Son Mới"]
    assert Unit.objects.get(pk=commune.pk).name == "Xã Na Son Mới"
    assert state_on(commune, Y2015).decision == "NQ 5/NQ-HĐND"
    assert names_on([commune, cast.province], Y2010) == {
        commune.pk: "Xã Na Son",
        cast.province.pk: "Tỉnh Điện Biên",
    }
    tiles(commune)


def test_the_command_prints_the_name_of_the_day(cast, tu):
    Rule.objects.filter(key="profile.age_bands").update(valid_from=dt.date(2000, 1, 1))
    rename_unit(actor=tu, unit=cast.commune, name="Phường Na Son", on=Y2020, decision="NQ 1")
    for day, name in ((Y2020 - DAY, "Xã Na Son, 31/12/2019"), (Y2020, "Phường Na Son, 01/01/2020")):
        out = io.StringIO()
        call_command("unit_profile", "NASON", "--as-of", day.isoformat(), stdout=out)
        assert out.getvalue().startswith(name)


def test_a_renaming_between_two_others_keeps_the_later_name(cast, tu):
    commune = cast.commune
    rename_unit(actor=tu, unit=commune, name="Xã Ba", on=Y2020, decision="QĐ 3")
    rename_unit(actor=tu, unit=commune, name="Xã Hai", on=Y2010, decision="QĐ 2")
    move_unit(actor=tu, unit=commune, parent=cast.school, on=Y2015, decision="QĐ 4")
    assert names(commune, Y2010 - DAY, Y2010, Y2015, Y2020) == [
        "Xã Na Son",
        "Xã Hai",
        "Xã Hai",
        "Xã Ba",
    ]
    assert [state.decision for state in tiles(commune)] == ["", "QĐ 2", "QĐ 4", "QĐ 3"]


def test_a_name_planned_for_a_later_day_comes_on_that_day(cast, at):
    with at(2026, 11, 20, 8, 0):
        rename_unit(
            actor=cast.actor(cast.tu),
            unit=cast.commune,
            name="Phường Na Son",
            on=dt.date(2027, 1, 1),
            decision="NQ 9",
        )
        assert follow_states(actor=SYSTEM) == []
        assert unit_by_code("NASON").name == "Xã Na Son"
        assert names(cast.commune, dt.date(2027, 1, 1)) == ["Phường Na Son"]
    with at(2027, 1, 1, 0, 30):
        assert [unit.code for unit in follow_states(actor=SYSTEM)] == ["NASON"]
        assert unit_by_code("NASON").name == "Phường Na Son"
        assert follow_states(actor=SYSTEM) == []
    with pytest.raises(NotAllowed):
        follow_states(actor=cast.actor(cast.tu))


def test_a_move_takes_the_subtree_along_from_its_day(cast, tu, districts):
    h1, h2 = districts
    commune = people.unit("X1", "Xã Một", UnitLevel.COMMUNE, h1)
    office = people.unit("P1", "Văn phòng", UnitLevel.DEPARTMENT, commune)
    person = people.official("Lò Văn Inh", office)
    rename_unit(actor=tu, unit=office, name="Văn phòng mới", on=Y2020, decision="QĐ 1")
    move_unit(actor=tu, unit=commune, parent=h2, on=Y2015, decision="QĐ 2")
    for district, day, is_below in (
        (h1, Y2015 - DAY, [person]),
        (h1, Y2015, []),
        (h2, Y2015 - DAY, []),
        (h2, Y2015, [person]),
        (h2, Y2020, [person]),
    ):
        assert list(staff_of(district, day)) == is_below
    assert [state.name for state in tiles(office)] == [
        "Văn phòng",
        "Văn phòng",
        "Văn phòng mới",
    ]
    assert Unit.objects.get(pk=office.pk).get_ancestors().filter(pk=h2.pk).exists()
    assert Unit.find_problems() == ([], [], [], [], [])


def test_a_move_holds_until_the_next_one_and_follows_its_new_place(cast, tu, districts):
    h1, h2 = districts
    commune = people.unit("X1", "Xã Một", UnitLevel.COMMUNE, h1)
    move_unit(actor=tu, unit=commune, parent=cast.province, on=Y2020, decision="QĐ 3")
    move_unit(actor=tu, unit=h2, parent=h1, on=Y2015, decision="QĐ 2")
    move_unit(actor=tu, unit=commune, parent=h2, on=Y2010, decision="QĐ 1")
    is_below_by_day = {
        day: Unit.objects.filter(stood_below(h1, day), code="X1").exists()
        for day in (Y2010 - DAY, Y2010, Y2015 - DAY, Y2015, Y2020 - DAY, Y2020)
    }
    assert list(is_below_by_day.values()) == [True, False, False, True, True, False]
    assert len(tiles(commune)) == 4
    assert unit_by_code("X1").get_parent() == cast.province


def test_a_change_of_level_is_a_dated_period(cast, tu):
    change_unit_level(
        actor=tu, unit=cast.commune, level=UnitLevel.DISTRICT, on=Y2015, decision="NĐ 7"
    )
    assert state_on(cast.commune, Y2010).level == UnitLevel.COMMUNE
    assert unit_by_code("NASON").level == UnitLevel.DISTRICT
    refused(
        "đã ở cấp này",
        change_unit_level,
        actor=tu,
        unit=cast.commune,
        level=UnitLevel.DISTRICT,
        on=Y2020,
    )


def test_what_has_no_meaning_is_refused_and_writes_nothing(cast, tu, districts):
    h1, _h2 = districts
    commune = people.unit("X1", "Xã Một", UnitLevel.COMMUNE, h1, valid_from=Y2010)
    short = people.unit(
        "H3", "Huyện Ba", UnitLevel.DISTRICT, cast.province, valid_from=Y2010, valid_to=Y2020
    )
    named = {"actor": tu, "unit": commune, "name": "Xã Mới"}
    refused("nằm ngoài thời gian tồn tại", rename_unit, on=Y2010 - DAY, **named)
    refused("nằm ngoài thời gian tồn tại", rename_unit, on=Y2010, **named)
    refused(
        "nằm ngoài thời gian tồn tại", move_unit, actor=tu, unit=short, parent=h1, on=Y2020 + DAY
    )
    assert (
        refused("số quyết định", rename_unit, on=Y2015, decision="  ", **named).field == "decision"
    )
    refused("đã mang tên này", rename_unit, actor=tu, unit=commune, name="Xã Một", on=Y2015)
    refused("tên mới", rename_unit, actor=tu, unit=commune, name=" ", on=Y2015)
    refused("bằng chữ", rename_unit, actor=tu, unit=commune, name="12 – 3", on=Y2015)
    placed = {"actor": tu, "on": Y2015}
    refused("trực thuộc chính nó", move_unit, unit=h1, parent=commune, **placed)
    refused("trực thuộc chính nó", move_unit, unit=h1, parent=h1, **placed)
    refused("đã trực thuộc", move_unit, unit=commune, parent=h1, **placed)
    refused("không tồn tại suốt", move_unit, unit=commune, parent=short, **placed)
    rename_unit(on=Y2015, decision="QĐ 7", **named)
    assert "QĐ 7" in str(
        refused(
            "đã có thay đổi", rename_unit, actor=tu, unit=commune, name="Xã Nữa", on=Y2015
        ).message
    )


def test_a_place_planned_below_the_unit_later_is_refused(cast, tu, districts):
    h1, h2 = districts
    move_unit(actor=tu, unit=h2, parent=h1, on=dt.date(2030, 1, 1), decision="QĐ 1")
    refused("trực thuộc chính nó", move_unit, actor=tu, unit=h1, parent=h2, on=Y2015)


def test_only_the_authority_above_both_places_changes_units(cast, districts):
    h1, h2 = districts
    commune = people.unit("X1", "Xã Một", UnitLevel.COMMUNE, h1)
    of_h1 = people.user("Cà Thị Hương")
    people.role(of_h1, h1, Role.AUTHORITY)
    before = rows()
    for user in (cast.pao, cast.hoa, cast.stranger, of_h1):
        actor = cast.actor(user)
        with pytest.raises(NotAllowed):
            move_unit(actor=actor, unit=commune, parent=h2, on=Y2015, decision="QĐ 1")
        with pytest.raises(NotAllowed):
            rename_unit(actor=actor, unit=h1, name="Huyện", on=Y2015, decision="QĐ 1")
    with pytest.raises(NotAllowed):
        rename_unit(
            actor=cast.actor(cast.tu), unit=cast.province, name="Tỉnh", on=Y2015, decision="Q"
        )
    assert rows() == before
    rename_unit(actor=cast.actor(of_h1), unit=commune, name="Xã Hai", on=Y2015, decision="QĐ 1")
    assert unit_by_code("X1").name == "Xã Hai"


def test_a_unit_is_founded_within_the_life_of_the_one_above(cast, tu):
    parent = people.unit(
        "H3", "Huyện Ba", UnitLevel.DISTRICT, cast.province, valid_from=Y2010, valid_to=Y2020
    )

    def found(**fields):
        draft = {
            "code": "X9",
            "name": "Xã Chín",
            "level": UnitLevel.COMMUNE,
            "valid_from": Y2010,
            "valid_to": Y2020,
        }
        return found_unit(actor=tu, parent=parent, draft=UnitDraft(**(draft | fields)))

    before = rows()
    for why, field, fields in (
        ("thành lập ngày 01/01/2010", "valid_from", {"valid_from": Y2010 - DAY}),
        ("kết thúc ngày 01/01/2020", "valid_to", {"valid_to": None}),
        ("kết thúc ngày 01/01/2020", "valid_to", {"valid_to": Y2020 + DAY}),
        ("trước ngày thành lập", "valid_to", {"valid_to": Y2010 - DAY}),
        ("NASON đã thuộc về Xã Na Son", "code", {"code": "NASON"}),
        ("tên đơn vị", "code", {"code": ""}),
        ("bằng chữ", "name", {"name": " 12.5 "}),
        ("tối đa 35", "eid", {"eid": "H" * 36}),
    ):
        with pytest.raises(BadInput, match=why) as error:
            found(**fields)
        assert error.value.field == field
    assert rows() == before
    unit = found(eid="H19.1", sector=Sector.PARTY)
    assert (unit.eid, unit.sector) == ("H19.1", Sector.PARTY)
    with pytest.raises(BadInput, match=r"H19\.1 đã thuộc về Xã Chín"):
        found(code="X10", eid="H19.1")


def test_a_unit_founded_long_ago_has_stood_where_the_one_above_stood(cast, tu, districts):
    h1, h2 = districts
    h3 = people.unit("H3", "Huyện Ba", UnitLevel.DISTRICT, h1)
    move_unit(actor=tu, unit=h3, parent=h2, on=Y2015, decision="QĐ 1")
    [unit] = found_units(
        actor=tu, parent=h3, drafts=[UnitDraft("X9", "Xã Chín", UnitLevel.COMMUNE, Y2010)]
    )
    assert [state.trail.split("/")[1] for state in tiles(unit)] == [str(h1.pk), str(h2.pk)]


def test_the_units_of_a_day_come_with_their_names_of_then(cast, tu):
    rename_unit(actor=tu, unit=cast.commune, name="Xã Mới", on=Y2015, decision="QĐ 1")
    assert dict(units_on(Y2010).values_list("unit__code", "name"))["NASON"] == "Xã Na Son"
    assert dict(units_on(Y2015).values_list("unit__code", "name"))["NASON"] == "Xã Mới"
