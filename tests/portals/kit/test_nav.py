"""One navigation for all that a person is; never a switch of roles."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lms.core.actor import Actor
from lms.core.notices.actions import notify
from lms.people.organisation.models import Role
from lms.portals.kit.nav import nav_of
from tests.factories import people


def urls_of(items):
    return [item.url for item in items]


def test_a_learner_sees_four_tabs(cast):
    nav = nav_of(cast.actor(cast.lan), "/hom-nay/")
    assert urls_of(nav.tabs) == ["/hom-nay/", "/hoc/", "/lop/", "/ho-so/"]
    assert not nav.work and not nav.more


def test_the_office_sees_its_school_and_no_learning(cast):
    nav = nav_of(cast.actor(cast.hoa), "/truong/lop/")
    assert urls_of(nav.every) == ["/hom-nay/", "/truong/"]
    assert [item.url for item in nav.every if item.current] == ["/truong/"]


@pytest.mark.parametrize("role", [Role.AUTHORITY, Role.AUDITOR])
def test_who_oversees_an_area_finds_its_units(cast, role):
    people.role(cast.stranger, cast.province, role)
    nav = nav_of(cast.actor(cast.stranger), "/to-chuc/vai-tro/")
    assert [item.url for item in nav.tabs if item.current] == ["/to-chuc/"]


def test_several_roles_are_merged_under_two_headings(cast):
    people.official("Nguyễn Thị Hoa", cast.school, cast.hoa)
    people.role(cast.hoa, cast.school, Role.EDITOR)
    nav = nav_of(cast.actor(cast.hoa), "/quan-tri/")
    assert nav.both
    assert urls_of(nav.work) == ["/truong/", "/quan-tri/"]
    assert len(nav.tabs) == 3 and nav.more, "the fourth tab opens the whole list"


def test_strangers_are_offered_only_public_places(db):
    nav = nav_of(Actor.nobody(), "/")
    assert urls_of(nav.every) == ["/", "/khoa-hoc/", "/xac-thuc/", "/tai-khoan/dang-nhap/"]


@pytest.mark.parametrize("path", ["/hom-nay/", "/truong/"])
def test_it_costs_two_queries(cast, path):
    actor = cast.actor(cast.hoa)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        nav_of(actor, path)
        nav_of(actor, path)
    assert len(queries) == 2


def test_unread_notices_are_marked(cast):
    assert not nav_of(cast.actor(cast.lan), "/").unread
    notify(user_id=cast.lan.pk, key="x", title="Tin")
    assert nav_of(cast.actor(cast.lan), "/").unread
