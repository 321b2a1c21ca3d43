"""Who has completed the conduct module this year, who is exempt, who has not: counts that add
up, as of a day.
"""

import datetime as dt
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from cms import api
from lms.core import clock
from lms.core.errors import NotFound
from lms.core.ids import uuid7
from lms.learning.conduct import actions
from lms.learning.conduct.actions import ExemptionDraft
from lms.learning.progress.models import Attempt, LessonProgress
from lms.outcomes.certificates.actions import revoke_certificate
from lms.outcomes.certificates.states import RevocationGround
from lms.outcomes.reporting.queries import (
    ConductState,
    ConductYear,
    area_conduct,
    area_unit_conduct,
    conduct_for,
    unit_conduct,
)
from lms.outcomes.reporting.rendering import write_conduct_xlsx
from lms.outcomes.results.models import Result
from lms.people.organisation.models import Unit
from lms.people.personnel.models import Group, Post, TrainingRecord
from tests.factories import conduct, content, outcomes, people, teaching

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 20)


@pytest.fixture(autouse=True)
def _november():
    with clock.at(dt.datetime(2026, 11, 20, 3, tzinfo=dt.UTC)):
        yield


@pytest.fixture
def sibling(cast) -> Unit:
    return people.unit("PUNHI", "Xã Pu Nhi", parent=Unit.objects.get(pk=cast.province.pk))


def finish(enrolment, *, but: int = 0, at: dt.datetime | None = None) -> None:
    """All lessons of the enrolment but the last `but`, the last one at `at`."""
    lessons = api.read_edition(enrolment.group.edition_id).lessons
    for number, lesson in enumerate(lessons[: len(lessons) - but]):
        attempt = Attempt.objects.create(
            pk=uuid7(),
            enrolment=enrolment,
            lesson=lesson.slug,
            edition_id=enrolment.group.edition_id,
            lesson_hash=lesson.hash,
            started_at=clock.now(),
        )
        LessonProgress.objects.create(
            enrolment=enrolment,
            lesson=lesson.slug,
            attempt=attempt,
            state="done",
            updated_at=clock.now(),
            finished_at=(at or clock.now()) - dt.timedelta(hours=len(lessons) - number - 1),
        )


def trained(official, on: dt.date, kind: str = "văn hóa ứng xử", **fields) -> TrainingRecord:
    return TrainingRecord.objects.create(
        official=official,
        source=f"tests:{uuid7()}",
        title="Văn hóa ứng xử",
        school="Trường",
        kind=kind,
        periods=8,
        starts_on=on,
        ends_on=on,
        **fields,
    )


def exempted(cast, official, first=dt.date(2026, 1, 1), last=dt.date(2026, 12, 31)):
    draft = ExemptionDraft("thai-san", "QĐ 9/QĐ-UBND", min(first, TODAY), first, last)
    return actions.exempt_official(actor=cast.actor(cast.tu), official=official, draft=draft)


def states(figures: ConductYear) -> dict[str, ConductState]:
    assert figures.done + figures.exempt + figures.missing == figures.total == len(figures.people)
    return {person.official.full_name: person.state for person in figures.people}


def test_done_exempt_and_not_yet_add_up_to_everybody(cast):
    outline = conduct.edition()
    group = conduct.conduct_class(cast, outline)
    enrolment = group.enrolments.get(official=cast.lan_official)
    finish(enrolment)
    finish(teaching.enrolment_of(group, people.official("Một Bài Thiếu", cast.commune)), but=1)
    exempted(cast, people.official("Nghỉ Thai Sản", cast.commune))
    trained(
        people.official("Có Chứng Chỉ", cast.commune),
        dt.date(2026, 5, 6),
        document="TCT/2026/00007",
    )
    people.official("Chưa Học", cast.commune)
    figures = unit_conduct(cast.actor(cast.pao), TODAY)
    assert states(figures) == {
        "Lò Thị Lan": "done",
        "Một Bài Thiếu": "missing",
        "Nghỉ Thai Sản": "exempt",
        "Có Chứng Chỉ": "done",
        "Chưa Học": "missing",
    }
    by_name = {person.official.full_name: person for person in figures.people}
    assert by_name["Có Chứng Chỉ"].completed.document == "TCT/2026/00007"
    assert by_name["Lò Thị Lan"].completed.on == TODAY
    assert by_name["Một Bài Thiếu"].class_title == group.title
    assert (figures.studying, figures.owing, figures.grounds) == (1, 4, [("Nghỉ thai sản", 1)])


