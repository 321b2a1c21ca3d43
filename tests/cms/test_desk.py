"""The editors' desk: who reaches what, the act of printing, and that it speaks Vietnamese."""

import re
from html.parser import HTMLParser

import pytest
from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from wagtail.models import Collection

from cms import api
from cms.courses.models import (
    AssignmentLessonPage,
    CourseEdition,
    CoursePage,
    ModulePage,
    ReadingLessonPage,
    ScenarioLessonPage,
)
from cms.library.models import File, LegalDocument
from cms.pages.models import NewsIndexPage, SchoolPage
from lms.people.accounts.models import User
from tests.factories import content

pytestmark = pytest.mark.django_db

DESK = "/quan-tri/"
# Words that only an untranslated page shows. Vietnamese has none of them.
ENGLISH = re.compile(
    r"\b(the|this|page|pages|publish|published|draft|save|edit|delete|search|choose|upload|status|"
    r"history|preview|title|type|updated|add|remove|move|select|image|document|comment|schedule|"
    r"you|your|with|and|are|lesson|course|scene|choice|weight|actions|more|show|filter)\b",
    re.IGNORECASE,
)


class VisibleText(HTMLParser):
    """The text that people see, and the labels that screen readers say."""

    def __init__(self) -> None:
        super().__init__()
        self.texts, self.hidden = [], 0

    def handle_starttag(self, tag, attrs):
        self.hidden += tag in {"script", "style", "svg"}
        self.texts += [
            value
            for name, value in attrs
            if name in {"aria-label", "placeholder", "title"} and value
        ]

    def handle_endtag(self, tag):
        self.hidden -= tag in {"script", "style", "svg"}

    def handle_data(self, data):
        if not self.hidden:
            self.texts.append(data)


@pytest.fixture
def desk(cast, client):
    """cô Hà edits for the school of Điện Biên; there is one printed course."""
    content.edition()
    api.set_editors(school_code="TCT-DB", user_ids=[cast.editor.pk])
    client.force_login(cast.editor)
    return client


def _daily_paths() -> list[str]:
    course, module, section = (
        CoursePage.objects.first(),
        ModulePage.objects.first(),
        SchoolPage.objects.first(),
    )
    news = NewsIndexPage.objects.first()
    lessons = [
        kind.objects.first()
        for kind in (ReadingLessonPage, ScenarioLessonPage, AssignmentLessonPage)
    ]
    law = LegalDocument.objects.first()
    paths = [
        "",
        f"pages/{section.pk}/",
        f"pages/{course.pk}/",
        f"pages/{module.pk}/add_subpage/",
        f"an-ban/{course.pk}/",
    ]
    paths += [f"pages/{page.pk}/edit/" for page in (section, course, module, *lessons)]
    paths += [f"pages/{page.pk}/history/" for page in (course, *lessons)]
    paths += [
        f"pages/add/courses/{name}/{module.pk}/"
        for name in ("readinglessonpage", "scenariolessonpage", "assignmentlessonpage")
    ]
    paths += [f"pages/add/courses/coursepage/{section.pk}/", f"pages/add/pages/newspage/{news.pk}/"]
    paths += [
        f"pages/{lessons[0].pk}/{act}/" for act in ("copy", "move", "delete", "unpublish", "usage")
    ]
    paths += ["images/", "images/add/", "documents/", "documents/add/", "pages/search/?q=b"]
    paths += [
        "snippets/library/legaldocument/",
        "snippets/library/legaldocument/add/",
        f"snippets/library/legaldocument/edit/{law.pk}/",
    ]
    studio_path = f"tinh-huong/{lessons[1].pk}/"
    paths += [
        f"{studio_path}{part}"
        for part in (
            "canh/canh-1/",
            "thong-tin/",
            "so-do/",
            "xem-thu/",
            "xem-thu/may/",
            "ngan-keo/",
            "lich-su/",
        )
    ]
    return [*paths, "images/chooser/", "documents/chooser/", "choose-page/"]


