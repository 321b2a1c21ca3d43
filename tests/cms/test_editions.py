"""Writing a course, printing it, reading it back."""

import copy

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cms import api
from cms.content import LessonKind, Outline
from cms.courses.models import CourseEdition, CoursePage, ReadingLessonPage
from lms.core.audit.models import Event
from lms.core.errors import BadInput, NotAllowed, NotFound, RuleBroken
from tests.factories import content
from tests.factories.people import SYSTEM

pytestmark = pytest.mark.django_db


def test_a_printed_edition_reads_back_as_it_was_printed():
    printed = content.edition()
    read = api.read_edition(printed.edition_id)
    assert read == printed
    assert [lesson.kind for lesson in read.lessons] == [
        LessonKind.READING,
        LessonKind.SCENARIO,
        LessonKind.ASSIGNMENT,
    ]
    assert len({lesson.hash for lesson in read.lessons}) == 3
    reading, scenario, assignment = read.lessons
    assert "<strong>nhận</strong>" in reading.body_html
    assert "60/2014/QH13" in reading.body_html
    assert scenario.scenario.scenes[0].basis[0].valid_from == "2016-01-01"
    assert scenario.steps == 2
    assert sum(line.weight for line in assignment.assignment.rubric) == 100
    assert Event.objects.filter(kind="edition.printed").count() == 1


def test_the_same_text_prints_no_second_edition():
    first = content.edition()
    course = CoursePage.objects.get()
    assert api.publish_edition(actor=SYSTEM, course_id=course.pk, note="again") == first
    assert CourseEdition.objects.count() == 1


def test_editing_afterwards_touches_no_edition_and_only_the_changed_lesson_gets_a_new_hash():
    first = content.edition()
    page = ReadingLessonPage.objects.get()
    page.title = "Bốn bước nhận hồ sơ"
    page.save_revision().publish()
    assert api.read_edition(first.edition_id).lessons[0].title == "Ba bước nhận hồ sơ"
    second = api.publish_edition(actor=SYSTEM, course_id=CoursePage.objects.get().pk, note="")
    assert second.number == 2
    assert second.lessons[0].hash != first.lessons[0].hash
    assert second.lessons[1].hash == first.lessons[1].hash
    assert api.latest_edition(first.slug) == second


def test_a_broken_scenario_is_not_printed_and_the_refusal_names_the_place():
    data = copy.deepcopy(content.SCENARIO)
    data["scenes"][0]["choices"][1]["target"] = "canh-9"
    content.section()
    content.api.write_legal_documents(actor=SYSTEM, rows=[content.LAW])
    course_data = content.course_data("hong")
    course_data["modules"][0]["lessons"][1]["scenario"] = data
    course_id = api.write_course(actor=SYSTEM, school_code="TCT-DB", data=course_data)
    with pytest.raises(RuleBroken, match="Thiếu giấy chứng sinh"):
        api.publish_edition(actor=SYSTEM, course_id=course_id, note="")
    assert not CourseEdition.objects.exists()


def test_writing_the_same_course_twice_changes_nothing():
    content.section()
    api.write_legal_documents(actor=SYSTEM, rows=[content.LAW])
    data = content.course_data("mot-cua")
    course_id = api.write_course(actor=SYSTEM, school_code="TCT-DB", data=data)
    before = list(
        CoursePage.objects.get()
        .get_descendants(inclusive=True)
        .values_list("pk", "latest_revision")
    )
    assert api.write_course(actor=SYSTEM, school_code="TCT-DB", data=data) == course_id
    after = list(
        CoursePage.objects.get()
        .get_descendants(inclusive=True)
        .values_list("pk", "latest_revision")
    )
    assert before == after
    assert Event.objects.filter(kind="course.written").count() == 1


def test_an_unknown_legal_document_is_refused_with_its_number():
    content.section()
    with pytest.raises(BadInput, match="60/2014/QH13"):
        api.write_course(actor=SYSTEM, school_code="TCT-DB", data=content.course_data())
    assert not CoursePage.objects.exists()


def test_who_may_not_publish_the_course_may_not_print_it(cast):
    course_id = content.course()
    for user in (cast.stranger, cast.hoa, cast.editor):
        with pytest.raises(NotAllowed):
            api.publish_edition(actor=cast.actor(user), course_id=course_id, note="")
    assert not CourseEdition.objects.exists()
    api.set_editors(school_code="TCT-DB", user_ids=[cast.editor.pk])
    assert (
        api.publish_edition(actor=cast.actor(cast.editor), course_id=course_id, note="").number == 1
    )


def test_unknown_editions_and_lessons_are_not_found():
    printed = content.edition()
    with pytest.raises(NotFound):
        api.read_edition(printed.edition_id + 1000)
    with pytest.raises(NotFound):
        api.read_lesson(printed.edition_id, "khong-co")
    assert api.latest_edition("khong-co") is None


def _count_queries(read) -> int:
    with CaptureQueriesContext(connection) as queries:
        read()
    return len(queries)


def test_the_catalogue_costs_the_same_with_one_course_and_with_three():
    content.edition()
    queries_for_one = _count_queries(api.course_catalogue)
    content.edition()
    content.edition("TCT-LS")
    assert _count_queries(api.course_catalogue) == queries_for_one
    assert len(api.course_catalogue()) == 3
    assert all(isinstance(outline, Outline) for outline in api.editions_of_school("TCT-LS"))


def test_a_course_taken_off_the_site_leaves_the_catalogue_but_its_edition_stays():
    printed = content.edition()
    CoursePage.objects.get().unpublish()
    assert api.course_catalogue() == []
    assert api.read_edition(printed.edition_id).title == printed.title


def test_legal_documents_written_twice_change_nothing():
    rows = [
        content.LAW,
        {
            "number": "61/2018/NĐ-CP",
            "title": "Một cửa",
            "valid_to": "2025-06-30",
            "replaced_by": "118/2025/NĐ-CP",
        },
    ]
    assert api.write_legal_documents(actor=SYSTEM, rows=rows) == 2
    assert api.write_legal_documents(actor=SYSTEM, rows=rows) == 0
    assert [(law.number, law.valid_to) for law in api.find_laws(["61/2018/NĐ-CP", "0/0"])] == [
        ("61/2018/NĐ-CP", "2025-06-30")
    ]


def test_only_the_system_writes_whole_courses(cast):
    content.section()
    with pytest.raises(NotAllowed):
        api.write_course(
            actor=cast.actor(cast.editor), school_code="TCT-DB", data=content.course_data()
        )
    with pytest.raises(NotAllowed):
        api.write_legal_documents(actor=cast.actor(cast.editor), rows=[content.LAW])
    assert not CoursePage.objects.exists()
