"""What a workbook may not do, whoever brings it: decide about its owner, outlive a unit, reach
people who have left.
"""

import datetime as dt

import pytest

from lms.core.errors import BadInput
from lms.people.organisation.models import Unit
from lms.people.personnel.actions import PostDraft, merge_officials, transfer_official
from lms.people.personnel.models import Group, Official, Post, Qualification, TrainingRecord
from lms.people.workbooks import actions
from tests.factories import people
from tests.factories.workbooks import (
    HEADERS,
    build_xlsx,
    person_row,
    upload_and_apply,
    upload_and_try,
)

pytestmark = pytest.mark.django_db

COURSES = (*HEADERS, "Tên khóa học", "Đơn vị tổ chức", "Từ ngày", "Đến ngày")
COURSE = {
    "Tên khóa học": "Bồi dưỡng kỹ năng số",
    "Đơn vị tổ chức": "Trường Chính trị",
    "Từ ngày": "01/03/2025",
    "Đến ngày": "05/03/2025",
}


def lan_row(cast, **more):
    return {"Mã cán bộ": cast.lan_official.code, "Họ và tên": "Lò Thị Lan", **more}


@pytest.fixture
def pao_official(cast):
    return people.official("Hờ A Páo", cast.commune, cast.pao, birth_date=dt.date(1980, 1, 1))


def test_nobody_writes_in_their_own_file_by_a_workbook(cast, pao_official):
    body = build_xlsx(
        {"Mã cán bộ": pao_official.code, "Họ và tên": "Hờ A Páo", "Trình độ chuyên môn": "Thạc sĩ"},
        lan_row(cast, **{"Trình độ chuyên môn": "Đại học"}),
    )
    batch = upload_and_apply(cast.commune, body, actor=cast.actor(cast.pao))
    own, other = batch.rows.order_by("number")
    assert (own.outcome, other.outcome) == ("refused", "changed")
    assert not pao_official.qualifications.exists()
    assert cast.lan_official.qualifications.get().level == "university"
    # the authority above them may
    upload_and_apply(cast.commune, body, actor=cast.actor(cast.tu))
    assert pao_official.qualifications.get().level == "master"


def test_nobody_takes_back_what_a_workbook_says_of_them(cast, pao_official):
    body = build_xlsx(
        {"Mã cán bộ": pao_official.code, "Họ và tên": "Hờ A Páo", "Chức vụ": "Văn thư"}
    )
    batch = upload_and_apply(cast.commune, body, actor=cast.actor(cast.tu))
    with pytest.raises(actions.CannotUndo) as refusal:
        actions.undo_batch(actor=cast.actor(cast.pao), batch=batch)
    assert len(refusal.value.failed) == 1
    assert pao_official.posts.filter(title="Văn thư").exists()
    actions.undo_batch(actor=cast.actor(cast.tu), batch=batch)
    assert not pao_official.posts.filter(title="Văn thư").exists()


def test_who_works_elsewhere_by_now_is_not_reached_by_undoing(cast):
    body = build_xlsx(lan_row(cast, **{"Trình độ chuyên môn": "Đại học"}))
    batch = upload_and_apply(cast.commune, body, actor=cast.actor(cast.pao))
    sibling = people.unit("MUONGPHANG", "Xã Mường Phăng", parent=cast.province)
    draft = PostDraft(sibling, "Văn thư", Group.CIVIL_SERVANT, dt.date(2026, 7, 1), decision="QĐ 1")
    transfer_official(actor=cast.actor(cast.tu), official=cast.lan_official, draft=draft)
    with pytest.raises(actions.CannotUndo):
        actions.undo_batch(actor=cast.actor(cast.pao), batch=batch)
    assert Qualification.objects.get().official == cast.lan_official
    actions.undo_batch(actor=cast.actor(cast.tu), batch=batch)
    assert not Qualification.objects.exists()


def test_posts_stay_within_the_lives_of_their_units(cast):
    office = people.unit("VP", "Văn phòng", parent=cast.commune)
    Unit.objects.filter(pk=office.pk).update(
        valid_from=dt.date(2020, 1, 1), valid_to=dt.date(2026, 8, 31)
    )
    office.states.update(valid_from=dt.date(2020, 1, 1), valid_to=dt.date(2026, 8, 31))
    headers = (*HEADERS, "Ngày bổ nhiệm")
    batch = upload_and_apply(
        cast.commune,
        build_xlsx(
            person_row(**{"Đơn vị": "Văn phòng"}),
            person_row(
                "Sùng Thị Mai", sex="Nữ", **{"Đơn vị": "Văn phòng", "Ngày bổ nhiệm": "01/05/2015"}
            ),
            headers=headers,
        ),
    )
    assert [(row.outcome, row.cell) for row in batch.rows.order_by("number")] == [
        ("new", ""),
        ("refused", "M3"),
    ]
    assert Post.objects.get(unit=office).valid_to == dt.date(2026, 8, 31)


