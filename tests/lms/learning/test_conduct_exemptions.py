"""Who exempts whom from the yearly module, with which ground, for which days; nothing is
deleted.
"""

import datetime as dt
from dataclasses import replace

import pytest

from lms.core import clock
from lms.core.audit.models import Event
from lms.core.errors import BadInput, NotAllowed, NotFound, RuleBroken
from lms.learning.conduct import actions, queries
from lms.learning.conduct.actions import ExemptionDraft
from lms.learning.conduct.models import Exemption, ExemptionWithdrawal
from lms.people.organisation.models import Role
from lms.people.rulebook.models import Rule
from tests.factories import people

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
DRAFT = ExemptionDraft(
    "thai-san", "QĐ 12/QĐ-UBND", dt.date(2026, 1, 5), dt.date(2026, 1, 10), dt.date(2026, 7, 10)
)


@pytest.fixture(autouse=True)
def _spring():
    with clock.at(dt.datetime(2026, 3, 1, 3, tzinfo=dt.UTC)):
        yield


def exempt(cast, deciding_user=None, draft=DRAFT, official=None) -> Exemption:
    return actions.exempt_official(
        actor=cast.actor(deciding_user or cast.pao),
        official=official or cast.lan_official,
        draft=draft,
    )


@pytest.mark.parametrize("who", ["pao", "tu"])
def test_the_unit_and_the_authority_exempt_with_the_ground_and_its_source(cast, who):
    exemption = exempt(cast, getattr(cast, who))
    assert (exemption.ground_title, exemption.ground_source) == (
        "Nghỉ thai sản",
        "Bộ luật Lao động 45/2019/QH14, Điều 139 (chưa đối chiếu văn bản gốc)",
    )
    assert (exemption.unit, exemption.decision, exemption.by_name) == (
        cast.commune,
        "QĐ 12/QĐ-UBND",
        getattr(cast, who).full_name,
    )
    event = Event.objects.get(kind="conduct.exempted")
    assert event.data == {
        "decision": "QĐ 12/QĐ-UBND",
        "valid_from": "2026-01-10",
        "valid_to": "2026-07-10",
    }
    assert "thai" not in event.subject_name


@pytest.mark.parametrize("who", ["lan", "minh", "hoa", "son", "editor", "stranger", "other_hoa"])
def test_nobody_else_exempts(cast, who):
    with pytest.raises(NotAllowed):
        exempt(cast, getattr(cast, who))
    with pytest.raises(NotFound):
        queries.exemptable_official(cast.actor(getattr(cast, who)), cast.lan_official.uid)
    assert not Exemption.objects.exists()


def test_a_manager_exempts_neither_themselves_nor_people_of_another_unit(cast):
    own = people.official("Hờ A Páo", cast.commune, cast.pao)
    sibling = people.unit("PUNHI", "Xã Pu Nhi", parent=cast.province)
    other = people.official("Thào A Chu", sibling)
    for official in (own, other):
        with pytest.raises(NotAllowed):
            exempt(cast, official=official)
    assert exempt(cast, cast.tu, official=own)
    assert exempt(cast, cast.tu, official=other)


def test_a_role_that_ended_exempts_nobody(cast):
    former_manager = people.user("Người cũ")
    people.role(former_manager, cast.commune, Role.UNIT_MANAGER, valid_to=dt.date(2026, 2, 28))
    with pytest.raises(NotAllowed):
        exempt(cast, former_manager)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"ground": "thich"}, "ground"),
        ({"decision": "  "}, "decision"),
        ({"decided_on": dt.date(2026, 3, 2)}, "decided_on"),
        ({"valid_to": dt.date(2026, 1, 9)}, "valid_to"),
    ],
)
def test_what_is_wrong_in_a_decision_is_named(cast, change, field):
    with pytest.raises(BadInput) as refused:
        exempt(cast, draft=replace(DRAFT, **change))
    assert refused.value.field == field
    assert not Exemption.objects.exists()


def test_a_unit_may_have_grounds_of_its_own(cast):
    Rule.objects.create(
        key="conduct.exempt_grounds",
        title="Lý do",
        unit=cast.commune,
        valid_from=people.LONG_AGO,
        basis="internal",
        source="Quy chế xã",
        value=[{"key": "biet-phai", "title": "Được cử đi biệt phái", "source": "Quy chế xã"}],
    )
    assert [ground.key for ground in queries.grounds_for(cast.lan_official)] == ["biet-phai"]
    with pytest.raises(BadInput):
        exempt(cast)


def test_two_exemptions_of_the_same_days_do_not_stand_together(cast):
    first = exempt(cast)
    with pytest.raises(RuleBroken) as refused:
        exempt(
            cast,
            draft=replace(DRAFT, valid_from=dt.date(2026, 7, 10), valid_to=dt.date(2026, 8, 1)),
        )
    assert "QĐ 12/QĐ-UBND" in refused.value.message
    exempt(
        cast, draft=replace(DRAFT, valid_from=dt.date(2026, 7, 11), valid_to=dt.date(2026, 8, 1))
    )
    actions.withdraw_exemption(actor=cast.actor(cast.pao), exemption=first, reason="Đi làm sớm")
    exempt(cast)
    assert Exemption.objects.count() == 3


def test_on_a_day_counts_what_stood_on_that_day(cast):
    exemption = exempt(cast)
    lan = cast.lan_official.pk
    days = [dt.date(2026, 1, 9), dt.date(2026, 1, 10), dt.date(2026, 7, 10), dt.date(2026, 7, 11)]
    assert [bool(queries.exempt_on(day, [lan])) for day in days] == [False, True, True, False]
    actions.withdraw_exemption(actor=cast.actor(cast.tu), exemption=exemption, reason="Đi làm sớm")
    days = [dt.date(2026, 2, 28), dt.date(2026, 3, 1), dt.date(2026, 3, 2)]
    assert [bool(queries.exempt_on(day, [lan])) for day in days] == [True, False, False]


def test_taking_back_is_a_row_once_with_a_reason_and_by_those_who_decide(cast):
    exemption = exempt(cast)
    pao = cast.actor(cast.pao)
    with pytest.raises(BadInput):
        actions.withdraw_exemption(actor=pao, exemption=exemption, reason=" ")
    with pytest.raises(NotAllowed):
        actions.withdraw_exemption(actor=cast.actor(cast.lan), exemption=exemption, reason="Không")
    assert not ExemptionWithdrawal.objects.exists()
    actions.withdraw_exemption(actor=pao, exemption=exemption, reason="Nhập nhầm")
    with pytest.raises(RuleBroken):
        actions.withdraw_exemption(actor=pao, exemption=exemption, reason="Nhập nhầm")
    assert Exemption.objects.get() == exemption


def test_who_has_no_post_today_cannot_be_exempted_even_by_the_system(cast):
    cast.lan_official.posts.update(valid_to=dt.date(2026, 2, 1))
    with pytest.raises(RuleBroken):
        actions.exempt_official(actor=people.SYSTEM, official=cast.lan_official, draft=DRAFT)
