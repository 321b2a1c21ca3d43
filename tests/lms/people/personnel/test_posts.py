"""Posts through time: appointing, moving, ending; who may, and what stays."""

import datetime as dt

import pytest

from lms.core import clock
from lms.core.audit.models import Event
from lms.core.errors import BadInput, NotAllowed, NotFound, RuleBroken
from lms.core.lookup import one_or_404
from lms.people.organisation.models import Role, UnitLevel
from lms.people.personnel import policies
from lms.people.personnel.actions import (
    OfficialDraft,
    PostDraft,
    appoint_official,
    end_post,
    register_official,
    transfer_official,
)
from lms.people.personnel.models import Group, Official, Post
from lms.people.personnel.queries import (
    file_of,
    kept_officials,
    next_code,
    posts_on,
)
from tests.factories import people

NEW = dt.date(2026, 3, 1)
BEFORE = dt.date(2026, 2, 28)


def draft(unit, title="Phó Chủ tịch UBND", group=Group.ELECTED, **fields) -> PostDraft:
    return PostDraft(unit, title, group, fields.pop("valid_from", NEW), **fields)


@pytest.fixture
def sibling(cast):
    return people.unit("PUNHI", "Xã Pu Nhi", parent=cast.province)


@pytest.fixture
def pao(cast):
    return cast.actor(cast.pao)


@pytest.fixture
def tu(cast):
    return cast.actor(cast.tu)


def mains(official: Official, day: dt.date) -> list[str]:
    return [post.title for post in posts_on(official, day) if post.is_main]


def test_a_new_main_post_lets_the_old_one_go_on_beside_it(cast, pao):
    lan = cast.lan_official
    appoint_official(actor=pao, official=lan, draft=draft(cast.commune, decision="QĐ 7/QĐ-UBND"))
    assert mains(lan, BEFORE) == ["Công chức Tư pháp – Hộ tịch"]
    assert mains(lan, NEW) == ["Phó Chủ tịch UBND"]
    assert [post.title for post in posts_on(lan, NEW)] == [
        "Phó Chủ tịch UBND",
        "Công chức Tư pháp – Hộ tịch",
    ]
    assert posts_on(lan, BEFORE).first().group == Group.CIVIL_SERVANT
    assert posts_on(lan, NEW).first().group == Group.ELECTED
    assert not posts_on(lan, dt.date(1999, 1, 1)).exists()
    event = Event.objects.get(kind="official.appointed")
    assert event.data["decision"] == "QĐ 7/QĐ-UBND"


def test_a_secondment_that_ends_gives_the_main_post_back(cast, pao):
    lan = cast.lan_official
    until = dt.date(2026, 8, 31)
    appoint_official(
        actor=pao,
        official=lan,
        draft=draft(cast.commune, "Tổ công tác", kind=Post.Kind.SECONDED, valid_to=until),
    )
    assert mains(lan, until) == ["Tổ công tác"]
    assert mains(lan, until + dt.timedelta(days=1)) == ["Công chức Tư pháp – Hộ tịch"]


def test_a_concurrent_post_changes_no_main_post(cast, pao):
    lan = cast.lan_official
    appoint_official(
        actor=pao, official=lan, draft=draft(cast.commune, "Bí thư Đoàn", is_main=False)
    )
    assert mains(lan, NEW) == ["Công chức Tư pháp – Hộ tịch"]
    assert posts_on(lan, NEW).count() == 2
    assert lan.posts.count() == 2


def test_when_the_main_post_ends_the_other_becomes_it(cast, pao):
    lan = cast.lan_official
    appoint_official(
        actor=pao, official=lan, draft=draft(cast.commune, "Bí thư Đoàn", is_main=False)
    )
    main = posts_on(lan, NEW).get(is_main=True)
    last = dt.date(2026, 6, 30)
    ended = end_post(actor=pao, post=main, on=last, reason="QĐ 9/QĐ-UBND")
    assert ended.end_reason == "QĐ 9/QĐ-UBND"
    assert mains(lan, last) == ["Công chức Tư pháp – Hộ tịch"]
    assert mains(lan, last + dt.timedelta(days=1)) == ["Bí thư Đoàn"]


@pytest.mark.parametrize(
    "fields, at",
    [
        ({"valid_to": BEFORE}, "valid_to"),
        ({"title": "  "}, "title"),
        ({"valid_from": dt.date(1940, 1, 1)}, "valid_from"),
    ],
)
def test_a_post_that_cannot_be_is_refused_and_nothing_is_written(cast, pao, fields, at):
    with pytest.raises(BadInput) as refused:
        appoint_official(actor=pao, official=cast.lan_official, draft=draft(cast.commune, **fields))
    assert refused.value.field == at
    assert cast.lan_official.posts.count() == 1
    assert not Event.objects.filter(kind="official.appointed").exists()


