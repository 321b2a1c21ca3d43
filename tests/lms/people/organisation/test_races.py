"""Many at once: one merger of a commune wins, the other is told; whoever is appointed meanwhile
goes along or is refused.
"""

import datetime as dt
import threading
import time

import pytest
from django.db import connection, transaction

from lms.core.actor import Actor
from lms.core.audit.models import Event
from lms.core.errors import BadInput
from lms.people.organisation.actions import UnitDraft, found_unit, move_unit
from lms.people.organisation.models import Succession, Unit, UnitLevel
from lms.people.organisation.queries import successors_of
from lms.people.personnel.actions import PostDraft, appoint_official, end_post
from lms.people.personnel.actions.reorganising import Reorganisation, reorganise_units
from lms.people.personnel.models import Group, Post
from lms.people.workbooks.actions import applying
from tests.factories import people
from tests.factories.workbooks import build_xlsx, person_row, upload_and_try

pytestmark = pytest.mark.postgres

SYSTEM = Actor.system("tests")
ON = dt.date(2026, 1, 1)


def at_once(*doings):
    """Run each in a thread of its own; their results or refusals, in their order."""
    gate, outcomes = threading.Barrier(len(doings)), [None] * len(doings)

    def work(place, do):
        try:
            gate.wait(30)
            outcomes[place] = do()
        except Exception as error:
            outcomes[place] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=pair) for pair in enumerate(doings)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return outcomes


def merger(code, *units):
    draft = UnitDraft(code, f"Xã {code}", UnitLevel.COMMUNE)
    plan = Reorganisation(Succession.Kind.MERGE, ON, f"NQ {code}", units, (draft,))
    return lambda: reorganise_units(actor=SYSTEM, plan=plan)


@pytest.fixture
def communes(committed):
    units = [people.unit(c, f"Xã {c}", UnitLevel.COMMUNE, committed.province) for c in "ABC"]
    for number, commune in enumerate(units):
        people.official(f"Lò Văn {'MNP'[number]}", commune)
    return units


def test_of_two_mergers_of_one_commune_one_wins_and_the_other_is_told(communes):
    a, b, c = communes
    outcomes = at_once(merger("D1", a, b), merger("D2", c, b))
    [lost] = [one for one in outcomes if isinstance(one, BadInput)]
    [[won]] = [one for one in outcomes if isinstance(one, list)]
    assert f"Xã B đã nhập về {won.name}" in lost.message
    assert successors_of(b) == [won]
    assert Event.objects.filter(kind="unit.reorganised").count() == 1
    assert Post.objects.filter(unit=won).count() == 2
    assert Unit.objects.filter(code__in=["D1", "D2"]).count() == 1
    assert Unit.find_problems() == ([], [], [], [], [])


def test_who_is_appointed_during_a_merger_is_not_left_behind(communes):
    a, b, c = communes
    official = Post.objects.get(unit=c).official
    draft = PostDraft(a, "Văn thư", Group.CIVIL_SERVANT, dt.date(2025, 1, 1), is_main=False)
    merged, appointed = at_once(
        merger("D1", a, b), lambda: appoint_official(actor=SYSTEM, official=official, draft=draft)
    )
    assert isinstance(merged, list)
    left = Post.objects.filter(unit__in=[a, b], valid_to=None) | Post.objects.filter(
        unit__in=[a, b], valid_to__gte=ON
    )
    assert not left.exists()
    if isinstance(appointed, BadInput):
        assert Post.objects.filter(official=official).count() == 1
    else:
        assert Post.objects.filter(official=official, unit=merged[0]).count() == 1


def test_the_appointment_waits_for_the_merger_that_holds_the_unit(communes):
    a, b, c = communes
    official = Post.objects.get(unit=c).official
    draft = PostDraft(a, "Văn thư", Group.CIVIL_SERVANT, dt.date(2025, 1, 1), is_main=False)
    outcomes = []

    def late():
        try:
            appoint_official(actor=SYSTEM, official=official, draft=draft)
        except BadInput as error:
            outcomes.append(error)
        finally:
            connection.close()

    thread = threading.Thread(target=late)
    with transaction.atomic():
        merger("D1", a, b)()
        thread.start()
        thread.join(0.5)
        assert thread.is_alive()
    thread.join(30)
    assert "31/12/2025" in outcomes[0].message and "Xã D1" in outcomes[0].message


