"""The demo's texts hold together: courses load into the types of content, words fit their limits,
law is named.

Its cases are played in test_demo_cases.py.
"""

import datetime as dt
import html
import json
import re

import pytest

from cms.content import CourseKind, Lesson, LessonKind, StepKind
from cms.courses import conduct
from lms.core.html import clean_html
from tests.cms.demo import (
    CONTENT,
    COURSES,
    DOCUMENTS,
    LESSONS,
    UNCERTAIN,
    UNREAD,
    count_words,
    load_json,
    texts_of,
)

EXPECTED = {
    "tiep-nhan-ho-so-mot-cua": (40, CourseKind.PROGRAMME),
    "van-hoa-ung-xu-noi-cong-so": (8, CourseKind.CONDUCT),
    "ky-nang-tiep-cong-dan": (16, CourseKind.PROGRAMME),
    "cam-tay-chi-viec-o-xa": (16, CourseKind.PROGRAMME),
}
CONDUCT = {LessonKind.SELF_CHECK, LessonKind.REFLECTION, LessonKind.PLEDGE, LessonKind.REFRESHER}
# A number of a document as texts cite it: 60/2014/QH13, 23/2015/NĐ-CP, 01/2020/TT-BTP
NUMBER = re.compile(r"\b\d+/\d{4}/[A-ZĐ]+(?:-[A-ZĐ]+|\d+)?")
TEXTS = load_json("demo_texts")


def test_the_four_courses_are_there_with_their_lessons():
    assert {course.slug: (course.periods, course.kind) for course in COURSES} == EXPECTED
    slugs = [lesson.slug for lesson in LESSONS]
    assert len(set(slugs)) == len(slugs)
    for course in COURSES:
        kinds = {lesson.kind for lesson in course.lessons}
        # one course is made of cases alone
        assert kinds - CONDUCT in (
            {LessonKind.READING, LessonKind.SCENARIO, LessonKind.ASSIGNMENT},
            {LessonKind.SCENARIO},
        )
        assert (kinds & CONDUCT == CONDUCT) == (course.kind == CourseKind.CONDUCT)
        assert course.summary and course.audience and len(course.outcomes) >= 3


def test_the_conduct_course_begins_and_ends_with_the_look_at_oneself():
    (course,) = (course for course in COURSES if course.kind == CourseKind.CONDUCT)
    first, *_, reflection, pledge, refresher, last = course.lessons
    assert [x.kind for x in (reflection, pledge, refresher)] == [
        LessonKind.REFLECTION,
        LessonKind.PLEDGE,
        LessonKind.REFRESHER,
    ]
    assert (first.self_check.phase, last.self_check.phase) == ("before", "after")
    assert first.self_check.statements == last.self_check.statements
    assert len(first.self_check.statements) >= 6
    assert len(reflection.reflection.points) >= 3
    assert len(pledge.pledge.text.splitlines()) >= 5
    # enough that three years pass before anybody meets a situation again
    assert len(refresher.refresher.situations) >= 3 * refresher.refresher.draw
    assert not any(conduct.conduct_problems(lesson, None) for lesson in course.lessons)


def test_a_situation_of_the_refresher_says_why_each_way_is_good_or_bad():
    (pool,) = (lesson.refresher for lesson in LESSONS if lesson.refresher)
    for scene in pool.situations:
        assert scene.step == StepKind.JUDGE and scene.right_way and scene.basis
        assert all(item.why and len(item.panel) == 7 for item in scene.items)
        for basis in scene.basis:
            assert (basis.kind == "law") == bool(basis.document)
            assert basis.document not in UNCERTAIN or UNREAD in basis.note
            assert not basis.document or basis.document in DOCUMENTS


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.slug)
def test_each_lesson_says_what_it_is_and_how_long_it_takes(lesson: Lesson):
    assert lesson.summary and lesson.minutes > 0
    content_by_kind = {
        LessonKind.READING: lesson.body_html,
        LessonKind.SCENARIO: lesson.scenario,
        LessonKind.ASSIGNMENT: lesson.assignment,
        LessonKind.SELF_CHECK: lesson.self_check,
        LessonKind.REFLECTION: lesson.reflection,
        LessonKind.PLEDGE: lesson.pledge,
        LessonKind.REFRESHER: lesson.refresher,
    }
    assert [kind for kind, content in content_by_kind.items() if content] == [lesson.kind]


