"""One navigation for all that a person is; never a switch of roles."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lms.core.actor import Actor
from lms.core.notices.actions import notify
from lms.people.organisation.models import Role
from lms.portals.kit.nav import navigation_of
from tests.factories import people


def urls_of(items):
    return [item.url for item in items]


def test_a_learner_sees_four_tabs(cast):
    nav = navigation_of(cast.actor(cast.lan), "/hom-nay/")
    assert urls_of(nav.tabs) == ["/hom-nay/", "/hoc/", "/lop/", "/ho-so/"]
    assert not nav.work and not nav.needs_more_tab


def test_the_office_sees_its_school_and_no_learning(cast):
    nav = navigation_of(cast.actor(cast.hoa), "/truong/lop/")
    assert urls_of(nav.all_items) == ["/hom-nay/", "/truong/"]
    assert [item.url for item in nav.all_items if item.current] == ["/truong/"]


@pytest.mark.parametrize("role", [Role.AUTHORITY, Role.AUDITOR])
def test_who_oversees_an_area_finds_its_units(cast, role):
    people.role(cast.stranger, cast.province, role)
    nav = navigation_of(cast.actor(cast.stranger), "/to-chuc/vai-tro/")
    assert [item.url for item in nav.tabs if item.current] == ["/to-chuc/"]


def test_several_roles_are_merged_under_two_headings(cast):
    people.official("Nguyễn Thị Hoa", cast.school, cast.hoa)
    people.role(cast.hoa, cast.school, Role.EDITOR)
    nav = navigation_of(cast.actor(cast.hoa), "/quan-tri/")
    assert nav.has_two_lists
    assert urls_of(nav.work) == ["/truong/", "/quan-tri/"]
    assert len(nav.tabs) == 3 and nav.needs_more_tab, "the fourth tab opens the whole list"


def test_strangers_are_offered_only_public_places(db):
    nav = navigation_of(Actor.nobody(), "/")
    assert urls_of(nav.all_items) == ["/", "/khoa-hoc/", "/xac-thuc/", "/tai-khoan/dang-nhap/"]


@pytest.mark.parametrize("path", ["/hom-nay/", "/truong/"])
def test_it_costs_two_queries(cast, path):
    actor = cast.actor(cast.hoa)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        navigation_of(actor, path)
        navigation_of(actor, path)
    assert len(queries) == 2


def test_unread_notices_are_marked(cast):
    assert not navigation_of(cast.actor(cast.lan), "/").unread
    notify(user_id=cast.lan.pk, key="x", title="Tin")
    assert navigation_of(cast.actor(cast.lan), "/").unread