def test_founding_and_moving_at_once_keep_the_tree_whole(communes):
    a, b, _c = communes
    outcomes = at_once(
        *[
            lambda n=n: found_unit(
                actor=SYSTEM, parent=a, draft=UnitDraft(f"P{n}", f"Phòng {n}", UnitLevel.DEPARTMENT)
            )
            for n in range(4)
        ],
        lambda: move_unit(actor=SYSTEM, unit=a, parent=b, on=ON, decision="QĐ 1"),
    )
    assert not [one for one in outcomes if isinstance(one, Exception)]
    assert Unit.find_problems() == ([], [], [], [], [])
    a = Unit.objects.get(pk=a.pk)
    assert a.get_parent() == b and a.get_children().count() == 4


def test_ending_a_post_that_a_merger_has_just_carried_on_leaves_no_post_at_an_ended_unit(communes):
    a, b, _c = communes
    post = Post.objects.get(unit=a)
    outcomes = []

    def late():
        try:
            end_post(actor=SYSTEM, post=post, on=dt.date(2026, 3, 1), reason="Nghỉ hưu")
        except BadInput as error:
            outcomes.append(error)
        finally:
            connection.close()

    thread = threading.Thread(target=late)
    with transaction.atomic():
        merger("D1", a, b)()
        thread.start()
        thread.join(0.5)
    thread.join(30)
    assert "31/12/2025" in outcomes[0].message
    assert not Post.objects.filter(unit__in=[a, b], valid_to__gte=ON).exists()


def test_an_appointment_and_a_workbook_never_wait_for_each_other_in_turn(communes, monkeypatch):
    """The workbook holds its unit when it wants the official; who is appointed there wants the
    unit first, too.
    """
    a, _b, _c = communes
    official = Post.objects.get(unit=a).official
    row = {"Mã cán bộ": official.code, "Họ và tên": official.full_name, "Ngạch": "Chuyên viên"}
    batch = upload_and_try(a, build_xlsx(row))
    is_planned, real = threading.Event(), applying.plan_batch

    def slow(*args, **kwargs):
        is_planned.set()
        time.sleep(0.5)
        return real(*args, **kwargs)

    monkeypatch.setattr(applying, "plan_batch", slow)
    draft = PostDraft(a, "Văn thư", Group.CIVIL_SERVANT, dt.date(2026, 8, 1), is_main=False)

    def appointed():
        is_planned.wait(30)
        return appoint_official(actor=SYSTEM, official=official, draft=draft)

    outcomes = at_once(lambda: applying.apply_batch(actor=SYSTEM, batch=batch), appointed)
    assert not [one for one in outcomes if isinstance(one, Exception)]


def test_a_merger_waits_for_the_workbook_that_is_being_written(communes, monkeypatch):
    """Else the workbook would give a post at a unit that has just ended."""
    a, _b, _c = communes
    office, second_office = (people.unit(f"V{n}", f"Văn phòng {n}", parent=a) for n in "12")
    batch = upload_and_try(a, build_xlsx(person_row(**{"Đơn vị": "V1"})))
    is_writing, real = threading.Event(), applying._write_people

    def slow(*args):
        is_writing.set()
        time.sleep(0.5)
        real(*args)

    monkeypatch.setattr(applying, "_write_people", slow)

    def later():
        is_writing.wait(30)
        return merger("D1", office, second_office)()

    outcomes = at_once(lambda: applying.apply_batch(actor=SYSTEM, batch=batch), later)
    assert not [answer for answer in outcomes if isinstance(answer, Exception)]
    assert not Post.objects.filter(unit__in=[office, second_office], valid_to=None).exists()
    assert Post.objects.filter(unit__code="D1", official__full_name="Vừ A Sình").count() == 1
