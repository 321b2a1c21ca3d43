"""Whatever pages and workbooks do to somebody's posts, and however units are reorganised: one main
post a day, and no post outside the life of its unit.
"""

import datetime as dt

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lms.core.errors import ApplicationError, BadInput
from lms.people.organisation.models import Succession, UnitLevel
from lms.people.personnel.actions import (
    PostDraft,
    appoint_official,
    end_post,
    merge_officials,
    reorganise_units,
    transfer_official,
    undo_merge,
)
from lms.people.personnel.actions.reorganising import Reorganisation
from lms.people.personnel.models import Group, Official, OfficialMerge, Post
from lms.people.workbooks.actions import undo_batch
from lms.people.workbooks.models import Batch
from lms.people.workbooks.states import BatchState
from tests.factories import people
from tests.factories.people import SYSTEM
from tests.factories.workbooks import build_xlsx, upload_and_apply

pytestmark = pytest.mark.django_db
D = dt.date
DAY = dt.timedelta(days=1)
HEADERS = ("Mã cán bộ", "Họ và tên", "Đơn vị", "Chức vụ", "Ngày bổ nhiệm")
CODES = ("X0", "X1", "X2")


class Office:
    """A province with three communes, one of them young, and two people who work there."""

    def __init__(self):
        people.rules()
        self.province = people.unit("TINH", "Tỉnh Điện Biên", UnitLevel.PROVINCE)
        starts = (D(2000, 1, 1), D(2000, 1, 1), D(2015, 7, 1))
        self.units = [
            people.unit(code, f"Xã {code}", parent=self.province, valid_from=start)
            for code, start in zip(CODES, starts, strict=True)
        ]
        self.officials = [
            people.official("Lò Thị Lan", self.units[0], code="CB-1"),
            people.official("Lò Thị Lan", self.units[1], code="CB-2"),
        ]
        Post.objects.update(valid_from=D(2012, 3, 1))

    def appoint(self, who, unit, first, length, is_main):
        last = first + dt.timedelta(days=length) if length else None
        draft = PostDraft(
            self.unit(unit),
            "Kiêm nhiệm",
            Group.CIVIL_SERVANT,
            first,
            valid_to=last,
            is_main=is_main,
        )
        appoint_official(actor=SYSTEM, official=self.official(who), draft=draft)

    def transfer(self, who, unit, first):
        draft = PostDraft(self.unit(unit), "Điều động", Group.CIVIL_SERVANT, first, decision="QĐ 1")
        transfer_official(actor=SYSTEM, official=self.official(who), draft=draft)

    def end(self, who, number, day):
        posts = list(self.official(who).posts.order_by("valid_from", "pk"))
        if posts:
            post = posts[number % len(posts)]
            end_post(actor=SYSTEM, post=post, on=day, reason="Thôi")

    def bring_in(self, unit, rows, as_of):
        body = build_xlsx(
            *(
                {
                    "Mã cán bộ": f"CB-{who + 1}",
                    "Họ và tên": "Lò Thị Lan",
                    "Đơn vị": place,
                    "Chức vụ": title,
                    "Ngày bổ nhiệm": f"{first:%d/%m/%Y}" if first else None,
                }
                for who, place, title, first in rows
            ),
            headers=HEADERS,
        )
        upload_and_apply(self.unit(unit) if unit < 3 else self.province, body, day=as_of)

    def undo(self):
        batch = Batch.objects.filter(state=BatchState.APPLIED).order_by("pk").last()
        if batch is not None:
            undo_batch(actor=SYSTEM, batch=batch)

    def reorganise(self, ended, successor, on):
        plan = Reorganisation(
            kind=Succession.Kind.MERGE,
            on=on,
            decision="NQ 1",
            predecessors=(self.unit(ended), self.unit(successor)),
            successors=(self.unit(successor),),
        )
        reorganise_units(actor=SYSTEM, plan=plan)

    def join(self):
        first, second = self.officials
        merge_officials(actor=self.keeper(), kept=first, merged=second, reason="Một người")

    def part(self):
        merge = OfficialMerge.objects.filter(undone_at=None).last()
        if merge is not None:
            undo_merge(actor=self.keeper(), merge=merge, reason="Hai người")

    def keeper(self):
        user = getattr(self, "user", None)
        if user is None:
            self.user = user = people.user("Lê Anh Tú")
            people.role(user, self.province, "authority")
        return people.Cast.actor(user)

    def unit(self, number):
        return type(self.units[0]).objects.get(code=CODES[number % 3])

    def official(self, number):
        return Official.objects.get(code=f"CB-{number % 2 + 1}")