def test_a_post_lies_in_the_life_of_its_unit(cast, tu):
    ended = people.unit(
        "CU",
        "Huyện cũ",
        UnitLevel.DISTRICT,
        cast.province,
        valid_from=dt.date(2010, 1, 1),
        valid_to=dt.date(2025, 6, 30),
    )
    lan = cast.lan_official
    for fields in (
        {"valid_from": dt.date(2009, 12, 31), "valid_to": dt.date(2012, 1, 1)},
        {"valid_from": dt.date(2020, 1, 1)},
        {"valid_from": dt.date(2020, 1, 1), "valid_to": dt.date(2025, 7, 1)},
    ):
        with pytest.raises(BadInput, match="Huyện cũ"):
            appoint_official(actor=tu, official=lan, draft=draft(ended, **fields))
    within = {"valid_from": dt.date(2010, 1, 1), "valid_to": dt.date(2025, 6, 30)}
    assert appoint_official(actor=tu, official=lan, draft=draft(ended, is_main=False, **within)).pk


def test_a_manager_gives_no_posts_elsewhere_and_none_to_people_of_others(cast, pao, sibling):
    stranger = people.official("Canary Thị Kín", sibling)
    with pytest.raises(NotAllowed):
        appoint_official(actor=pao, official=cast.lan_official, draft=draft(sibling))
    with pytest.raises(NotAllowed):
        appoint_official(actor=pao, official=stranger, draft=draft(cast.commune))
    with pytest.raises(NotAllowed):
        end_post(actor=pao, post=stranger.posts.get(), on=NEW, reason="x")
    assert Post.objects.filter(official__in=[stranger, cast.lan_official]).count() == 2


def test_two_units_share_a_person_and_each_ends_only_its_own_post(cast, pao, tu, sibling):
    lan = cast.lan_official
    other_manager = people.user("Lầu A Sử")
    people.role(other_manager, sibling, Role.UNIT_MANAGER)
    su = cast.actor(other_manager)
    with pytest.raises(NotFound):
        one_or_404(kept_officials(su), uid=lan.uid)
    second = appoint_official(
        actor=tu, official=lan, draft=draft(sibling, "Kiêm nhiệm", is_main=False)
    )
    assert one_or_404(kept_officials(cast.actor(other_manager)), uid=lan.uid) == lan
    assert one_or_404(kept_officials(cast.actor(cast.pao)), uid=lan.uid) == lan
    first = lan.posts.get(unit=cast.commune)
    for actor, post in ((su, first), (pao, second)):
        with pytest.raises(NotAllowed):
            end_post(actor=actor, post=post, on=clock.today(), reason="x")
    end_post(actor=su, post=second, on=clock.today(), reason="Hết kiêm nhiệm")
    assert lan.posts.get(pk=first.pk).valid_to is None


def test_a_transfer_takes_the_whole_file_along(cast, tu, sibling):
    lan = cast.lan_official
    lan.qualifications.create(
        dimension="political_theory", level="advanced", held_from=dt.date(2020, 1, 1)
    )
    appoint_official(
        actor=tu,
        official=lan,
        draft=draft(cast.commune, "Bí thư Đoàn", valid_from=dt.date(2024, 1, 1), is_main=False),
    )
    post = transfer_official(actor=tu, official=lan, draft=draft(sibling, decision="QĐ 10/QĐ-SNV"))
    assert post.is_main
    assert [p.title for p in posts_on(lan, NEW)] == ["Phó Chủ tịch UBND"]
    assert {p.title for p in posts_on(lan, BEFORE)} == {
        "Công chức Tư pháp – Hộ tịch",
        "Bí thư Đoàn",
    }
    old = lan.posts.get(title="Bí thư Đoàn")
    assert (old.valid_to, "Pu Nhi" in old.end_reason) == (BEFORE, True)
    assert lan.qualifications.count() == 1
    assert lan.user == cast.lan
    assert not policies.may_keep(cast.actor(cast.pao), lan)
    assert not policies.may_read_file(cast.actor(cast.pao), lan)
    assert policies.may_keep(cast.actor(cast.tu), lan)


def test_a_transfer_leaves_posts_at_third_units_alone(cast, tu, sibling):
    third = people.unit("TIADINH", "Xã Tìa Dình", parent=cast.province)
    lan = cast.lan_official
    appoint_official(
        actor=tu,
        official=lan,
        draft=draft(third, "Tổ trưởng", valid_from=dt.date(2024, 1, 1), is_main=False),
    )
    transfer_official(actor=tu, official=lan, draft=draft(sibling, decision="QĐ 10"))
    assert {p.unit for p in posts_on(lan, NEW)} == {sibling, third}
    assert mains(lan, NEW) == ["Phó Chủ tịch UBND"]


