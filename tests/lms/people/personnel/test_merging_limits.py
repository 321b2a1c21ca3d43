"""A merge is no way to another's account, and what stays with the merged entry stands in
nobody's way.
"""

import datetime as dt

import pytest

from lms.core.errors import NotAllowed, RuleBroken
from lms.people.organisation.models import Role
from lms.people.personnel import actions
from lms.people.personnel.actions import TrainingDraft
from lms.people.personnel.models import OfficialMerge, Sensitive, TrainingRecord
from tests.factories import people

WHY = "Đối chiếu căn cước: cùng một người"


@pytest.fixture
def twin(cast):
    return people.official("Lò Thị Lan", cast.commune, birth_date=dt.date(1990, 5, 17))


def test_who_may_not_close_an_account_does_not_suspend_it_by_a_merge(cast, twin):
    """An official of the commune who holds a role above it is reset by who stands above that
    role alone.
    """
    twin.user = people.user("Lò Thị Lan", staff_code="CB-LAN")
    twin.save()
    people.role(twin.user, cast.province, Role.AUDITOR)
    with pytest.raises(NotAllowed):
        actions.deactivate_account(actor=cast.actor(cast.pao), official=twin, reason="Nghỉ")
    with pytest.raises(NotAllowed):
        actions.merge_officials(
            actor=cast.actor(cast.pao), kept=cast.lan_official, merged=twin, reason=WHY
        )
    twin.user.refresh_from_db()
    assert twin.user.is_active
    assert not OfficialMerge.objects.exists()
    actions.merge_officials(
        actor=cast.actor(cast.tu), kept=cast.lan_official, merged=twin, reason=WHY
    )
    twin.user.refresh_from_db()
    assert not twin.user.is_active


def test_an_account_that_goes_over_is_called_as_its_official_is(cast, twin):
    third = people.official("Lò Thị Lân", cast.commune, birth_date=dt.date(1990, 5, 17))
    pao = cast.actor(cast.pao)
    merge = actions.merge_officials(actor=pao, kept=third, merged=cast.lan_official, reason=WHY)
    cast.lan.refresh_from_db()
    assert (cast.lan.official, cast.lan.full_name) == (third, "Lò Thị Lân")
    actions.undo_merge(actor=pao, merge=merge, reason="Nhầm")
    cast.lan.refresh_from_db()
    assert (cast.lan.official, cast.lan.full_name) == (cast.lan_official, "Lò Thị Lan")


def test_the_number_of_the_entry_that_was_merged_may_be_written_at_the_kept_one(cast, twin):
    number = "011190000001"
    Sensitive.objects.create(official=twin, id_number=number)
    Sensitive.objects.create(official=cast.lan_official, ethnicity="Thái")
    pao = cast.actor(cast.pao)
    actions.merge_officials(actor=pao, kept=cast.lan_official, merged=twin, reason=WHY)
    row = actions.correct_sensitive(
        actor=pao,
        official=cast.lan_official,
        values={"id_number": number},
        purpose="Bổ sung",
    )
    assert row.id_number == number


def test_nobody_writes_their_own_training_down(cast):
    own = people.official("Hờ A Páo", cast.commune, cast.pao)
    draft = TrainingDraft(
        "external:1", "Khóa", "Trường", "bồi dưỡng", 8, dt.date(2025, 1, 1), dt.date(2025, 1, 2)
    )
    with pytest.raises(RuleBroken):
        actions.add_training_record(actor=cast.actor(cast.pao), official=own, draft=draft)
    assert not TrainingRecord.objects.exists()
