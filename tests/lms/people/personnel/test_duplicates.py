"""Two entries of one person: found with their reasons, merged with everything, parted again as
they were.
"""

import datetime as dt

import pytest
from django.core import serializers

from lms.core.errors import BadInput, NotAllowed, RuleBroken
from lms.people.organisation.models import Role
from lms.people.personnel import actions
from lms.people.personnel.duplicates import find_duplicates, is_slip_of_date
from lms.people.personnel.models import (
    Official,
    OfficialMerge,
    Post,
    Qualification,
    Sensitive,
)
from lms.people.personnel.queries import file_of, kept_officials
from lms.teaching.enrolment.models import Enrolment
from tests.factories import people, teaching

WHY = "Đối chiếu căn cước: cùng một người"


@pytest.fixture
def twin(cast):
    """Cô Lan once more, without marks and with the words in another order."""
    return people.official("Lan Lo Thi", cast.commune, birth_date=dt.date(1990, 5, 17))


def reasons(pair):
    return [str(reason) for reason in pair.reasons]


def test_marks_and_order_do_not_hide_a_twin(cast, twin):
    [pair] = find_duplicates(cast.actor(cast.pao))
    assert {pair.first, pair.second} == {cast.lan_official, twin}
    assert len(reasons(pair)) == 2


@pytest.mark.parametrize(
    ("name", "born", "number"),
    [
        ("Lò Thị Lan", dt.date(1990, 5, 16), ""),  # one digit
        ("Lò Thị Lam", dt.date(1990, 5, 17), ""),  # one letter
        ("Vàng A Dế", dt.date(1970, 1, 1), "011190000001"),  # nothing but the number
    ],
)
def test_slips_and_numbers_are_reasons(cast, name, born, number):
    similar = people.official(name, cast.commune, birth_date=born)
    for official in (cast.lan_official, similar):
        Sensitive.objects.create(official=official, id_number=number)
    [pair] = find_duplicates(cast.actor(cast.pao))
    assert {pair.first, pair.second} == {cast.lan_official, similar}


def test_different_people_are_no_twins(cast):
    people.official("Lò Thị Lan", cast.commune, birth_date=dt.date(1971, 8, 2))
    people.official("Vừ A Dia", cast.commune, birth_date=dt.date(1990, 5, 17))
    for official in Official.objects.all():
        Sensitive.objects.create(official=official)
    assert find_duplicates(cast.actor(cast.pao)) == []


def test_who_keeps_one_file_alone_learns_nothing(cast):
    sibling = people.unit("PUNHI", "Xã Pu Nhi", parent=cast.province)
    hidden = people.official("Lò Thị Lan", sibling, birth_date=dt.date(1990, 5, 17))
    assert find_duplicates(cast.actor(cast.pao)) == []
    assert [{p.first, p.second} for p in find_duplicates(cast.actor(cast.tu))] == [
        {cast.lan_official, hidden}
    ]


def test_day_and_month_change_places():
    assert is_slip_of_date(dt.date(1990, 5, 7), dt.date(1990, 7, 5))
    assert is_slip_of_date(dt.date(1990, 5, 7), dt.date(1991, 5, 7))
    assert not is_slip_of_date(dt.date(1990, 5, 7), dt.date(1982, 6, 7))


def everything():
    """All rows of all tables that point at an official, as text."""
    models = {relation.related_model for relation in Official._meta.related_objects} - {
        OfficialMerge
    }
    return serializers.serialize(
        "json",
        [row for model in sorted(models, key=str) for row in model.objects.order_by("pk")]
        + list(Official.objects.order_by("pk")),
    )


def test_a_merge_brings_everything_and_parting_restores_it_exactly(cast, twin, django_user_model):
    group = teaching.running_class(cast)
    Enrolment.objects.filter(group=group).delete()
    enrolment = teaching.enrolment_of(group, twin)
    Qualification.objects.create(
        official=twin, dimension="professional", level="master", held_from=dt.date(2020, 1, 1)
    )
    before = everything()
    merge = actions.merge_officials(
        actor=cast.actor(cast.pao), kept=cast.lan_official, merged=twin, reason=WHY
    )
    enrolment.refresh_from_db()
    assert enrolment.official == cast.lan_official
    assert cast.lan_official.qualifications.count() == 1
    assert twin not in kept_officials(cast.actor(cast.pao))
    assert [o.pk for o in kept_officials(cast.actor(cast.pao))] == [cast.lan_official.pk]
    # two running main posts at once would make two people of one
    assert cast.lan_official.posts.filter(is_main=True).count() == 1
    assert find_duplicates(cast.actor(cast.pao)) == []
    later = Qualification.objects.create(
        official=cast.lan_official, dimension="it", level="basic", held_from=dt.date(2026, 1, 1)
    )
    actions.undo_merge(actor=cast.actor(cast.pao), merge=merge, reason="Nhầm người")
    later.delete()
    assert everything() == before