def check_posts(step):
    for official in Official.objects.all():
        posts = list(official.posts.select_related("unit"))
        for post in posts:
            assert post.valid_to is None or post.valid_from <= post.valid_to, step
            assert post.valid_from >= post.unit.valid_from, step
            if post.unit.valid_to:
                assert post.valid_to, step
                assert post.valid_to <= post.unit.valid_to, step
        starts = {post.valid_from for post in posts}
        starts |= {post.valid_to + DAY for post in posts if post.valid_to}
        for day in starts:
            running = [
                post for post in posts if post.valid_from <= day and day <= (post.valid_to or day)
            ]
            main = [post for post in running if post.is_main]
            assert len(main) <= 1, (step, day, [str(post) for post in main])
            if running and not OfficialMerge.objects.exists():
                assert main, (step, day)


whos, places = st.integers(0, 1), st.integers(0, 2)
days = st.sampled_from([D(2014, 1, 1), D(2016, 5, 1), D(2018, 9, 1), D(2022, 2, 1), D(2026, 3, 1)])
titles = st.sampled_from(["Văn phòng", "Phó Chủ tịch", "Tư pháp"])
rows = st.tuples(whos, st.sampled_from([None, "Xã X0", "Xã X1", "Xã X2"]), titles, st.none() | days)
STEPS = st.one_of(
    st.tuples(
        st.just("appoint"), whos, places, days, st.sampled_from([0, 200, 2000]), st.booleans()
    ),
    st.tuples(st.just("transfer"), whos, places, days),
    st.tuples(st.just("end"), whos, st.integers(0, 4), days),
    st.tuples(
        st.just("bring_in"),
        st.integers(0, 3),
        st.lists(rows, min_size=1, max_size=2),
        st.sampled_from([D(2017, 1, 1), D(2023, 1, 1), D(2026, 6, 30)]),
    ),
    st.tuples(st.just("undo")),
    st.tuples(st.just("reorganise"), places, places, st.sampled_from([D(2025, 7, 1)])),
    st.tuples(st.just("join")),
    st.tuples(st.just("part")),
)


@settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.lists(STEPS, min_size=2, max_size=7))
def test_no_sequence_leaves_two_main_posts_or_a_post_outside_its_unit(db, steps):
    with transaction.atomic():
        office = Office()
        for name, *values in steps:
            try:
                with transaction.atomic():
                    getattr(office, name)(*values)
            except ApplicationError:
                continue
            check_posts((name, *values))
        transaction.set_rollback(True)


def test_an_old_list_leaves_the_main_post_that_began_elsewhere_since():
    office = Office()
    official = office.official(0)
    office.end(0, 0, D(2016, 12, 31))
    office.appoint(0, 1, D(2020, 1, 1), 700, True)
    office.bring_in(0, [(0, None, "Văn phòng", None)], D(2018, 9, 1))
    check_posts("bring_in")
    columns = ("unit__code", "is_main", "valid_from", "valid_to")
    assert list(official.posts.order_by("valid_from", "unit__code").values_list(*columns)) == [
        ("X0", True, D(2012, 3, 1), D(2016, 12, 31)),
        ("X0", True, D(2018, 9, 1), D(2019, 12, 31)),
        ("X0", False, D(2020, 1, 1), D(2021, 12, 1)),
        ("X1", True, D(2020, 1, 1), D(2021, 12, 1)),
        ("X0", True, D(2021, 12, 2), None),
    ]
    pieces = official.posts.filter(unit__code="X0", title="Văn phòng").order_by("valid_from")
    assert [piece.follows_id for piece in pieces] == [None, pieces[0].pk, pieces[1].pk]
    office.undo()
    assert official.posts.count() == 2


def test_a_figure_is_no_title_on_a_page_or_in_a_workbook():
    office = Office()
    with pytest.raises(BadInput) as refusal:
        draft = PostDraft(office.units[0], "0,25", Group.CIVIL_SERVANT, D(2020, 1, 1))
        appoint_official(actor=SYSTEM, official=office.official(0), draft=draft)
    assert refusal.value.field == "title"
    rows_of_list = [(0, None, "0.25", None), (1, None, "Văn phòng", None)]
    office.bring_in(3, rows_of_list, D(2026, 6, 30))
    row = Batch.objects.get().rows.get(number=2)
    assert (row.outcome, row.cell, row.reason.replace("0.25", "0,25")) == (
        "refused",
        "D2",
        refusal.value.message,
    )
    assert not Post.objects.filter(title="0.25").exists()