@pytest.mark.parametrize(
    "lesson", [x for x in LESSONS if x.kind == LessonKind.READING], ids=lambda lesson: lesson.slug
)
def test_readings_teach_in_500_to_900_words_and_lose_nothing_at_the_sanitiser(lesson: Lesson):
    assert 500 <= count_words(lesson.body_html) <= 900
    assert html.unescape(str(clean_html(lesson.body_html))) == lesson.body_html


def test_every_document_that_a_text_cites_is_in_the_library():
    files = [file for file in CONTENT.rglob("*.json") if file.stem != "legal_documents"]
    cited = {
        number
        for file in files
        for text in texts_of(json.loads(file.read_text(encoding="utf-8")))
        for number in NUMBER.findall(text)
    }
    assert cited and cited <= set(DOCUMENTS)


def test_readings_say_where_the_original_was_not_compared():
    for lesson in LESSONS:
        if UNCERTAIN & set(NUMBER.findall(lesson.body_html)):
            assert UNREAD in lesson.body_html, lesson.slug


def test_legal_documents_are_whole_rows_and_none_claims_to_be_verified():
    names = {
        "number",
        "title",
        "issuer",
        "valid_from",
        "valid_to",
        "replaced_by",
        "is_verified",
    }
    assert len(DOCUMENTS) == len(load_json("legal_documents"))
    for row in DOCUMENTS.values():
        assert set(row) == names and row["title"] and row["issuer"]
        assert len(row["title"]) <= 300 and len(row["number"]) <= 60
        assert row["is_verified"] is False
        days = [dt.date.fromisoformat(row[n]) for n in ("valid_from", "valid_to") if row[n]]
        assert days == sorted(days)
        assert not row["replaced_by"] or row["replaced_by"] in DOCUMENTS


@pytest.mark.parametrize(
    "lesson", [x for x in LESSONS if x.assignment], ids=lambda lesson: lesson.slug
)
def test_a_rubric_weighs_a_hundred_and_describes_each_level(lesson: Lesson):
    task = lesson.assignment
    assert 3 <= len(task.rubric) <= 4
    assert sum(line.weight for line in task.rubric) == 100
    assert len({line.key for line in task.rubric}) == len(task.rubric)
    assert all(len(line.levels) == 4 and all(line.levels) for line in task.rubric)
    assert 0 < task.min_words < task.max_words


@pytest.mark.parametrize(
    "lesson", [x for x in LESSONS if x.assignment], ids=lambda lesson: lesson.slug
)
def test_each_assignment_has_essays_that_fit_it(lesson: Lesson):
    task = lesson.assignment
    essays = [*TEXTS["essays"], *TEXTS["short_essays"]]
    assert sum(task.min_words <= len(text.split()) <= task.max_words for text in essays) >= 3


def test_the_class_has_words_enough_and_no_two_are_the_same():
    assert len(TEXTS["announcements"]) == 12
    assert len(TEXTS["essays"]) + len(TEXTS["short_essays"]) >= 12
    assert len(TEXTS["remarks"]) + len(TEXTS["low_remarks"]) == 12
    assert len(TEXTS["chat"]) == 15
    for name in ("essays", "short_essays", "remarks", "low_remarks", "chat"):
        assert len(set(TEXTS[name])) == len(TEXTS[name])
    for row in TEXTS["announcements"]:
        assert set(row) == {"title", "body"} and row["title"] and row["body"]


def test_news_and_pages_have_what_their_pages_ask_for():
    news = load_json("news")
    assert len(news) == 3 and len({row["slug"] for row in news}) == 3
    for row in news:
        assert dt.date.fromisoformat(row["date"])
        assert row["title"] and len(row["summary"]) <= 300
    school = load_json("school")
    assert len(school["intro"]) <= 600 and school["body"]
    for row in [*news, *load_json("pages"), school]:
        for block in row["body"]:
            assert html.unescape(str(clean_html(block["html"]))) == block["html"]


def test_no_text_carries_a_number_of_a_person_or_a_word_left_over():
    for file in CONTENT.rglob("*.json"):
        for text in texts_of(json.loads(file.read_text(encoding="utf-8"))):
            assert not re.search(r"(?<!\d)(?:\d{12}|0\d{9})(?!\d)", text)
            assert not re.search(r"lorem|TODO|xxx|\?\?", text, re.IGNORECASE)
            assert text == text.strip()
