"""Written and undone: exactly what was shown, all of it or nothing, and back to the very same
tables.
"""

import datetime as dt

import pytest

from lms.core.audit.models import Event
from lms.core.errors import BadInput, NotAllowed, RuleBroken
from lms.people.personnel.actions import QualificationDraft, add_qualification, make_account
from lms.people.personnel.models import Official, Post, Qualification, RankHeld, Sensitive
from lms.people.workbooks import actions
from lms.people.workbooks.actions import applying
from lms.people.workbooks.models import Batch, BatchWrite
from tests.factories import people
from tests.factories.workbooks import (
    build_xlsx,
    hash_people_tables,
    person_row,
    upload_and_apply,
    upload_and_try,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    cast = people.cast()
    Post.objects.update(is_main=True)
    return cast


def lan_row(cast, **more):
    return {"Mã cán bộ": cast.lan_official.code, "Họ và tên": "Lò Thị Lan", **more}


def test_what_was_shown_is_written(cast):
    batch = upload_and_apply(
        cast.commune,
        build_xlsx(
            person_row(
                **{"Trình độ chuyên môn": "Đại học", "Dân tộc": "Mông", "Số CCCD": "011088000001"}
            ),
            lan_row(cast, **{"Chức vụ": "Phó Chủ tịch UBND", "Ngạch": "Chuyên viên"}),
        ),
    )
    assert batch.counts == {
        "rows": 2,
        "new": 1,
        "changed": 1,
        "unchanged": 0,
        "refused": 0,
        "left_out": 0,
    }
    sinh = Official.objects.get(full_name="Vừ A Sình")
    assert (sinh.code, sinh.name_fold, sinh.sex) == ("NASON-001", " vu a sinh", "m")
    assert sinh.sensitive.is_ethnic_minority
    assert "Sình" not in str(batch.mapping)
    assert sinh.qualifications.get().level == "university"
    former, fresh = cast.lan_official.posts.order_by("valid_from")
    assert (former.valid_to, fresh.title) == (dt.date(2026, 6, 29), "Phó Chủ tịch UBND")
    assert RankHeld.objects.get().official == cast.lan_official
    assert Event.objects.get(kind="batch.applied").data["new"] == 1


def test_the_same_file_twice_changes_nothing(cast):
    body = build_xlsx(
        person_row(**{"Trình độ chuyên môn": "Đại học", "Ngạch": "Chuyên viên", "Dân tộc": "Mông"}),
        lan_row(cast, **{"Chức vụ": "Phó Chủ tịch UBND"}),
    )
    upload_and_apply(cast.commune, body)
    before = hash_people_tables()
    again = upload_and_apply(cast.commune, body)
    assert again.counts == {
        "rows": 2,
        "new": 0,
        "changed": 0,
        "unchanged": 2,
        "refused": 0,
        "left_out": 0,
    }
    assert hash_people_tables() == before
    assert not BatchWrite.objects.filter(batch=again).exists()


def test_undoing_restores_the_very_same_tables(cast):
    Sensitive.objects.create(official=cast.lan_official, ethnicity="Thái")
    before = hash_people_tables()
    batch = upload_and_apply(
        cast.commune,
        build_xlsx(
            person_row(**{"Trình độ chuyên môn": "Đại học", "Dân tộc": "Mông"}),
            lan_row(
                cast,
                **{
                    "Họ và tên": "Lò Thị Lân",
                    "Ngày sinh": "17/05/1990",
                    "Chức vụ": "Phó Chủ tịch",
                    "Dân tộc": "Kinh",
                },
            ),
        ),
    )
    cast.lan.refresh_from_db()
    assert cast.lan.full_name == "Lò Thị Lân"
    assert hash_people_tables() != before
    undone = actions.undo_batch(actor=people.SYSTEM, batch=batch)
    assert undone.state == "undone"
    assert hash_people_tables() == before
    with pytest.raises(RuleBroken):
        actions.undo_batch(actor=people.SYSTEM, batch=batch)


def test_undoing_refuses_as_a_whole_where_something_was_changed_or_used_since(cast):
    batch = upload_and_apply(
        cast.commune,
        build_xlsx(
            person_row(),
            person_row("Sùng Thị Mai", sex="Nữ"),
            lan_row(cast, **{"Chức vụ": "Phó Chủ tịch"}),
        ),
    )
    mai, sinh = (Official.objects.get(full_name=name) for name in ("Sùng Thị Mai", "Vừ A Sình"))
    make_account(actor=people.SYSTEM, official=mai)
    draft = QualificationDraft("professional", "university", dt.date(2020, 1, 1))
    add_qualification(actor=people.SYSTEM, official=sinh, draft=draft)
    before = hash_people_tables()
    with pytest.raises(actions.CannotUndo) as refusal:
        actions.undo_batch(actor=people.SYSTEM, batch=batch)
    assert [obstacle["name"] for obstacle in refusal.value.failed] == [
        f"{mai} ({mai.code})",
        f"{sinh} ({sinh.code})",
    ]
    assert hash_people_tables() == before
    assert Batch.objects.get().state == "applied"


def test_what_changed_since_it_was_tried_out_asks_for_another_try(cast):
    batch = upload_and_try(
        cast.commune, build_xlsx(lan_row(cast, **{"Trình độ chuyên môn": "Đại học"}))
    )
    Qualification.objects.create(
        official=cast.lan_official,
        dimension="professional",
        level="master",
        held_from=dt.date(2020, 1, 1),
    )
    before = hash_people_tables()
    with pytest.raises(RuleBroken):
        actions.apply_batch(actor=people.SYSTEM, batch=batch)
    assert hash_people_tables() == before
    assert Batch.objects.get().state == "checked"


def test_broken_off_in_the_middle_nothing_is_written(cast, monkeypatch):
    monkeypatch.setattr(applying, "chunks", lambda items: ([item] for item in items))
    batch = upload_and_try(
        cast.commune, build_xlsx(person_row(), person_row("Sùng Thị Mai", sex="Nữ"))
    )
    before, real = hash_people_tables(), applying._write_people
    seen = []

    def break_off(batch, part):
        real(batch, part)
        seen.append(Official.objects.count())
        if len(seen) == 2:
            raise OSError

    monkeypatch.setattr(applying, "_write_people", break_off)
    with pytest.raises(OSError):
        actions.apply_batch(actor=people.SYSTEM, batch=batch)
    assert seen[1] == seen[0] + 1
    assert hash_people_tables() == before
    assert not BatchWrite.objects.exists()


def test_only_who_writes_people_down_there_may(cast):
    body = build_xlsx(person_row())
    sibling = people.unit("MUONGPHANG", "Xã Mường Phăng", parent=cast.province)
    for user, unit in (
        (cast.pao, sibling),
        (cast.pao, cast.province),
        (cast.hoa, cast.commune),
        (cast.stranger, cast.commune),
    ):
        with pytest.raises(NotAllowed):
            upload_and_try(unit, body, actor=cast.actor(user))
    batch = upload_and_try(cast.commune, body, actor=cast.actor(cast.pao))
    for action in (actions.try_out, actions.apply_batch, actions.undo_batch):
        with pytest.raises(NotAllowed):
            action(actor=cast.actor(cast.stranger), batch=batch)
    assert not Official.objects.filter(full_name="Vừ A Sình").exists()
    actions.apply_batch(actor=cast.actor(cast.tu), batch=batch)
    assert Official.objects.filter(full_name="Vừ A Sình").exists()


def test_a_sibling_s_people_are_neither_read_nor_written(cast):
    sibling = people.unit("MUONGPHANG", "Xã Mường Phăng", parent=cast.province)
    kin = people.official("Cà Thị Kín", sibling, code="MP-7", birth_date=dt.date(1991, 2, 3))
    Sensitive.objects.create(official=kin, id_number="011191000009", ethnicity="Khơ Mú")
    before = [*kin.posts.values()]
    batch = upload_and_apply(
        cast.commune,
        build_xlsx(
            person_row("Cà Thị Kín", "03/02/1991", "Nữ", **{"Mã cán bộ": "MP-7"}),
            person_row("Ai Đó Khác", "01/01/1980", **{"Số CCCD": "011191000009"}),
            person_row("Một Người Nữa", "01/01/1980", **{"Đơn vị": "Xã Mường Phăng"}),
            person_row("Hai Người Nữa", "01/01/1980", **{"Đơn vị": "Không Đâu Cả"}),
        ),
        actor=cast.actor(cast.pao),
    )
    assert batch.counts["refused"] == 4
    rows = list(batch.rows.order_by("number"))
    reasons = " ".join(row.reason for row in rows)
    for canary in ("Kín", "Mường", "MUONGPHANG", "Khơ Mú", "MP-7"):
        assert canary not in reasons
    assert rows[2].reason == rows[3].reason
    assert [row.cell for row in rows] == ["B2", "K3", "F4", "F5"]
    assert [*kin.posts.values()] == before
    assert not Post.objects.filter(unit=sibling).exclude(official=kin).exists()


def test_columns_are_remembered_by_the_shape_of_the_sheet(cast):
    headers = ("Họ và tên", "Ngày sinh", "Giới tính", "Cột lạ")
    body = build_xlsx(person_row(**{"Cột lạ": "Văn thư"}), headers=headers)
    batch = actions.upload_workbook(
        actor=people.SYSTEM, unit=cast.commune, name="a.xlsx", body=body, as_of=dt.date(2026, 6, 30)
    )
    assert "D" not in batch.mapping["Danh sách"]["columns"]
    with pytest.raises(BadInput) as refusal:
        actions.map_columns(
            actor=people.SYSTEM, batch=batch, columns={"Danh sách": {"D": "none such"}}
        )
    assert refusal.value.field == "Danh sách!D"
    chosen = {"A": "full_name", "B": "birth_date", "C": "sex", "D": "title"}
    batch = actions.map_columns(actor=people.SYSTEM, batch=batch, columns={"Danh sách": chosen})
    actions.try_out(actor=people.SYSTEM, batch=batch)
    actions.apply_batch(actor=people.SYSTEM, batch=batch)
    assert Post.objects.get(official__full_name="Vừ A Sình").title == "Văn thư"
    again = actions.upload_workbook(
        actor=people.SYSTEM, unit=cast.commune, name="b.xlsx", body=body, as_of=dt.date(2026, 6, 30)
    )
    assert again.mapping["Danh sách"]["columns"] == chosen
    with pytest.raises(RuleBroken):
        actions.map_columns(actor=people.SYSTEM, batch=batch, columns={"Danh sách": chosen})


def test_the_figures_are_not_of_a_day_to_come(cast):
    with pytest.raises(BadInput):
        actions.upload_workbook(
            actor=people.SYSTEM,
            unit=cast.commune,
            name="a.xlsx",
            body=build_xlsx(person_row()),
            as_of=dt.date(2999, 1, 1),
        )
    assert not Batch.objects.exists()
