"""Conduct lessons: written, edited as forms, printed, read back; what blocks printing."""

import copy

import pytest
from django.urls import reverse

from cms import api
from cms.content import CourseKind, LessonKind, Refresher, StepKind
from cms.content.plain import from_plain, to_plain
from cms.courses.models import CoursePage, ModulePage, PledgeLessonPage, RefresherLessonPage
from lms.core.errors import BadInput, RuleBroken
from tests.factories import conduct, content, people
from tests.factories.people import SYSTEM

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


def test_a_conduct_course_reads_back_as_it_was_written():
    read = api.read_edition(conduct.edition(slug="ux").edition_id)
    assert read.kind == CourseKind.CONDUCT
    before, reflection, pledge, refresher, after = read.lessons
    assert [x.kind for x in read.lessons] == [
        LessonKind.SELF_CHECK,
        LessonKind.REFLECTION,
        LessonKind.PLEDGE,
        LessonKind.REFRESHER,
        LessonKind.SELF_CHECK,
    ]
    assert (before.self_check.phase, after.self_check.phase) == ("before", "after")
    assert [s.key for s in before.self_check.statements] == ["chao", "giai-thich"]
    assert reflection.reflection.points == ("Bạn đã nói gì?",)
    assert (pledge.pledge.text, pledge.pledge.version) == (conduct.PLEDGE, "2026-1")
    first = refresher.refresher.situations[0]
    assert (first.step, first.items[1].panel) == (StepKind.JUDGE, (1, 5, 1, 4))
    assert first.basis[0].valid_from == "2016-01-01"
    assert len({x.hash for x in read.lessons}) == 5


def test_writing_the_same_again_changes_nothing_and_a_changed_text_changes_that_lesson():
    first = conduct.edition(slug="ux")
    assert conduct.edition(slug="ux") == first
    rows = conduct.lessons("ux")
    rows[2]["pledge"] = {"text": "Tôi cam kết.", "version": "2027-1"}
    second = content.edition(
        slug="ux",
        kind="conduct",
        title="Văn hóa ứng xử",
        modules=[{"title": "Ứng xử", "lessons": rows}],
    )
    changed = [
        a.slug for a, b in zip(first.lessons, second.lessons, strict=True) if a.hash != b.hash
    ]
    assert changed == ["ux-cam-ket"]
    assert first.lesson("ux-cam-ket").pledge.version == "2026-1"


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"draw": 7}, "fewer situations"),
        ({"draw": 0}, "none is drawn"),
        ({"twice": True}, "same key"),
        ({"items": 2}, "fewer than three"),
        ({"panel": [5, 5]}, "Not every expert"),
        ({"alike": True}, "none is best or worst"),
        ({"narration": ""}, "Nothing is told"),
    ],
)
def test_a_refresher_that_cannot_be_judged_is_not_printed(change, message):
    rows = conduct.lessons("ux")
    pool = rows[3]["refresher"]
    first = pool["situations"][0]
    match change:
        case {"draw": draw}:
            pool["draw"] = draw
        case {"twice": _}:
            first["key"] = "t2"
        case {"items": count}:
            first["items"] = first["items"][:count]
        case {"panel": panel}:
            first["items"][0]["panel"] = panel
        case {"alike": _}:
            for item in first["items"]:
                item["panel"] = [3, 3]
        case {"narration": text}:
            first["narration"] = text
    with pytest.raises(RuleBroken) as refusal:
        content.edition(slug="ux", kind="conduct", modules=[{"title": "Ứng xử", "lessons": rows}])
    assert message in refusal.value.message


def test_two_statements_with_one_key_and_an_empty_commitment_are_not_printed():
    rows = conduct.lessons("ux")
    rows[0]["self_check"] = {"phase": "before", "statements": [conduct.STATEMENTS[0]] * 2}
    rows[2]["pledge"] = {"text": " ", "version": "1"}
    for lessons, message in ((rows, "same key"), (rows[2:], "missing")):
        with pytest.raises(RuleBroken) as refusal:
            content.edition(
                slug=f"ux{len(lessons)}",
                kind="conduct",
                modules=[{"title": "Ứng xử", "lessons": copy.deepcopy(_renamed(lessons))}],
            )
        assert message in refusal.value.message


def test_a_changed_commitment_is_printed_under_a_new_version_alone():
    first = conduct.edition(slug="ux")
    rows = conduct.lessons("ux")
    rows[2]["pledge"] = {"text": f"{conduct.PLEDGE}\nTôi giữ lời hứa.", "version": "2026-1"}
    modules = [{"title": "Ứng xử", "lessons": rows}]
    with pytest.raises(RuleBroken, match="new version"):
        content.edition(slug="ux", kind="conduct", title="Văn hóa ứng xử", modules=modules)
    assert api.latest_edition("ux") == first
    rows[2]["pledge"]["version"] = "2026-2"
    second = content.edition(slug="ux", kind="conduct", title="Văn hóa ứng xử", modules=modules)
    assert second.number == first.number + 1


def _renamed(rows):
    return [{**row, "slug": f"{row['slug']}-{len(rows)}"} for row in rows]


def test_what_the_form_of_a_situation_has_no_field_for_is_refused_by_name_and_not_lost():
    rows = conduct.lessons("ux")
    rows[3]["refresher"]["situations"][1]["hint"] = "Nhìn vào mắt bác."
    content.section()
    api.write_legal_documents(actor=SYSTEM, rows=[content.LAW])
    with pytest.raises(BadInput) as refusal:
        api.write_course(
            actor=SYSTEM,
            school_code="TCT-DB",
            data=content.course_data("ux", modules=[{"title": "Ứng xử", "lessons": rows}]),
        )
    assert "t2" in refusal.value.message
    assert not RefresherLessonPage.objects.exists()


def test_the_plain_form_goes_round():
    plain = conduct.lessons("ux")[3]["refresher"]
    assert to_plain(from_plain(Refresher, plain)) == plain


def test_an_editor_opens_each_form_and_its_preview(client):
    cast = people.cast()
    conduct.edition(slug="ux")
    admin = people.user("Quản trị")
    type(admin).objects.filter(pk=admin.pk).update(is_superuser=True)
    client.force_login(admin)
    course = CoursePage.objects.get()
    for page in course.get_descendants().specific():
        if isinstance(page, ModulePage):
            continue
        body = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk]))
        assert body.status_code == 200, page
        preview = page.make_preview_request()
        assert preview.status_code == 200, page
    assert cast.editor
    assert "2026-1" in PledgeLessonPage.objects.get().make_preview_request().content.decode()
