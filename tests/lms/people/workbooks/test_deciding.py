"""Rows that are warned of: what is proposed, what the office decides, what is written then."""

import datetime as dt
import io

import openpyxl
import pytest

from lms.core.audit.models import Event
from lms.core.errors import BadInput, NotAllowed, RuleBroken
from lms.people.personnel.models import Official
from lms.people.workbooks import actions
from lms.people.workbooks.queries import undecided_by_kind, undecided_rows
from lms.people.workbooks.warning_kinds import Decision, WarningKind
from tests.factories.people import SYSTEM
from tests.factories.workbooks import (
    HEADERS,
    build_xlsx,
    hash_people_tables,
    person_row,
    upload_and_apply,
    upload_and_try,
)

pytestmark = pytest.mark.django_db
WITH_REMARKS = (*HEADERS, "Ghi chú")


def remarked(remark, name="Vừ A Sình", **more):
    return person_row(name, **{"Ghi chú": remark}, **more)


def build_remarked(*rows):
    return build_xlsx(*rows, headers=WITH_REMARKS)


def decide(batch, decision, *rows, actor=SYSTEM):
    decisions = {row.pk: decision for row in rows or undecided_rows(batch)}
    batch = actions.decide_rows(actor=actor, batch=batch, decisions=decisions)
    return batch if batch.plan else actions.try_out(actor=actor, batch=batch)


def known_person(cast, **more):
    """Vừ A Sình, in a post of the commune since 2020."""
    upload_and_apply(cast.commune, build_xlsx(person_row(**more)), day=dt.date(2020, 1, 1))
    return Official.objects.get(full_name="Vừ A Sình")


def test_a_new_person_who_has_left_is_left_out(cast):
    body = build_remarked(remarked("Đã mất"), remarked("", "Lò Văn Xôm"))
    batch = upload_and_try(cast.commune, body)
    assert batch.counts["left_out"] == 1
    row = batch.rows.get(outcome="left_out")
    [warning] = row.warnings
    assert (warning["kind"], warning["cell"], warning["before"]) == ("has_left", "M2", "Đã mất")
    assert "Bỏ" in warning["proposal"]
    with pytest.raises(RuleBroken, match="1 dòng"):
        actions.apply_batch(actor=SYSTEM, batch=batch)
    batch = actions.apply_batch(actor=SYSTEM, batch=decide(batch, Decision.PROPOSAL))
    assert not Official.objects.filter(full_name="Vừ A Sình").exists()
    assert Official.objects.filter(full_name="Lò Văn Xôm").exists()


def test_accepting_what_was_shown_needs_no_second_try(cast):
    batch = upload_and_try(cast.commune, build_remarked(remarked("Đã mất")))
    plan = batch.plan
    batch = actions.decide_rows(
        actor=SYSTEM, batch=batch, decisions={undecided_rows(batch).get().pk: "proposal"}
    )
    assert batch.plan == plan
    assert not undecided_rows(batch).exists()
    assert Event.objects.filter(kind="batch.decided").get().data["proposal"] == 1


def test_the_post_of_somebody_known_ends_the_day_before(cast):
    official = known_person(cast)
    before = hash_people_tables()
    batch = upload_and_try(
        cast.commune,
        build_remarked(remarked("Nghỉ hưu từ 01/9/2025")),
        day=dt.date(2026, 6, 30),
    )
    [row] = batch.rows.all()
    assert row.outcome == "changed"
    assert "31/08/2025" in row.warnings[0]["proposal"]
    batch = actions.apply_batch(actor=SYSTEM, batch=decide(batch, Decision.PROPOSAL))
    [post] = official.posts.all()
    assert post.valid_to == dt.date(2025, 8, 31)
    assert post.end_reason == "Nghỉ hưu từ 01/9/2025"
    actions.undo_batch(actor=SYSTEM, batch=batch)
    assert hash_people_tables() == before


def test_somebody_known_who_has_left_without_a_day_keeps_the_post_until_it_is_known(cast):
    official = known_person(cast)
    batch = upload_and_try(cast.commune, build_remarked(remarked("Chuyển công tác")))
    assert batch.counts["left_out"] == 1
    actions.apply_batch(actor=SYSTEM, batch=decide(batch, Decision.PROPOSAL))
    assert official.posts.get().valid_to is None


def test_what_the_register_knows_already_is_asked_no_more(cast):
    known_person(cast)
    body = build_remarked(remarked("Nghỉ hưu từ 01/9/2025"))
    batch = upload_and_try(cast.commune, body)
    actions.apply_batch(actor=SYSTEM, batch=decide(batch, Decision.PROPOSAL))
    batch = upload_and_try(cast.commune, body)
    assert (batch.counts["unchanged"], undecided_rows(batch).count()) == (1, 0)


def test_a_day_to_come_ends_the_post_then(cast):
    batch = upload_and_try(
        cast.commune,
        build_remarked(remarked("Nghỉ hưu từ 01/01/2099")),
        day=dt.date(2026, 6, 30),
    )
    actions.apply_batch(actor=SYSTEM, batch=decide(batch, Decision.PROPOSAL))
    official = Official.objects.get(full_name="Vừ A Sình")
    assert official.posts.get().valid_to == dt.date(2098, 12, 31)


