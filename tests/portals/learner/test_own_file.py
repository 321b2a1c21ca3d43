"""The official's own file: what they read, print, take out and declare; who looked at it."""

import datetime as dt
import io
import json

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook
from PIL import Image

from lms.core import clock
from lms.core.audit.models import Event
from lms.people.organisation.models import UnitState
from lms.people.personnel.actions import look_at_sensitive
from lms.people.personnel.models import (
    Post,
    Qualification,
    RankHeld,
    Rating,
    Sensitive,
    SensitiveAccess,
    TrainingRecord,
)
from lms.people.personnel.states import QualificationState
from lms.people.privacy import actions
from lms.people.privacy.models import DataRequest
from lms.people.privacy.own_file import own_file
from lms.people.standards.models import StandardDecision
from tests.factories import people

pytestmark = pytest.mark.django_db
FILE = "/ho-so/ca-nhan/"


@pytest.fixture(autouse=True)
def _own_media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def picture(kind="JPEG") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (8, 8), "navy").save(out, kind)
    return out.getvalue()


def fill(cast, times: int = 1) -> None:
    """Something of everything for cô Lan."""
    lan = cast.lan_official
    Sensitive.objects.get_or_create(
        official=lan,
        ethnicity="Thái",
        is_ethnic_minority=True,
        is_party_member=True,
        id_number="011190000123",
    )
    for n in range(times):
        day = dt.date(2019 + n, 6, 1)
        unit = people.unit(name=f"Xã cũ {n}", parent=cast.province)
        Post.objects.create(
            official=lan,
            unit=unit,
            title="Văn thư",
            group="civil_servant",
            is_main=False,
            valid_from=day,
            valid_to=day + dt.timedelta(days=99),
        )
        RankHeld.objects.create(official=lan, rank="expert", valid_from=day)
        Qualification.objects.create(
            official=lan, dimension="professional", level="university", field="Luật", held_from=day
        )
        Rating.objects.create(
            official=lan, period=str(day.year), scale="2015-2020", value="good", decided_on=day
        )
        StandardDecision.objects.create(
            official=lan,
            dimension="professional",
            met=False,
            basis="deadline",
            decided_on=day,
            deadline=dt.date(2030, 7, 1),
            decision=f"QĐ {n}/QĐ-UBND",
        )
        for origin in TrainingRecord.Origin:
            TrainingRecord.objects.create(
                official=lan,
                source=f"{origin}:{n}",
                origin=origin,
                title=f"Lớp {origin} {n}",
                school="Trường Chính trị",
                kind="bồi dưỡng",
                periods=40,
                starts_on=day,
                ends_on=day + dt.timedelta(days=5),
            )


def test_the_official_reads_everything_that_is_kept_about_them(cast, client):
    fill(cast)
    client.force_login(cast.lan)
    assert FILE in client.get("/ho-so/").content.decode()
    body = client.get(FILE).content.decode()
    for part in (
        "Lò Thị Lan",
        cast.lan_official.code,
        "17/05/1990",
        "Xã Na Son",
        "Văn thư",
        "Chuyên viên",
        "Luật",
        "Hoàn thành tốt nhiệm vụ",
        "01/07/2030",
        "QĐ 0/QĐ-UBND",
        "Lớp imported 0",
        "Thái",
        "011190000123",
    ):
        assert part in body, part
    assert not SensitiveAccess.objects.exists(), "one's own look needs no log"
    (year,) = own_file(cast.actor(cast.lan)).years
    assert (year.year, year.turns, year.periods) == (2019, 3, 120)


def test_taken_back_training_counts_nothing_and_a_newer_decision_goes_before(cast):
    fill(cast, 2)
    TrainingRecord.objects.filter(ends_on__year=2019).update(revoked_on=clock.today())
    own_data = own_file(cast.actor(cast.lan))
    assert [(figures.year, figures.turns) for figures in own_data.years] == [(2020, 3)]
    assert len(own_data.trainings) == 6
    assert [(line.decision.decision, line.counts) for line in own_data.decisions] == [
        ("QĐ 1/QĐ-UBND", True),
        ("QĐ 0/QĐ-UBND", False),
    ]


def test_units_are_named_as_they_were_called_in_the_post(cast):
    fill(cast)
    post = cast.lan_official.posts.get(title="Văn thư")
    UnitState.objects.filter(unit=post.unit).update(valid_to=dt.date(2024, 12, 31))
    UnitState.objects.create(
        unit=post.unit,
        name="Phường mới",
        name_fold="phuong moi",
        level="commune",
        trail=f"{cast.province.pk}/{post.unit.pk}/",
        valid_from=dt.date(2025, 1, 1),
    )
    post.unit.name = "Phường mới"
    post.unit.save()
    names = {line.post.title: line.unit_name for line in own_file(cast.actor(cast.lan)).posts}
    assert names["Văn thư"] == "Xã cũ 0"


