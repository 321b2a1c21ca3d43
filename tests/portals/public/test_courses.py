"""The catalogue and course outlines, read by strangers; home, school and news pages of the site."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cms import api
from cms.courses.models import CoursePage
from lms.core.actor import Actor
from lms.core.errors import NotAllowed
from tests.factories import content
from tests.factories.people import SYSTEM

pytestmark = pytest.mark.django_db


def _queries(client, path) -> int:
    client.get(path)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(path).status_code == 200
    return len(queries)


def test_the_catalogue_shows_printed_courses_only(client):
    content.edition(title="Tiếp nhận hồ sơ")
    content.course(title="Chưa phát hành")
    page = client.get("/khoa-hoc/").content.decode()
    assert "Tiếp nhận hồ sơ" in page
    assert "Chưa phát hành" not in page


def test_the_catalogue_costs_the_same_with_one_course_and_with_three(client):
    content.edition()
    queries_for_one = _queries(client, "/khoa-hoc/")
    content.edition()
    content.edition()
    assert _queries(client, "/khoa-hoc/") == queries_for_one
    assert queries_for_one <= 4


def test_the_catalogue_is_filtered_by_kind_and_school(client):
    content.edition(title="Hộ tịch")
    content.edition("TCT-LS", title="Ứng xử", kind="conduct")
    conduct = client.get("/khoa-hoc/?loai=conduct").content.decode()
    assert "Ứng xử</a>" in conduct
    assert "Hộ tịch</a>" not in conduct
    assert "Hộ tịch</a>" in client.get("/khoa-hoc/?truong=TCT-DB").content.decode()
    assert client.get("/khoa-hoc/?truong=KHONG-CO").status_code == 200


def test_the_outline_tells_what_is_learned_but_not_the_lessons(client):
    outline = content.edition()
    page = client.get(f"/khoa-hoc/{outline.slug}/").content.decode()
    for shown in (
        outline.title,
        "8 tiết",
        "Nhận hồ sơ khai sinh khi thiếu giấy chứng sinh",
        "Em bé sinh ở nhà",
        "60/2014/QH13",
        "Luật Hộ tịch",
        "Trường TCT-DB",
    ):
        assert shown in page
    for secret in ("Hỏi người làm chứng", "Không bắt bà con đi lại", "Kể một lần bạn nhận hồ sơ"):
        assert secret not in page


def test_what_is_not_offered_is_not_found(client):
    outline = content.edition()
    CoursePage.objects.get().unpublish()
    assert client.get(f"/khoa-hoc/{outline.slug}/").status_code == 404
    assert client.get("/khoa-hoc/khong-co/").status_code == 404


def test_home_school_and_news_are_open_to_everybody_under_the_strict_policy(client):
    content.edition()
    api.write_news(
        actor=SYSTEM,
        school_code="TCT-DB",
        data={
            "slug": "khai-giang",
            "title": "Khai giảng lớp một cửa",
            "date": "2026-11-20",
            "summary": "Bốn mươi học viên.",
            "body": [{"type": "text", "html": "<p>Sáng nay.</p>"}],
        },
    )
    home = client.get("/")
    assert "script-src 'self'" in home["Content-Security-Policy"]
    assert "Khai giảng lớp một cửa" in home.content.decode()
    assert "Khai giảng lớp một cửa" in client.get("/truong-tct-db/").content.decode()
    assert "Sáng nay." in client.get("/truong-tct-db/tin-tuc/khai-giang/").content.decode()
    assert client.get("/truong-tct-db/tin-tuc/").status_code == 200


def test_home_leads_to_standard_pages_and_the_school_says_who_it_is(client):
    content.edition()
    text = [{"type": "text", "html": "<p>Học để làm đúng ngay lần đầu.</p>"}]
    page = {"slug": "gioi-thieu", "title": "Giới thiệu", "intro": "Nơi học.", "body": text}
    section = {"intro": "Trường của tỉnh.", "body": text}
    for _ in range(2):
        api.write_page(actor=SYSTEM, data=page)
        api.write_section(actor=SYSTEM, school_code="TCT-DB", data=section)
    home = client.get("/").content.decode()
    assert home.count('href="/gioi-thieu/"') == 1 and "Trường của tỉnh." in home
    for address in ("/gioi-thieu/", "/truong-tct-db/"):
        assert "Học để làm đúng ngay lần đầu." in client.get(address).content.decode()
    with pytest.raises(NotAllowed):
        api.write_page(actor=Actor.nobody(), data=page)


def test_only_renditions_are_handed_out(client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    (tmp_path / "images").mkdir()
    (tmp_path / "original_images").mkdir()
    (tmp_path / "images/a.webp").write_bytes(b"RIFF")
    (tmp_path / "images/a.html").write_bytes(b"<script>")
    (tmp_path / "original_images/a.jpg").write_bytes(b"x")
    (tmp_path / "secret.png").write_bytes(b"x")
    picture = client.get("/media-files/images/a.webp")
    assert picture["Content-Type"] == "image/webp"
    assert picture["X-Content-Type-Options"] == "nosniff"
    for path in (
        "images/a.html",
        "original_images/a.jpg",
        "images/../secret.png",
        "images/%2e%2e%2fsecret.png",
        "secret.png",
    ):
        assert client.get(f"/media-files/{path}").status_code == 404, path
