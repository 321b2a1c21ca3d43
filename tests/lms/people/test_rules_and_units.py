"""The demo's rulebook, units founded in a batch, and who reads figures."""

import datetime as dt

import pytest

from lms.core.actor import Actor
from lms.core.audit.models import Event
from lms.core.errors import BadInput, NotAllowed
from lms.people.organisation import policies
from lms.people.organisation.actions import UnitDraft, found_units
from lms.people.organisation.models import Role, Unit, UnitLevel
from lms.people.rulebook.models import Rule
from lms.people.rulebook.queries import rule_for
from lms.portals.console.demo import rules

SYSTEM = Actor.system("demo")


@pytest.fixture
def rulebook(db):
    rules.build_rules(SYSTEM)


def test_forty_tiet_a_year_were_owed_until_they_were_abolished(rulebook):
    key = "training.yearly_minimum"
    assert rule_for(key, day=dt.date(2019, 6, 1)).value == 40
    assert rule_for(key, day=dt.date(2021, 12, 9)).value == 40
    assert rule_for(key, day=dt.date(2021, 12, 10)).value is None
    assert rule_for(key).value is None


def test_every_rule_names_its_source_and_what_was_not_read_says_so(rulebook):
    written = Rule.objects.all()
    assert all(row.source for row in written)
    assert {row.key for row in written if row.is_verified} == {"work.periods_per_day"}


def test_building_the_rulebook_again_changes_nothing(rulebook):
    before = (Rule.objects.count(), Event.objects.count())
    assert rules.build_rules(SYSTEM) == 0
    assert (Rule.objects.count(), Event.objects.count()) == before


def test_units_are_founded_all_or_none_with_one_event(cast):
    drafts = [
        UnitDraft("A1", "Xã  Ðông", UnitLevel.COMMUNE),
        UnitDraft("A2", "Xã Tây", UnitLevel.COMMUNE),
    ]
    units = found_units(actor=cast.actor(cast.tu), parent=cast.province, drafts=drafts)
    assert [unit.name for unit in units] == ["Xã Đông", "Xã Tây"]
    assert all(unit.is_child_of(Unit.objects.get(pk=cast.province.pk)) for unit in units)
    assert Event.objects.filter(kind="unit.founded").count() == 1
    before = Unit.objects.count()
    with pytest.raises(BadInput, match="A2"):
        found_units(
            actor=cast.actor(cast.tu),
            parent=cast.province,
            drafts=[UnitDraft("A3", "Xã Nam", UnitLevel.COMMUNE), drafts[1]],
        )
    for user in (cast.hoa, cast.pao, cast.stranger):
        with pytest.raises(NotAllowed):
            found_units(
                actor=cast.actor(user),
                parent=cast.province,
                drafts=[UnitDraft("A4", "Xã", UnitLevel.COMMUNE)],
            )
    assert Unit.objects.count() == before


def test_both_faces_of_reading_figures_agree(cast):
    for user in (cast.lan, cast.hoa, cast.son, cast.tu, cast.pao, cast.stranger):
        actor = cast.actor(user)
        area = set(Unit.objects.filter(policies.area_of(actor)))
        run = set(Unit.objects.filter(policies.run_by(actor)))
        for unit in Unit.objects.all():
            assert policies.may_on(actor, unit, Role.AUTHORITY, Role.AUDITOR) == (unit in area)
            assert policies.may_on(actor, unit, Role.UNIT_MANAGER) == (unit in run)