def test_each_person_counts_once_whatever_the_posts(cast, sibling):
    for unit, title in ((cast.commune, "Phó Chủ tịch"), (sibling, "Bí thư kiêm nhiệm")):
        Post.objects.create(
            official=cast.lan_official,
            unit=unit,
            title=title,
            group=Group.ELECTED,
            is_main=False,
            valid_from=people.LONG_AGO,
        )
    people.official("Chưa Học", sibling)
    assert unit_conduct(cast.actor(cast.pao), TODAY).total == 1
    area = area_conduct(cast.actor(cast.tu), TODAY)
    assert [(row.title, row.total) for row in area.rows] == [("Xã Na Son", 1), ("Xã Pu Nhi", 2)]
    assert (area.whole.total, area.twice) == (2, 1)
    assert area.whole.done + area.whole.exempt + area.whole.missing == 2


def test_posts_below_a_unit_belong_to_it_and_ended_ones_do_not(cast):
    office = people.unit(
        "VP", "Văn phòng", level="department", parent=Unit.objects.get(pk=cast.commune.pk)
    )
    people.official("Ở Văn Phòng", office)
    moved = people.official("Đã Chuyển Đi", cast.commune)
    moved.posts.update(valid_to=dt.date(2026, 6, 30))
    pao = cast.actor(cast.pao)
    assert set(states(unit_conduct(pao, TODAY))) == {"Lò Thị Lan", "Ở Văn Phòng"}
    assert set(states(unit_conduct(pao, TODAY, "VP"))) == {"Ở Văn Phòng"}
    assert "Đã Chuyển Đi" in states(unit_conduct(pao, dt.date(2026, 6, 30)))
    rows = area_conduct(cast.actor(cast.tu), TODAY).rows
    assert [(row.code, row.total) for row in rows] == [("NASON", 2)]


def test_the_year_is_that_of_the_last_lesson_and_of_the_record(cast):
    enrolment = conduct.enrolment_of_lan(cast)
    finish(enrolment, at=dt.datetime(2026, 1, 5, 3, tzinfo=dt.UTC))
    pao = cast.actor(cast.pao)
    assert unit_conduct(pao, TODAY).done == 1
    assert unit_conduct(pao, dt.date(2026, 1, 4)).done == 0
    assert unit_conduct(pao, dt.date(2025, 12, 31)).done == 0
    LessonProgress.objects.filter(enrolment=enrolment).update(
        finished_at=dt.datetime(2025, 12, 31, 17, 30, tzinfo=dt.UTC)
    )
    # half past midnight in Vietnam: the new year
    assert unit_conduct(pao, dt.date(2026, 1, 1)).done == 1
    assert unit_conduct(pao, dt.date(2025, 12, 31)).done == 0
    old = people.official("Năm Ngoái", cast.commune)
    trained(old, dt.date(2025, 12, 31))
    assert states(unit_conduct(pao, TODAY))["Năm Ngoái"] == "missing"
    assert states(unit_conduct(pao, dt.date(2025, 12, 31)))["Năm Ngoái"] == "done"


def test_other_courses_seats_given_up_and_revoked_records_do_not_count(cast):
    other = teaching.running_class(cast)
    finish(other.enrolments.get(official=cast.lan_official))
    group = conduct.conduct_class(cast)
    finish(group.enrolments.get(official=cast.lan_official))
    group.enrolments.update(state="withdrawn")
    trained(cast.lan_official, dt.date(2026, 3, 1), kind="bồi dưỡng")
    trained(cast.lan_official, dt.date(2026, 3, 2), revoked_on=dt.date(2026, 9, 1))
    pao = cast.actor(cast.pao)
    assert states(unit_conduct(pao, TODAY)) == {"Lò Thị Lan": "missing"}
    assert states(unit_conduct(pao, dt.date(2026, 8, 31))) == {"Lò Thị Lan": "done"}


def test_lessons_behind_a_revoked_certificate_do_not_count_from_that_day_on(cast):
    enrolment = conduct.enrolment_of_lan(cast)
    finish(enrolment, at=clock.now() - dt.timedelta(days=3))
    certificate = outcomes.issued_certificate(cast)
    Result.objects.filter(pk=certificate.result_id).update(enrolment=enrolment)
    revoke_certificate(
        actor=cast.actor(cast.son),
        certificate=certificate,
        ground=RevocationGround.FRAUD,
        decision="QĐ 3/QĐ-TCT",
    )
    pao = cast.actor(cast.pao)
    assert states(unit_conduct(pao, TODAY)) == {"Lò Thị Lan": "missing"}
    yesterday = TODAY - dt.timedelta(days=1)
    assert states(unit_conduct(pao, yesterday)) == {"Lò Thị Lan": "done"}


def test_who_has_completed_is_done_even_where_exempt(cast):
    exempted(cast, cast.lan_official)
    finish(conduct.enrolment_of_lan(cast))
    figures = unit_conduct(cast.actor(cast.pao), TODAY)
    assert (figures.done, figures.exempt, figures.grounds) == (1, 0, [])