def test_the_page_costs_the_same_however_much_is_kept(cast, client):
    fill(cast)
    people.official("Hờ A Páo", cast.commune, cast.pao)
    client.force_login(cast.lan)

    def count(url):
        with CaptureQueriesContext(connection) as caught:
            assert client.get(url).status_code == 200
        return len(caught)

    for url in (FILE, f"{FILE}in/", "/ho-so/ai-da-xem/", "/ho-so/quyen/"):
        client.get(url)
    look(cast)
    actions.submit_request(actor=cast.actor(cast.lan), kind=DataRequest.Kind.ACCESS, words="1")
    before = {url: count(url) for url in (FILE, f"{FILE}in/", "/ho-so/ai-da-xem/", "/ho-so/quyen/")}
    cast.lan_official.trainings.all().delete()
    fill(cast, 3)
    other = people.user("Sùng A Chu")
    people.official("Sùng A Chu", cast.commune, other)
    for user in (cast.pao, other, cast.tu):
        SensitiveAccess.objects.create(
            official=cast.lan_official, user=user, purpose="x", at=clock.now()
        )
        actions.submit_request(
            actor=cast.actor(cast.lan), kind=DataRequest.Kind.ACCESS, words="1", about=str(user.pk)
        )
    assert {url: count(url) for url in before} == before
    assert len(client.get(FILE).content) < 40 * 1024


def test_the_extract_says_what_it_is_and_leaves_sensitive_fields_out(cast, client):
    fill(cast)
    client.force_login(cast.lan)
    body = client.get(f"{FILE}in/").content.decode()
    assert "không thay thế" in body and "Lớp ours 0" in body
    for secret in ("011190000123", "Thái"):
        assert secret not in body


def test_taking_ones_data_out_gives_everything_and_is_written_down(cast, client):
    fill(cast)
    look(cast)
    actions.submit_request(actor=cast.actor(cast.lan), kind=DataRequest.Kind.ACCESS, words="=1+1")
    client.force_login(cast.lan)
    answer = client.post(f"{FILE}xuat/", {"dang": "json"})
    assert "attachment" in answer["Content-Disposition"]
    data = json.loads(answer.content)
    assert data["sensitive"]["id_number"] == "011190000123"
    assert data["looked_at_by"][0]["who"] == "Hờ A Páo"
    assert data["requests"][0]["text"] == "=1+1"
    assert [
        len(data[key])
        for key in ("posts", "ranks", "qualifications", "ratings", "standards", "training")
    ] == [2, 1, 1, 1, 1, 3]
    workbook = load_workbook(io.BytesIO(client.post(f"{FILE}xuat/", {"dang": "xlsx"}).content))
    cells = [str(cell.value) for sheet in workbook for row in sheet.iter_rows() for cell in row]
    assert "011190000123" in cells and "Hờ A Páo" in cells and "'=1+1" in cells
    assert workbook.sheetnames[-1] == "Nguồn"
    assert Event.objects.filter(kind="privacy.taken_out").count() == 2
    assert client.post(f"{FILE}xuat/", {"dang": "doc"}).status_code == 422


def test_who_is_no_official_has_no_such_pages(cast, client):
    client.force_login(cast.stranger)
    for url in (
        FILE,
        f"{FILE}in/",
        f"{FILE}khai/",
        "/ho-so/ai-da-xem/",
        "/ho-so/quyen/",
        "/ho-so/quyen/moi/",
    ):
        assert client.get(url).status_code == 404, url
    assert client.post(f"{FILE}xuat/").status_code == 404
    assert FILE not in client.get("/ho-so/").content.decode()


# --- who looked


def look(cast) -> None:
    look_at_sensitive(
        actor=cast.actor(cast.pao), official=cast.lan_official, purpose="Rà soát hồ sơ đảng viên"
    )


def test_the_person_reads_who_looked_when_and_for_what_and_nobody_else_does(cast, client):
    client.force_login(cast.lan)
    assert "Hờ A Páo" not in client.get("/ho-so/ai-da-xem/").content.decode()
    look(cast)
    body = client.get("/ho-so/ai-da-xem/").content.decode()
    assert "Hờ A Páo" in body and "Rà soát hồ sơ đảng viên" in body
    people.official("Hờ A Páo", cast.commune, cast.pao)
    client.force_login(cast.pao)
    assert "Rà soát hồ sơ đảng viên" not in client.get("/ho-so/ai-da-xem/").content.decode()