def test_as_written_the_remark_says_nothing(cast):
    batch = upload_and_try(cast.commune, build_remarked(remarked("Đã mất")))
    batch = decide(batch, Decision.AS_WRITTEN)
    assert (batch.counts["new"], batch.counts["left_out"]) == (1, 0)
    assert batch.rows.get().warnings[0]["before"] == "Đã mất"
    actions.apply_batch(actor=SYSTEM, batch=batch)
    assert Official.objects.get(full_name="Vừ A Sình").posts.get().valid_to is None


def test_a_row_that_is_left_out_writes_nothing_and_may_be_taken_back(cast):
    known_person(cast)
    batch = upload_and_try(cast.commune, build_remarked(remarked("Nghỉ hưu từ 01/9/2025")))
    batch = decide(batch, Decision.LEAVE_OUT)
    assert batch.counts["left_out"] == 1
    batch = decide(batch, Decision.PROPOSAL, batch.rows.get())
    assert (batch.counts["left_out"], batch.counts["changed"]) == (0, 1)


def test_decisions_are_refused_where_they_do_not_fit(cast):
    batch = upload_and_try(
        cast.commune, build_remarked(remarked("Đã mất"), remarked("", "Lò Văn Xôm"))
    )
    warned, plain = batch.rows.order_by("number")
    for decisions in ({plain.pk: "proposal"}, {warned.pk: "rubbish"}, {0: "proposal"}):
        with pytest.raises(BadInput):
            actions.decide_rows(actor=SYSTEM, batch=batch, decisions=decisions)
    stranger = cast.actor(cast.stranger)
    with pytest.raises(NotAllowed):
        actions.decide_rows(actor=stranger, batch=batch, decisions={warned.pk: "proposal"})
    assert undecided_rows(batch).get() == warned


def test_decisions_last_while_the_columns_do(cast):
    batch = upload_and_try(
        cast.commune, build_remarked(remarked("Đã mất"), remarked("từ trần", "Lò Văn Xôm"))
    )
    first, _second = undecided_rows(batch)
    batch = decide(batch, Decision.LEAVE_OUT, first)
    batch = actions.try_out(actor=SYSTEM, batch=batch)
    assert batch.rows.get(number=2).decision == Decision.LEAVE_OUT
    assert undecided_by_kind(batch) == {WarningKind.HAS_LEFT: [batch.rows.get(number=3).pk]}
    actions.map_columns(
        actor=SYSTEM, batch=batch, columns={"Danh sách": batch.mapping["Danh sách"]["columns"]}
    )
    batch = actions.try_out(actor=SYSTEM, batch=batch)
    assert undecided_rows(batch).count() == 2


def test_a_proposal_that_has_become_another_one_is_decided_again(cast):
    batch = upload_and_try(cast.commune, build_remarked(remarked("Nghỉ hưu từ 01/9/2025")))
    batch = decide(batch, Decision.PROPOSAL)
    known_person(cast)
    with pytest.raises(RuleBroken):
        actions.apply_batch(actor=SYSTEM, batch=batch)
    batch = actions.try_out(actor=SYSTEM, batch=batch)
    assert undecided_rows(batch).count() == 1


def test_whoever_was_moved_to_the_unit_came_there(cast):
    batch = upload_and_try(cast.commune, build_remarked(remarked("Điều động về xã Na Son")))
    assert (batch.counts["new"], undecided_rows(batch).count()) == (1, 0)


def test_an_old_font_as_written_is_refused_and_may_be_decided_anew(cast):
    body = build_xlsx(person_row("NguyÔn V¨n Tó"), person_row("Vò ThÞ Hoa", sex="Nữ"))
    batch = upload_and_try(cast.commune, body)
    assert batch.counts["new"] == 2
    batch = decide(batch, Decision.AS_WRITTEN)
    assert batch.counts["refused"] == 2
    row = batch.rows.first()
    assert (row.decision, row.warnings[0]["proposal"]) == ("written", "Nguyễn Văn Tú")
    batch = decide(batch, Decision.PROPOSAL, *batch.rows.all())
    batch = actions.apply_batch(actor=SYSTEM, batch=batch)
    assert Official.objects.filter(full_name__in=["Nguyễn Văn Tú", "Vũ Thị Hoa"]).count() == 2


def test_a_hidden_row_is_read_unless_it_is_left_out(cast):
    workbook = openpyxl.load_workbook(
        io.BytesIO(build_xlsx(person_row(), person_row("Lò Văn Xôm")))
    )
    workbook.active.row_dimensions[2].hidden = True
    buffer = io.BytesIO()
    workbook.save(buffer)
    batch = upload_and_try(cast.commune, buffer.getvalue())
    row = batch.rows.get(number=2)
    assert (row.outcome, row.warnings[0]["kind"]) == ("new", "hidden_row")
    assert not undecided_rows(batch).exists()
    batch = decide(batch, Decision.LEAVE_OUT, row)
    actions.apply_batch(actor=SYSTEM, batch=batch)
    assert not Official.objects.filter(full_name="Vừ A Sình").exists()
