"""A kind of lesson is complete: what holds for it, its page for authors, how learners see it."""

from dataclasses import fields

import pytest
from django.template.loader import get_template
from django.urls import reverse

from cms.content import LESSON_TRAITS, Lesson, LessonKind
from cms.courses.models import LESSON_TYPES
from lms.portals.kit.lesson_kinds import LESSON_DISPLAYS

KINDS = list(LessonKind)


def test_every_kind_is_in_every_table():
    assert list(LESSON_TRAITS) == KINDS
    assert list(LESSON_DISPLAYS) == KINDS
    assert [page.lesson_kind for page in LESSON_TYPES] == KINDS


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_its_own_content_words_and_icon(kind):
    traits, display = LESSON_TRAITS[kind], LESSON_DISPLAYS[kind]
    assert traits.content in {field.name for field in fields(Lesson)}
    for others in KINDS:
        if others != kind:
            assert LESSON_TRAITS[others].content != traits.content
            assert LESSON_DISPLAYS[others].icon != display.icon
            assert str(LESSON_DISPLAYS[others].label) != str(display.label)
            assert str(LESSON_DISPLAYS[others].outline_label) != str(display.outline_label)


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_opened_as_a_page_or_as_a_pack(kind):
    traits, display = LESSON_TRAITS[kind], LESSON_DISPLAYS[kind]
    assert bool(display.page) != bool(display.pack)
    assert traits.is_personal == bool(display.page)
    if display.page:
        assert reverse(display.page, args=["bai"])
    else:
        assert get_template(f"learner/lessons/{display.pack}.html")


@pytest.mark.parametrize("page_type", LESSON_TYPES, ids=lambda page: page.lesson_kind.value)
def test_every_kind_has_a_preview_for_authors(page_type):
    assert get_template(page_type.template)
    assert page_type.page_description
