"""The demo's standards, reviews and printed figures."""

import datetime as dt

import pytest

from lms.core.actor import Actor
from lms.people.organisation.models import RoleAssignment
from lms.people.organisation.queries import unit_by_code
from lms.people.personnel.models import Dimension, HistoricFigure
from lms.people.personnel.queries.figures import figures_seen, group_figures
from lms.people.standards.models import Standard, StandardDecision
from lms.people.standards.queries import GapState, unit_gaps, unit_profile
from lms.portals.console.demo import historic, standards
from lms.portals.console.demo import people as demo
from tests.factories import people

DEMO = Actor.system("demo")


@pytest.fixture
def built(db):
    people.rules()
    demo.build_people(DEMO)
    historic.build_historic(DEMO)
    standards.build_standards(DEMO)


def test_272_meet_the_standard_though_271_hold_a_level(built):
    unit, day = unit_by_code("DIENBIENDONG"), dt.date(2019, 9, 23)
    gaps = [g for g in unit_gaps(unit, day) if g.dimension == Dimension.PROFESSIONAL]
    by_state = {state: sum(g.state == state for g in gaps) for state in GapState}
    assert by_state == {
        "level": 271,
        "exception": 1,
        "deadline": 0,
        "not_met": 28,
        "not_reviewed": 0,
    }
    assert sum(g.is_met for g in gaps) == 272
    assert sum(bool(g.held) for g in gaps) == 271
    assert sum(g.level_suffices for g in gaps) == 271
    schooling = [g for g in unit_gaps(unit, day) if g.dimension == Dimension.GENERAL]
    assert sum(g.is_met for g in schooling) == 270
    assert unit_profile(unit, day).standard_met == {"general_education": 270, "professional": 272}


def test_the_review_of_na_son_has_every_state(built):
    day = dt.date(2026, 11, 22)
    gaps = [g for code in demo.COMMUNES for g in unit_gaps(unit_by_code(code), day)]
    assert {g.state for g in gaps} == set(GapState)
    assert any(g.is_overdue for g in gaps)
    assert any(g.is_open for g in unit_gaps(unit_by_code("03203"), day))


def test_building_again_changes_nothing(built):
    before = [model.objects.count() for model in (Standard, StandardDecision, HistoricFigure)]
    historic.build_historic(DEMO)
    standards.build_standards(DEMO)
    assert before == [m.objects.count() for m in (Standard, StandardDecision, HistoricFigure)]
    assert not Standard.objects.filter(is_verified=True).exists()


def test_figures_add_up_only_where_the_report_does(built):
    auditor = RoleAssignment.objects.filter(role="auditor").first().user
    figures = {
        (p.figure.unit.code, p.figure.starts_on.year, p.figure.title): p
        for p in group_figures(figures_seen(people.Cast.actor(auditor)))
    }
    title = "Cán bộ, công chức, viên chức được đào tạo, bồi dưỡng"
    assert figures["20", 2011, title].adds_up
    assert not figures["20", 2016, title].adds_up
    assert not figures["20", 2016, title].is_exact
    assert figures["BINHPHUOC", 2023, "Đăng ký dự tuyển sau đại học"].adds_up
    assert not any(
        p.adds_up and {x.measure for x in p.parts} != {p.figure.measure} for p in figures.values()
    )
    tu = RoleAssignment.objects.get(role="authority").user
    assert not figures_seen(people.Cast.actor(tu)).exists()