def test_the_daily_path_of_an_editor_is_vietnamese(desk):
    english = []
    for path in _daily_paths():
        response = desk.get(DESK + path)
        assert response.status_code == 200, path
        body = (
            response.json()["html"]
            if "json" in response["Content-Type"]
            else response.content.decode()
        )
        reader = VisibleText()
        reader.feed(body)
        english += [
            (path, text.strip()[:80])
            for text in reader.texts
            if ENGLISH.search(text.replace("vung-viec", ""))
        ]
    assert not english, "\n".join(f"{path}: {text}" for path, text in english)


def test_the_scripts_of_the_desk_speak_vietnamese(desk):
    catalogue = desk.get(DESK + "jsi18n/").content.decode()
    assert "Thu gọn hết" in catalogue or "Thu g\\u1ecdn h\\u1ebft" in catalogue


def test_an_editor_reaches_nothing_of_another_school(desk, cast):
    other_course = content.course("TCT-LS")
    page = CoursePage.objects.get(pk=other_course)
    lesson = ReadingLessonPage.objects.descendant_of(page).get()
    before = page.latest_revision_id
    for path in (
        f"pages/{page.pk}/edit/",
        f"pages/{lesson.pk}/edit/",
        f"pages/{page.pk}/delete/",
        f"pages/{page.pk}/history/",
    ):
        assert desk.get(DESK + path).status_code in {302, 403, 404}, path
    assert desk.post(f"{DESK}pages/{page.pk}/edit/", {"title": "Của tôi"}).status_code in {
        302,
        403,
        404,
    }
    assert desk.get(f"{DESK}an-ban/{page.pk}/").status_code == 404
    assert desk.post(f"{DESK}an-ban/{page.pk}/", {"note": ""}).status_code == 404
    page.refresh_from_db()
    assert page.latest_revision_id == before
    assert page.title != "Của tôi"
    assert not CourseEdition.objects.filter(course=page).exists()
    assert (
        page.title
        not in desk.get(f"{DESK}pages/search/?q={page.title.split()[-1]}").content.decode()
    )


@pytest.mark.parametrize("name", ["lan", "minh", "hoa", "pao", "stranger"])
def test_those_who_are_no_editors_do_not_reach_the_desk(cast, client, name):
    content.edition()
    client.force_login(getattr(cast, name))
    course = CoursePage.objects.get()
    for path in ("", f"pages/{course.pk}/edit/", f"an-ban/{course.pk}/"):
        response = client.get(DESK + path)
        assert response.status_code in {302, 403, 404}, path
        assert (
            "quan-tri" not in response.get("Location", "/quan-tri").split("?")[0]
            or response.status_code != 302
        )


def test_strangers_are_sent_to_our_own_sign_in(client, db):
    for path in (DESK, f"{DESK}login/", f"{DESK}pages/3/"):
        response = client.get(path)
        assert response.status_code == 302
        assert response["Location"].startswith("/tai-khoan/dang-nhap/")


def test_set_editors_lets_in_exactly_these(desk, cast):
    api.set_editors(school_code="TCT-DB", user_ids=[cast.hoa.pk])
    assert desk.get(DESK).status_code == 302
    assert set(Group.objects.get(name="Biên tập TCT-DB").user_set.all()) == {cast.hoa}


def test_printing_shows_what_is_new_takes_a_note_and_prints_once(desk, cast):
    course, page = CoursePage.objects.get(), ReadingLessonPage.objects.get()
    url = f"{DESK}an-ban/{course.pk}/"
    assert "không phát hành thêm" in desk.get(url).content.decode()
    page.title = "Bốn bước"
    page.save_revision().publish()
    text_of_page = desk.get(url).content.decode()
    assert "có sửa" in text_of_page
    assert text_of_page.count("không đổi") == 2
    response = desk.post(url, {"note": "Sửa bài đọc"})
    assert response.status_code == 302
    printed = course.editions.get(number=2)
    assert (printed.note, printed.printed_by) == ("Sửa bài đọc", cast.editor)
    desk.post(url, {"note": ""})
    assert course.editions.count() == 2


def test_a_broken_scenario_is_shown_with_its_place_and_not_printed(desk):
    course, page = CoursePage.objects.get(), ScenarioLessonPage.objects.get()
    page.case["scenes"][0]["choices"][0]["target"] = "canh-9"
    page.save_revision().publish()
    url = f"{DESK}an-ban/{course.pk}/"
    text_of_page = desk.get(url).content.decode()
    assert "Cảnh “Thiếu giấy chứng sinh”" in text_of_page
    assert "Lựa chọn này chưa dẫn tới cảnh nào." in text_of_page
    assert '<button class="button" type="submit">' not in text_of_page
    assert desk.post(url, {"note": ""}).status_code == 422
    assert course.editions.count() == 1


