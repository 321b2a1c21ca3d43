"""Who may edit a school's content follows from roles, also when they end by their date."""

import datetime as dt

import pytest
from django.contrib.auth.models import Group

from lms.core.actor import Actor
from lms.core.errors import NotAllowed
from lms.people.organisation.actions import end_role, grant_role, match_editors
from lms.people.organisation.models import Role

pytestmark = pytest.mark.django_db


def editors(school):
    return set(
        Group.objects.get(name=f"Biên tập {school.code}").user_set.values_list(
            "full_name", flat=True
        )
    )


def grant(cast, user, **fields):
    return grant_role(
        actor=cast.actor(cast.tu),
        user_id=user.pk,
        unit=cast.school,
        role=Role.EDITOR,
        reason="QĐ 5",
        **fields,
    )


def test_a_role_opens_the_content_and_its_end_closes_it(cast, at):
    with at(2026, 11, 20, 8, 0):
        role = grant(cast, cast.minh)
        assert "Hoàng Văn Minh" in editors(cast.school)
        end_role(
            actor=cast.actor(cast.tu),
            assignment=role,
            on=dt.date(2026, 11, 22),
            reason="chuyển việc",
        )
        assert "Hoàng Văn Minh" in editors(cast.school)
    with at(2026, 11, 23, 8, 0):
        match_editors(actor=Actor.system("Theo dõi vai trò"))
        assert "Hoàng Văn Minh" not in editors(cast.school)
        assert "Đặng Thu Hà" in editors(cast.school)


def test_the_content_of_another_school_stays_shut(cast):
    grant(cast, cast.minh)
    match_editors(actor=Actor.system("Theo dõi vai trò"))
    assert editors(cast.other_school) == set()


def test_people_do_not_run_what_the_system_runs(cast):
    with pytest.raises(NotAllowed):
        match_editors(actor=cast.actor(cast.tu))