def test_an_account_goes_over_or_is_closed_and_comes_back(cast, twin):
    twin.user = people.user("Lò Thị Lan", staff_code="CB-LAN")
    twin.save()
    pao = cast.actor(cast.pao)
    merge = actions.merge_officials(actor=pao, kept=cast.lan_official, merged=twin, reason=WHY)
    twin.user.refresh_from_db()
    assert not twin.user.is_active
    actions.undo_merge(actor=pao, merge=merge, reason="Nhầm")
    twin.user.refresh_from_db()
    assert twin.user.is_active
    # now the entry without an account is kept
    third = people.official("Lò Thị Lan", cast.commune, birth_date=dt.date(1990, 5, 17))
    merge = actions.merge_officials(actor=pao, kept=third, merged=twin, reason=WHY)
    third.refresh_from_db()
    assert third.user == twin.user
    actions.undo_merge(actor=pao, merge=merge, reason="Nhầm")
    third.refresh_from_db()
    assert third.user is None


def test_what_only_one_may_hold_stops_the_merge_whole(cast, twin):
    group = teaching.running_class(cast)
    teaching.enrolment_of(group, twin)
    before = everything()
    with pytest.raises(RuleBroken):
        actions.merge_officials(
            actor=cast.actor(cast.pao), kept=cast.lan_official, merged=twin, reason=WHY
        )
    assert everything() == before


def test_refusals(cast, twin):
    lan = cast.lan_official
    sibling = people.user("Quản lý khác")
    people.role(sibling, people.unit("PUNHI", "Xã Pu Nhi", parent=cast.province), Role.UNIT_MANAGER)
    before = everything()
    for user in (sibling, cast.hoa, cast.lan, cast.stranger):
        with pytest.raises(NotAllowed):
            actions.merge_officials(actor=cast.actor(user), kept=lan, merged=twin, reason=WHY)
        with pytest.raises(NotAllowed):
            actions.tell_apart(actor=cast.actor(user), first=lan, second=twin, reason=WHY)
    with pytest.raises(BadInput):
        actions.merge_officials(actor=cast.actor(cast.pao), kept=lan, merged=twin, reason="")
    with pytest.raises(BadInput):
        actions.merge_officials(actor=cast.actor(cast.pao), kept=lan, merged=lan, reason=WHY)
    assert everything() == before


def test_nobody_decides_about_themselves(cast, twin):
    twin.user = cast.pao
    twin.save()
    with pytest.raises(NotAllowed):
        actions.merge_officials(
            actor=cast.actor(cast.pao), kept=cast.lan_official, merged=twin, reason=WHY
        )


def test_two_people_are_not_shown_again(cast, twin):
    pao = cast.actor(cast.pao)
    actions.tell_apart(actor=pao, first=twin, second=cast.lan_official, reason="Hai chị em họ")
    assert find_duplicates(pao) == []


def test_the_questions_do_not_grow_with_the_pairs(cast, twin, django_assert_num_queries):
    pao = cast.actor(cast.pao)
    with django_assert_num_queries(12) as first:
        find_duplicates(pao)
    for _ in range(4):
        people.official("Lò Thị Lan", cast.commune, birth_date=dt.date(1990, 5, 17))
    pao = cast.actor(cast.pao)
    with django_assert_num_queries(len(first)):
        assert len(find_duplicates(pao)) == 15
    assert Post.objects.count() == 6
    assert file_of(pao, twin.uid) == twin


def test_many_strangers_of_one_birthday_hide_no_twins(cast, twin):
    syllables = [
        "An",
        "Bình",
        "Cường",
        "Dũng",
        "Giang",
        "Hải",
        "Khôi",
        "Lâm",
        "Minh",
        "Nam",
        "Phúc",
        "Quân",
        "Sơn",
        "Tài",
        "Uy",
        "Vinh",
        "Xuân",
        "Yên",
    ]
    for given_name in syllables:
        for middle_name in syllables[:8]:
            people.official(
                f"Bùi {middle_name} {given_name}", cast.commune, birth_date=dt.date(1990, 5, 17)
            )
    [pair] = [
        p for p in find_duplicates(cast.actor(cast.pao)) if cast.lan_official in (p.first, p.second)
    ]
    assert twin in (pair.first, pair.second)