def test_one_course_of_two_people_whose_code_and_number_look_alike(cast):
    """The code of a new person may be the primary key of somebody else."""
    body = build_xlsx(lan_row(cast, **COURSE), headers=COURSES)
    upload_and_apply(cast.commune, body)
    batch = upload_and_apply(
        cast.commune,
        build_xlsx(
            person_row(**COURSE, **{"Mã cán bộ": str(cast.lan_official.pk)}), headers=COURSES
        ),
    )
    assert batch.counts["new"] == 1
    assert TrainingRecord.objects.count() == 2


def test_the_code_of_an_entry_that_was_merged_twice_leads_to_who_is_left(cast):
    first, second = (
        people.official("Lò Thị Lan", cast.commune, code=code, birth_date=dt.date(1990, 5, 17))
        for code in ("NS-8", "NS-9")
    )
    pao = cast.actor(cast.pao)
    merge_officials(actor=pao, kept=second, merged=first, reason="Một người")
    merge_officials(actor=pao, kept=cast.lan_official, merged=second, reason="Một người")
    body = build_xlsx(
        {"Mã cán bộ": "NS-8", "Họ và tên": "Lò Thị Lan", "Trình độ chuyên môn": "Đại học"}
    )
    upload_and_apply(cast.commune, body, actor=pao)
    assert cast.lan_official.qualifications.get().level == "university"
    assert Official.objects.count() == 3


def test_a_unit_that_was_not_there_on_the_day_has_no_workbook_of_it(cast):
    with pytest.raises(BadInput):
        upload_and_try(
            people.unit("MOI", "Xã Mới", valid_from=dt.date(2026, 7, 1)), build_xlsx(person_row())
        )


def test_an_old_list_does_not_bring_back_who_has_left(cast):
    """Another post on a day of the past ends when the one ended that was known of that day; a
    rank does so, too.
    """
    lan_posts = cast.lan_official.posts
    lan_posts.update(valid_to=dt.date(2025, 6, 30), end_reason="Nghỉ hưu")
    body = build_xlsx(lan_row(cast, **{"Chức vụ": "Phó Chủ tịch UBND"}))
    upload_and_apply(cast.commune, body, day=dt.date(2024, 12, 31), actor=cast.actor(cast.tu))
    assert [(post.title, post.valid_to) for post in lan_posts.order_by("valid_from")][1:] == [
        ("Phó Chủ tịch UBND", dt.date(2025, 6, 30))
    ]


@pytest.mark.parametrize("day", [dt.date(2020, 6, 30), dt.date(2026, 6, 30)])
def test_who_retired_from_a_sibling_is_not_reached_by_a_list_of_a_former_unit(cast, day):
    """They would be back at the unit, and their file of the years elsewhere open to its manager."""
    sibling = people.unit("MUONGPHANG", "Xã Mường Phăng", parent=cast.province)
    post = cast.lan_official.posts.get()
    Post.objects.create(
        official=cast.lan_official,
        unit=sibling,
        title="Văn thư",
        group=post.group,
        valid_from=dt.date(2023, 1, 1),
        valid_to=dt.date(2025, 6, 30),
    )
    cast.lan_official.posts.filter(pk=post.pk).update(valid_to=dt.date(2022, 12, 31))
    body = build_xlsx(lan_row(cast, **{"Trình độ chuyên môn": "Đại học"}))
    assert (
        upload_and_apply(cast.commune, body, actor=cast.actor(cast.pao), day=day).counts["refused"]
        == 1
    )
    assert not cast.lan_official.qualifications.exists()
    # the authority above both may
    assert (
        upload_and_apply(cast.commune, body, actor=cast.actor(cast.tu), day=day).counts["changed"]
        == 1
    )


def test_who_is_appointed_before_their_term_runs_out_stays(cast):
    cast.lan_official.posts.update(valid_to=dt.date(2999, 12, 31))
    upload_and_apply(cast.commune, build_xlsx(lan_row(cast, **{"Chức vụ": "Phó Chủ tịch UBND"})))
    assert cast.lan_official.posts.get(title="Phó Chủ tịch UBND").valid_to is None