def test_an_exemption_counts_on_its_days_and_until_it_is_taken_back(cast):
    exemption = exempted(cast, cast.lan_official, dt.date(2026, 2, 1), dt.date(2026, 11, 30))
    pao = cast.actor(cast.pao)
    days = [dt.date(2026, 1, 31), dt.date(2026, 2, 1), TODAY]
    assert [unit_conduct(pao, day).exempt for day in days] == [0, 1, 1]
    actions.withdraw_exemption(actor=pao, exemption=exemption, reason="Đi làm sớm")
    assert [unit_conduct(pao, day).exempt for day in days] == [0, 1, 0]


def test_nobody_reads_what_lies_outside_their_units(cast, sibling):
    pao, tu = cast.actor(cast.pao), cast.actor(cast.tu)
    for user in (cast.lan, cast.minh, cast.hoa, cast.tu):
        with pytest.raises(NotFound):
            unit_conduct(cast.actor(user), TODAY)
    for code in ("PUNHI", "DIENBIEN", "KHONGCO"):
        with pytest.raises(NotFound):
            unit_conduct(pao, TODAY, code)
    for user in (cast.lan, cast.hoa, cast.pao):
        with pytest.raises(NotFound):
            area_conduct(cast.actor(user), TODAY)
    with pytest.raises(NotFound):
        area_unit_conduct(tu, TODAY, "TCT-LS")
    with pytest.raises(NotFound):
        conduct_for(pao, "area", "", TODAY)
    assert area_unit_conduct(tu, TODAY, "NASON").total == 1


def test_the_worst_covered_unit_stands_first(cast, sibling):
    trained(people.official("Có Chứng Chỉ", sibling), dt.date(2026, 5, 6))
    rows = area_conduct(cast.actor(cast.tu), TODAY).rows
    assert [row.title for row in rows] == ["Xã Na Son", "Xã Pu Nhi"]


def test_the_figures_cost_the_same_for_one_and_for_many(cast, sibling):
    outline = conduct.edition()
    group = conduct.conduct_class(cast, outline)
    pao, tu = cast.actor(cast.pao), cast.actor(cast.tu)

    def counts() -> tuple[int, int]:
        with CaptureQueriesContext(connection) as unit:
            unit_conduct(pao, TODAY)
        with CaptureQueriesContext(connection) as area:
            area_conduct(tu, TODAY)
        return len(unit), len(area)

    finish(group.enrolments.get(official=cast.lan_official))
    counts()
    before = counts()
    for number in range(4):
        unit = people.unit(
            f"X{number}", f"Xã thứ {number}", parent=Unit.objects.get(pk=cast.province.pk)
        )
        finish(teaching.enrolment_of(group, people.official(f"Thào A {number}", unit)))
        exempted(cast, people.official(f"Vàng A {number}", cast.commune))
        trained(people.official(f"Lầu A {number}", sibling), TODAY)
    assert counts() == before
    assert before[1] <= 7


def test_the_workbook_says_the_same_and_where_it_comes_from(cast, sibling):
    exempted(cast, people.official("=SUM(A1)", cast.commune))
    trained(
        people.official("Có Chứng Chỉ", sibling), dt.date(2026, 5, 6), document="TCT/2026/00007"
    )
    figures, rows = conduct_for(cast.actor(cast.tu), "area", "", TODAY)
    steps = []
    workbook = load_workbook(
        io.BytesIO(write_conduct_xlsx(figures, rows, by="Lê Anh Tú", step=lambda: steps.append(1)))
    )
    units, persons, source = (workbook[name] for name in workbook.sheetnames)
    assert len(steps) == figures.total == 3
    cells = [tuple(cell.value for cell in row[1:]) for row in units.iter_rows(min_row=4)]
    assert cells[-1] == (3, 1, 1, 1, 0)
    assert [sum(column) for column in zip(*cells[:-1], strict=True)] == list(cells[-1])
    names = [row[1].value for row in persons.iter_rows(min_row=4)]
    assert sorted(names) == ["'=SUM(A1)", "Có Chứng Chỉ", "Lò Thị Lan"]
    assert all(row[1].data_type == "s" for row in persons.iter_rows(min_row=4))
    source_text = " ".join(str(cell.value) for row in source.iter_rows() for cell in row)
    assert "2026-11-20" in source_text
    assert "Lê Anh Tú" in source_text


def test_a_course_of_another_kind_is_no_conduct_course(cast):
    enrolment = teaching.running_class(cast, edition=content.edition()).enrolments.get(
        official=cast.lan_official
    )
    finish(enrolment)
    assert unit_conduct(cast.actor(cast.pao), TODAY).done == 0