def test_the_log_is_long_and_newest_first(cast, client):
    for n in range(25):
        SensitiveAccess.objects.create(
            official=cast.lan_official,
            user=cast.pao,
            purpose=f"lần {n:02d}",
            at=clock.now() + dt.timedelta(minutes=n),
        )
    client.force_login(cast.lan)
    first = client.get("/ho-so/ai-da-xem/").content.decode()
    assert first.index("lần 24") < first.index("lần 05") and "lần 04" not in first
    assert "lần 04" in client.get("/ho-so/ai-da-xem/?trang=2").content.decode()


# --- declaring

WHAT = {
    "level": "master",
    "field": "Luật",
    "institution": "Đại học Luật Hà Nội",
    "mode": "part_time",
    "held_from": "2024-06-30",
}


def declare(client, dimension="professional", **changes):
    return client.post(f"{FILE}khai/{dimension}/", {**WHAT, **changes})


def test_a_declared_qualification_waits_with_its_paper_and_counts_nowhere(cast, client):
    client.force_login(cast.lan)
    assert "professional" in client.get(f"{FILE}khai/").content.decode()
    answer = declare(client, evidence=SimpleUploadedFile("bằng.jpg", picture()))
    assert (answer.status_code, answer["Location"]) == (302, FILE)
    row = Qualification.objects.get()
    assert (row.official, row.state, row.level) == (cast.lan_official, "declared", "master")
    assert row.evidence.name.endswith(".jpg") and "bằng" not in row.evidence.name
    assert "Đại học Luật Hà Nội" in client.get(FILE).content.decode()
    sent = client.get(f"{FILE}minh-chung/{row.uid}/")
    assert b"".join(sent.streaming_content) == picture()
    assert "attachment" in sent["Content-Disposition"]
    assert sent["X-Content-Type-Options"] == "nosniff"
    client.force_login(cast.pao)
    assert client.get(f"{FILE}minh-chung/{row.uid}/").status_code == 404


def test_why_it_was_refused_is_read_and_it_may_be_declared_again(cast, client):
    client.force_login(cast.lan)
    declare(client)
    assert declare(client).status_code == 422
    Qualification.objects.update(
        state=QualificationState.REFUSED, reason="Ảnh mờ, không đọc được số hiệu"
    )
    assert "Ảnh mờ, không đọc được số hiệu" in client.get(FILE).content.decode()
    assert declare(client).status_code == 302
    assert Qualification.objects.count() == 2


@pytest.mark.parametrize(
    "changes",
    [
        {"level": "advanced"},
        {"level": ""},
        {"held_from": "2999-01-01"},
        {"held_from": "1980-01-01"},
        {"held_from": "hôm qua"},
        {"institution": ""},
    ],
)
def test_what_cannot_be_is_refused_and_what_was_typed_is_kept(cast, client, changes):
    client.force_login(cast.lan)
    answer = declare(client, **changes)
    assert answer.status_code == 422
    assert not Qualification.objects.exists()
    if "institution" not in changes:
        assert "Đại học Luật Hà Nội" in answer.content.decode()


@pytest.mark.parametrize(
    "name, body",
    [
        ("bang.pdf", b"<html><script>alert(1)</script></html>"),
        ("bang.jpg", b"\xff\xd8\xff" + b"x" * 90),
        ("bang.png", b"\x89PNG\r\n\x1a\n<svg/>"),
        ("bang.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
        ("bang.docx", b"PK\x03\x04"),
        ("bang.gif", b"GIF89a"),
        ("bang.pdf", b"%PDF-" + b"0" * (10 * 1024 * 1024)),
    ],
    ids=["page", "broken jpg", "broken png", "svg", "zip", "gif", "large"],
)
def test_a_file_that_is_no_photo_and_no_pdf_is_refused(cast, client, name, body):
    client.force_login(cast.lan)
    assert declare(client, evidence=ContentFile(body, name)).status_code == 422
    assert not Qualification.objects.exists()


def test_the_content_decides_what_a_file_is_not_its_name(cast, client):
    client.force_login(cast.lan)
    assert (
        declare(client, evidence=SimpleUploadedFile("x.html", b"%PDF-1.7 bang")).status_code == 302
    )
    assert Qualification.objects.get().evidence.name.endswith("minh-chung.pdf")
    assert client.get(f"{FILE}khai/khong-co/").status_code == 404


def test_languages_are_named(cast, client):
    client.force_login(cast.lan)
    assert declare(client, "ethnic_language", level="certified", field="").status_code == 422
    assert (
        declare(client, "ethnic_language", level="certified", field="Tiếng Mông").status_code == 302
    )
    assert "Tiếng Mông" in client.get(FILE).content.decode()