def test_a_transfer_needs_both_units_a_decision_and_another_unit(cast, pao, tu, sibling):
    lan, before = cast.lan_official, Post.objects.count()
    with pytest.raises(NotAllowed):
        transfer_official(actor=pao, official=lan, draft=draft(sibling, decision="QĐ 1"))
    with pytest.raises(BadInput) as refused:
        transfer_official(actor=tu, official=lan, draft=draft(sibling))
    assert refused.value.field == "decision"
    with pytest.raises(RuleBroken):
        transfer_official(actor=tu, official=lan, draft=draft(cast.commune, decision="QĐ 1"))
    other = people.official("Hoàng Thị Kín", cast.other_province)
    with pytest.raises(NotAllowed):
        transfer_official(actor=tu, official=other, draft=draft(sibling, decision="QĐ 1"))
    assert Post.objects.count() == before + 1
    assert lan.posts.get().valid_to is None
    assert not Event.objects.filter(kind="official.transferred").exists()


def test_within_their_own_units_a_manager_moves_people_alone(cast, pao):
    office = people.unit("NASON-VP", "Văn phòng xã", parent=cast.commune)
    lan = cast.lan_official
    transfer_official(actor=pao, official=lan, draft=draft(office, decision="QĐ 3/QĐ-UBND"))
    assert posts_on(lan, NEW).get().unit == office
    assert one_or_404(kept_officials(cast.actor(cast.pao)), uid=lan.uid) == lan


def test_the_last_post_ended_leaves_the_file_to_the_authority(cast, pao):
    lan, yesterday = cast.lan_official, clock.today() - dt.timedelta(days=1)
    end_post(actor=pao, post=lan.posts.get(), on=yesterday, reason="Nghỉ hưu")
    pao, tu = cast.actor(cast.pao), cast.actor(cast.tu)
    assert not kept_officials(tu).filter(pk=lan.pk).exists()
    assert file_of(tu, lan.uid) == lan
    with pytest.raises(NotFound):
        file_of(pao, lan.uid)
    back = appoint_official(
        actor=tu, official=lan, draft=draft(cast.commune, valid_from=clock.today())
    )
    assert back.is_main
    assert one_or_404(kept_officials(cast.actor(cast.pao)), uid=lan.uid) == lan


def test_the_new_unit_reads_the_file_of_who_comes_and_does_not_keep_it_yet(cast, tu, sibling):
    other_manager = people.user("Lầu A Sử")
    people.role(other_manager, sibling, Role.UNIT_MANAGER)
    tomorrow = clock.today() + dt.timedelta(days=1)
    transfer_official(
        actor=tu,
        official=cast.lan_official,
        draft=draft(sibling, valid_from=tomorrow, decision="QĐ 1"),
    )
    su = cast.actor(other_manager)
    assert file_of(su, cast.lan_official.uid)
    assert not policies.may_keep(su, cast.lan_official)
    assert policies.may_keep(cast.actor(cast.pao), cast.lan_official)


@pytest.mark.parametrize("on, at", [(dt.date(1999, 1, 1), "on"), (NEW, "reason")])
def test_an_end_needs_a_day_that_can_be_and_a_reason(cast, pao, on, at):
    post = cast.lan_official.posts.get()
    with pytest.raises(BadInput) as refused:
        end_post(actor=pao, post=post, on=on, reason="" if at == "reason" else "x")
    assert refused.value.field == at
    post.refresh_from_db()
    assert post.valid_to is None


def test_a_post_is_not_prolonged_by_ending_it(cast, pao):
    post = cast.lan_official.posts.get()
    end_post(actor=pao, post=post, on=dt.date(2025, 1, 31), reason="x")
    cast.lan_official.posts.create(
        unit=cast.commune, title="Khác", group=Group.ELECTED, valid_from=dt.date(2025, 2, 1)
    )
    with pytest.raises(BadInput, match="31/01/2025"):
        end_post(actor=cast.actor(cast.pao), post=post, on=dt.date(2025, 3, 1), reason="x")


def test_nobody_gives_themselves_a_post_or_moves_themselves(cast, pao, sibling):
    own = people.official("Hờ A Páo", cast.commune, cast.pao)
    with pytest.raises(RuleBroken):
        appoint_official(actor=pao, official=own, draft=draft(cast.commune, "Chủ tịch"))
    with pytest.raises(RuleBroken):
        transfer_official(actor=pao, official=own, draft=draft(sibling, decision="QĐ 1"))
    with pytest.raises(RuleBroken):
        end_post(actor=pao, post=own.posts.get(), on=NEW, reason="x")
    assert own.posts.get().valid_to is None


