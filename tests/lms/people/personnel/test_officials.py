"""Writing officials down, finding them, and who may."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lms.core.audit.models import Event
from lms.core.errors import BadInput, NotAllowed, NotFound
from lms.core.lookup import one_or_404
from lms.people.organisation.models import Role, UnitLevel
from lms.people.personnel import actions, policies, queries
from lms.people.personnel.actions import (
    OfficialDraft,
    PostDraft,
    QualificationDraft,
    TrainingDraft,
)
from lms.people.personnel.models import (
    Dimension,
    Group,
    Official,
    Post,
    QualificationLevel,
    SensitiveAccess,
    TrainingRecord,
)
from tests.factories import people
from tests.factories.people import SYSTEM
from tests.lms.people import faces


def draft(unit, code="NS-01", name="Giàng A Dế", **fields) -> OfficialDraft:
    post = PostDraft(unit, "Công chức Tài chính", Group.CIVIL_SERVANT, dt.date(2025, 7, 1))
    fields.setdefault("posts", (post,))
    return OfficialDraft(code, name, dt.date(1990, 1, 2), "m", **fields)


def test_a_unit_manager_writes_down_an_official_with_all_details(cast):
    official = actions.register_official(
        actor=cast.actor(cast.pao),
        draft=draft(
            cast.commune,
            name="  Giàng  A   Ðế ",
            qualifications=(
                QualificationDraft(
                    Dimension.THEORY, QualificationLevel.INTERMEDIATE, dt.date(2020, 1, 1)
                ),
            ),
            sensitive={"ethnicity": "Mông", "is_ethnic_minority": True},
        ),
    )
    official.refresh_from_db()
    assert official.full_name == "Giàng A Đế"
    assert official.name_fold == " giang a de"
    assert official.sensitive.ethnicity == "Mông"
    assert official.qualifications.get().level == QualificationLevel.INTERMEDIATE
    event = Event.objects.get(kind="official.registered")
    assert event.data["codes"] == ["NS-01"]
    assert "Mông" not in str(event.data)


def test_a_batch_is_written_whole_or_not_at_all(cast):
    before = Official.objects.count()
    with pytest.raises(BadInput, match="NS-01"):
        actions.register_officials(
            actor=cast.actor(cast.pao), drafts=[draft(cast.commune), draft(cast.commune)]
        )
    with pytest.raises(BadInput):
        actions.register_officials(
            actor=cast.actor(cast.pao),
            drafts=[draft(cast.commune), draft(cast.commune, "NS-02", name="Nam")],
        )
    assert Official.objects.count() == before
    officials = actions.register_officials(
        actor=cast.actor(cast.pao),
        drafts=[draft(cast.commune), draft(cast.commune, "NS-02")],
    )
    assert [o.code for o in officials] == ["NS-01", "NS-02"]
    assert Event.objects.filter(kind="official.registered").count() == 1


def test_many_are_written_down_with_as_many_queries_as_few(cast):
    counts = []
    for first, last in ((0, 3), (3, 60)):
        drafts = [draft(cast.commune, code=f"NS-{n:03d}") for n in range(first, last)]
        with CaptureQueriesContext(connection) as seen:
            actions.register_officials(actor=SYSTEM, drafts=drafts)
        # each person's own event of the audit log is a query of its own
        counts.append(len([q for q in seen.captured_queries if "audit" not in q["sql"]]))
    assert counts[0] == counts[1]


@pytest.mark.parametrize("who", ["lan", "hoa", "stranger", "other_hoa"])
def test_others_write_nobody_down(cast, who):
    before = Official.objects.count()
    with pytest.raises(NotAllowed):
        actions.register_official(actor=cast.actor(getattr(cast, who)), draft=draft(cast.commune))
    assert Official.objects.count() == before
    assert not Event.objects.filter(kind="official.registered").exists()


def test_a_unit_manager_never_sees_the_people_of_a_sibling_unit(cast):
    sibling = people.unit("PUNHI", "Xã Pu Nhi", parent=cast.province)
    canary = people.official("Canary Thị Kín", sibling)
    pao = cast.actor(cast.pao)
    assert canary not in queries.find_officials(pao, "canary")
    assert canary not in queries.people_seen(pao)
    with pytest.raises(NotFound):
        one_or_404(queries.people_seen(pao), uid=canary.uid)
    with pytest.raises(NotAllowed):
        actions.look_at_sensitive(actor=pao, official=canary, purpose="xem thử")
    assert not SensitiveAccess.objects.exists()


def test_both_faces_of_seeing_and_of_opening_accounts_agree(cast):
    sibling = people.unit("PUNHI", "Xã Pu Nhi", parent=cast.province)
    people.official("Vừ A Sếnh", sibling)
    people.official("Hứa Văn Hiệu", cast.other_school)
    people.official("Trần Hồng Sơn", cast.school, cast.son)
    people.official("Lê Anh Tú", cast.province, cast.tu)
    former = people.official("Lầu A Chu", cast.commune)
    former.posts.update(valid_to=dt.date(2020, 1, 1))
    for user in (
        cast.lan,
        cast.minh,
        cast.hoa,
        cast.son,
        cast.tu,
        cast.pao,
        cast.stranger,
        cast.other_hoa,
    ):
        actor = cast.actor(user)
        visible = set(Official.objects.filter(policies.seen_by(actor)))
        opened = set(faces.account_openable_by(actor))
        for official in Official.objects.all():
            assert faces.may_see_official(actor, official) == (official in visible), (
                user,
                official,
            )
            assert policies.may_open_account(actor, official) == (official in opened), (
                user,
                official,
            )


def test_the_authority_still_sees_who_worked_in_an_ended_unit(cast):
    district = people.unit(
        "CU", "Huyện cũ", UnitLevel.DISTRICT, cast.province, valid_to=dt.date(2025, 6, 30)
    )
    past = people.official("Mùa A Lử", district)
    Post.objects.filter(official=past).update(valid_to=dt.date(2025, 6, 30))
    assert faces.may_see_official(cast.actor(cast.tu), past)
    assert not faces.may_see_official(cast.actor(cast.hoa), past)


def test_search_takes_what_people_type(cast):
    son = people.official("Vàng A Sơn", cast.commune)
    other_son = people.official("Lò Văn Sòn", cast.commune)
    pao = cast.actor(cast.pao)
    assert set(queries.find_officials(pao, "son")) == {son, other_son}
    assert queries.find_officials(pao, "SƠN")[0] == son
    assert queries.find_officials(pao, "sòn")[0] == other_son
    assert queries.find_officials(pao, "a vang son") == [son]
    assert queries.find_officials(pao, son.code.lower()) == [son]
    assert queries.find_officials(pao, "Ðặng") == []


def test_a_search_costs_the_same_for_one_and_for_many(cast):
    pao = cast.actor(cast.pao)

    def count():
        with CaptureQueriesContext(
            connection,
        ) as seen:
            for official in queries.find_officials(cast.actor(cast.pao), "lò"):
                assert official.current_posts[0].unit.name
        return len(seen)

    first = count()
    for _ in range(3):
        people.official("Lò Văn Inh", cast.commune)
    assert count() == first
    assert pao


def test_staff_of_a_unit_follows_the_day(cast):
    moved = people.official("Sùng A Dơ", cast.commune)
    sibling = people.unit("PUNHI", "Xã Pu Nhi", parent=cast.province)
    draft = PostDraft(
        sibling, "Phó Chủ tịch UBND", Group.ELECTED, dt.date(2026, 1, 1), decision="QĐ 1"
    )
    actions.transfer_official(actor=SYSTEM, official=moved, draft=draft)
    assert moved in queries.staff_of(cast.commune, dt.date(2025, 12, 31))
    assert moved not in queries.staff_of(cast.commune, dt.date(2026, 1, 1))
    assert moved in queries.staff_of(sibling, dt.date(2026, 1, 1))
    assert moved in queries.staff_of(cast.province, dt.date(2026, 1, 1))


def test_a_certificate_writes_one_training_record_however_often_it_arrives(cast):
    training = TrainingDraft(
        "certificate:1",
        "Tiếp nhận hồ sơ",
        "Trường Chính trị",
        "bồi dưỡng",
        40,
        dt.date(2026, 3, 2),
        dt.date(2026, 3, 6),
    )
    for _ in range(2):
        actions.add_training_record(actor=SYSTEM, official=cast.lan_official, draft=training)
    assert TrainingRecord.objects.count() == 1
    with pytest.raises(NotAllowed):
        actions.add_training_record(
            actor=cast.actor(cast.lan), official=cast.lan_official, draft=training
        )
    actions.revoke_training_record(
        actor=SYSTEM, source="certificate:1", on=dt.date(2026, 5, 1), reason="QĐ 9/QĐ-TCT"
    )
    assert TrainingRecord.objects.get().revoked_on == dt.date(2026, 5, 1)
    assert Event.objects.filter(kind="official.trained").count() == 1


def test_looking_at_sensitive_fields_leaves_a_trace_and_schools_never_look(cast):
    actions.look_at_sensitive(
        actor=cast.actor(cast.pao),
        official=cast.lan_official,
        purpose="Rà soát tiêu chuẩn năm 2026",
    )
    row = SensitiveAccess.objects.get()
    assert (row.user, row.official, row.purpose) == (
        cast.pao,
        cast.lan_official,
        "Rà soát tiêu chuẩn năm 2026",
    )
    for user in (cast.hoa, cast.son, cast.minh, cast.stranger):
        with pytest.raises(NotAllowed):
            actions.look_at_sensitive(
                actor=cast.actor(user), official=cast.lan_official, purpose="x"
            )
    with pytest.raises(BadInput):
        actions.look_at_sensitive(
            actor=cast.actor(cast.pao), official=cast.lan_official, purpose=""
        )
    assert SensitiveAccess.objects.count() == 1


def test_a_corrected_name_is_searched_and_sorted_by_its_new_form(cast):
    actions.correct_official(
        actor=cast.actor(cast.pao),
        official=cast.lan_official,
        full_name="Lò Thị Lân",
        birth_date=dt.date(1991, 4, 3),
        reason="Theo giấy khai sinh",
    )
    cast.lan.refresh_from_db()
    assert cast.lan.full_name == "Lò Thị Lân"
    assert queries.find_officials(cast.actor(cast.pao), "lân")[0].birth_date == dt.date(1991, 4, 3)
    assert Event.objects.get(kind="official.corrected").data["before"]["full_name"] == "Lò Thị Lan"
    with pytest.raises(NotAllowed):
        actions.correct_official(
            actor=cast.actor(cast.lan),
            official=cast.lan_official,
            full_name="Lò Thị Mới",
            birth_date=dt.date(1991, 4, 3),
            reason="x",
        )
    assert people.role(cast.stranger, cast.other_province, Role.UNIT_MANAGER)