def test_a_new_page_gets_an_address_without_marks(desk):
    module = ModulePage.objects.get()
    page = module.add_child(
        instance=ReadingLessonPage(title="Đăng ký khai sinh, đúng hẹn", body=[])
    )
    assert page.slug == "dang-ky-khai-sinh-dung-hen"
    other = module.add_child(
        instance=ReadingLessonPage(title="Đăng ký khai sinh, đúng hẹn", body=[])
    )
    assert other.slug == "dang-ky-khai-sinh-dung-hen-2"
    assert (
        module.add_child(instance=ReadingLessonPage(title="Đồng bộ", body=[])).slug == "dong-bo-2"
    )


def test_an_address_that_another_lesson_has_is_refused_in_the_form(desk):
    content.course("TCT-LS", slug="khac")
    page = ReadingLessonPage.objects.get(slug="khac-doc")
    mine = ReadingLessonPage.objects.exclude(pk=page.pk).get()
    data = {
        "title": mine.title,
        "slug": page.slug,
        "minutes": 5,
        "summary": "",
        "body-count": 0,
        "comments-TOTAL_FORMS": 0,
        "comments-INITIAL_FORMS": 0,
    }
    response = desk.post(f"{DESK}pages/{mine.pk}/edit/", data)
    assert "đã dùng địa chỉ này" in response.content.decode()
    mine.refresh_from_db()
    assert mine.get_latest_revision_as_object().slug != page.slug


def test_lessons_are_previewed_at_the_desk_but_never_served(desk, client):
    for kind in (ReadingLessonPage, ScenarioLessonPage, AssignmentLessonPage, CoursePage):
        page = kind.objects.first()
        preview = page.make_preview_request()
        assert preview.status_code == 200
        assert page.title in preview.content.decode()
        assert desk.get(page.url_path.replace("/trang-chu", "", 1)).status_code == 404


def test_documents_are_handed_out_as_attachments_and_never_sniffed(desk, client):
    html = File.objects.create(
        title="bẫy",
        file=ContentFile(b"<script>alert(1)</script>", "bay.html"),
        collection=Collection.get_first_root_node(),
    )
    response = client.get(html.url)
    assert response["Content-Disposition"].startswith("attachment")
    assert response["X-Content-Type-Options"] == "nosniff"


def test_drawings_with_script_are_refused_as_pictures(desk):
    svg = ContentFile(
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "bay.svg"
    )
    collection = Collection.objects.get(name__startswith="Trường")
    response = desk.post(
        f"{DESK}images/add/", {"title": "bẫy", "file": svg, "collection": collection.pk}
    )
    assert response.status_code == 200
    assert "Không nhận dạng hình này" in response.content.decode()


def test_scripts_in_a_lesson_do_not_reach_the_edition():
    data = content.course_data("xau")
    data["modules"][0]["lessons"][0]["body"][0]["html"] = (
        '<p onclick="x()">Chào<script>alert(1)</script><a href="javascript:x()">a</a></p>'
    )
    content.section()
    api.write_legal_documents(actor=content.SYSTEM, rows=[content.LAW])
    course = api.write_course(actor=content.SYSTEM, school_code="TCT-DB", data=data)
    html = api.publish_edition(actor=content.SYSTEM, course_id=course, note="").lessons[0].body_html
    assert "Chào" in html
    assert not re.search("script|onclick", html)


def test_the_pages_of_a_superuser_stand_although_our_users_have_no_first_name(desk, client):
    boss = User.objects.create_superuser(full_name="Quản trị", password="x", staff_code="ADMIN")
    client.force_login(boss)
    course = CoursePage.objects.get()
    for path in (
        "",
        f"pages/{course.pk}/history/",
        "users/",
        "reports/site-history/",
        f"pages/{course.pk}/edit/",
        "groups/",
        "collections/",
    ):
        assert client.get(DESK + path).status_code == 200, path