def test_codes_are_given_one_after_the_other(cast, pao):
    born = dt.date(1990, 1, 2)
    post = (draft(cast.commune),)
    officials = [
        register_official(actor=pao, draft=OfficialDraft("", name, born, "m", post))
        for name in ("Giàng A Dế", "Vừ A Dia")
    ]
    assert [official.code for official in officials] == ["NASON-001", "NASON-002"]
    register_official(actor=pao, draft=OfficialDraft("NASON-041", "Mùa A Sang", born, "m", post))
    people.official("Người khác", cast.commune, code="NASON-XII")
    assert next_code(cast.commune) == "NASON-042"


def test_of_several_posts_at_the_start_one_is_the_main_one(cast, pao):
    posts = (
        draft(cast.commune, "Trưởng ban", valid_from=dt.date(2025, 1, 1)),
        draft(cast.commune, "Phó Chủ tịch", valid_from=NEW),
    )
    official = register_official(
        actor=pao, draft=OfficialDraft("A1", "Giàng A Dế", dt.date(1990, 1, 2), "m", posts)
    )
    assert mains(official, BEFORE) == ["Trưởng ban"]
    assert mains(official, NEW) == ["Phó Chủ tịch"]
    assert posts_on(official, NEW).count() == 2


def seconded(cast, actor, official):
    """A main post of half a year elsewhere in the unit cuts the post at home into three."""
    until = dt.date(2026, 8, 31)
    appoint_official(
        actor=actor, official=official, draft=draft(cast.commune, "Tổ công tác", valid_to=until)
    )
    assert official.posts.count() == 4


@pytest.mark.parametrize("which", [0, 1, 2])
def test_a_post_that_was_cut_ends_as_one(cast, pao, which):
    lan = cast.lan_official
    seconded(cast, pao, lan)
    pieces = lan.posts.exclude(title="Tổ công tác").order_by("valid_from")
    on = dt.date(2026, 5, 31)
    end_post(actor=pao, post=pieces[which], on=on, reason="Thôi việc")
    after = on + dt.timedelta(days=1)
    assert [post.title for post in posts_on(lan, after)] == ["Tổ công tác"]
    assert [post.title for post in posts_on(lan, dt.date(2026, 9, 1))] == []
    assert len(posts_on(lan, on)) == 2
    assert len(posts_on(lan, BEFORE)) == 1


def test_who_is_moved_does_not_come_back_when_a_secondment_ends(cast, tu, sibling):
    lan = cast.lan_official
    seconded(cast, tu, lan)
    day = dt.date(2026, 5, 1)
    transfer_official(
        actor=tu, official=lan, draft=draft(sibling, valid_from=day, decision="QĐ 10")
    )
    for later in (day, dt.date(2026, 9, 1), dt.date(2030, 1, 1)):
        assert [post.unit for post in posts_on(lan, later)] == [sibling]


def test_a_move_does_not_lie_before_a_post_at_the_unit_that_is_left(cast, tu, sibling):
    lan = cast.lan_official
    appoint_official(
        actor=tu, official=lan, draft=draft(cast.commune, "Bí thư Đoàn", is_main=False)
    )
    with pytest.raises(BadInput, match="01/03/2026"):
        transfer_official(
            actor=tu, official=lan, draft=draft(sibling, valid_from=BEFORE, decision="QĐ 1")
        )
    with pytest.raises(BadInput) as refused:
        transfer_official(
            actor=tu,
            official=lan,
            draft=draft(sibling, valid_from=dt.date(1999, 1, 1), decision="QĐ 1"),
        )
    assert refused.value.field == "valid_from"
    assert not lan.posts.filter(unit=sibling).exists()


def test_a_post_that_a_reorganisation_carried_on_is_not_ended_before_it(cast, pao, sibling):
    lan = cast.lan_official
    seconded(cast, pao, lan)
    last = lan.posts.exclude(title="Tổ công tác").order_by("valid_from").last()
    lan.posts.create(
        unit=sibling,
        title=last.title,
        group=last.group,
        follows=last,
        valid_from=dt.date(2027, 1, 1),
    )
    last.valid_to = dt.date(2026, 12, 31)
    last.save()
    with pytest.raises(RuleBroken):
        end_post(actor=pao, post=last, on=dt.date(2026, 5, 31), reason="x")
    assert lan.posts.filter(pk=last.pk).exists()
