"""The pages of conduct lessons: plain forms, nothing that belongs to another, nothing of the
panel before the answer.
"""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cms import api
from lms.learning.conduct import actions
from lms.learning.conduct.models import Commitment, Reflection, RefresherAnswer, SelfAssessment
from tests.factories import conduct

pytestmark = pytest.mark.django_db


@pytest.fixture
def enrolment(cast):
    return conduct.enrolment_of_lan(cast)


def page(client, url: str, status: int = 200) -> str:
    answer = client.get(url)
    assert answer.status_code == status, url
    return answer.content.decode()


def test_the_address_of_each_lesson_leads_to_its_page_and_none_is_a_pack(lan, enrolment):
    ends = ("tu-soi", "suy-ngam", "cam-ket", "nhac-lai", "tu-soi")
    for lesson, end in zip(api.read_edition(enrolment.group.edition_id).lessons, ends, strict=True):
        assert lan.get(f"/hoc/{lesson.slug}/")["Location"] == f"/hoc/{lesson.slug}/{end}/"
        assert lan.get(f"/hoc/{lesson.slug}/v/{lesson.hash}/").status_code == 404
        body = page(lan, f"/hoc/{lesson.slug}/{end}/")
        assert lesson.title in body
        assert "<script" not in body.replace("/theme", "").split("</head>")[1]
    assert "Tự soi" in page(lan, "/hoc/")


def test_rating_before_and_after_shows_both_side_by_side(lan, enrolment):
    slugs = conduct.slugs(enrolment)
    before, after = (f"/hoc/{slugs[x]}/tu-soi/" for x in ("before", "after"))
    assert lan.post(before, {"chao": 2}).status_code == 422
    assert not SelfAssessment.objects.exists()
    assert lan.post(before, {"chao": 2, "giai-thich": 4}).status_code == 302
    assert lan.post(after, {"chao": 5, "giai-thich": 3}).status_code == 302
    for url in (before, after):
        body = page(lan, url)
        assert "+3" in body
        assert "-1" in body
    assert "<form" not in page(lan, before)


def test_a_reflection_is_kept_and_shown_to_its_writer_alone(lan, enrolment, client, cast):
    url = f"/hoc/{conduct.slugs(enrolment)['reflection']}/suy-ngam/"
    assert lan.post(url, {"text": ""}).status_code == 422
    assert lan.post(url, {"text": "Hôm đó tôi <b>nặng lời</b> với một cụ."}).status_code == 302
    assert "&lt;b&gt;nặng lời" in page(lan, url)
    for visitor in (cast.minh, cast.hoa):
        client.force_login(visitor)
        assert "nặng lời" not in page(client, url)
        assert client.post(url, {"text": "Tôi xem."}).status_code == 404
    assert Reflection.objects.count() == 1


def test_signing_needs_the_own_name_and_gives_a_sheet(lan, enrolment):
    url = f"/hoc/{conduct.slugs(enrolment)['pledge']}/cam-ket/"
    body = page(lan, url)
    assert "Tôi cam kết chào trước, hỏi sau." in body
    for name in ("", "Vàng Thị Dơ"):
        assert lan.post(url, {"name": name}).status_code == 422
    assert lan.post(url, {"name": "lò thị lan"}).status_code == 302
    commitment = Commitment.objects.get()
    sheet = f"/ho-so/cam-ket/{commitment.pk}/"
    assert sheet in page(lan, url)
    assert sheet in page(lan, "/ho-so/cam-ket/")
    assert "/ho-so/cam-ket/" in page(lan, "/ho-so/")
    body = page(lan, sheet)
    for part in (
        "Tôi cam kết không nhận quà",
        "Lò Thị Lan",
        "2026-1",
        commitment.digest,
        "Xã Na Son",
    ):
        assert part in body
    assert lan.post(sheet, {"reason": ""}).status_code == 422
    assert lan.post(sheet, {"reason": "Ký nhầm lớp"}).status_code == 302
    assert "Ký nhầm lớp" in page(lan, sheet)
    assert lan.post(sheet, {"reason": "Lần nữa"}).status_code == 422


def test_the_refresher_from_its_beginning_to_its_result(lan, enrolment):
    slug = conduct.slugs(enrolment)["refresher"]
    start = f"/hoc/{slug}/nhac-lai/"
    assert lan.get(f"{start}1/").status_code == 404
    assert lan.post(start)["Location"] == f"{start}1/"
    body = page(lan, f"{start}1/")
    assert "Bảo bác ra ngoài" in body
    # ratings, reasons and the right way stay on the server until the answer
    for secret in ("Làm căng thêm", "Mời ngồi", "Điều 16", "4,8"):
        assert secret not in body
    for wrong in ({}, {"best": "a"}, {"best": "a", "worst": "a"}, {"best": "x", "worst": "a"}):
        assert lan.post(f"{start}1/", wrong).status_code == 422
    assert not RefresherAnswer.objects.exists()
    assert lan.post(f"{start}1/", {"best": "b", "worst": "c"}).status_code == 302
    body = page(lan, f"{start}1/")
    for views in ("71", "Làm căng thêm", "Mời ngồi", "Điều 16", "1, 5, 1, 4"):
        assert views in body
    assert lan.get(start)["Location"] == f"{start}2/"
    assert '<li class="done"></li><li class="now"></li>' in page(lan, f"{start}2/")
    lan.post(f"{start}2/", {"best": "a", "worst": "c"})
    body = page(lan, start)
    assert "85" in body
    assert lan.post(f"{start}2/", {"best": "c", "worst": "a"}).status_code == 422


def test_staff_look_and_do_nothing_and_strangers_get_404(client, cast, enrolment):
    slugs = conduct.slugs(enrolment)
    urls = [
        f"/hoc/{slugs['before']}/tu-soi/",
        f"/hoc/{slugs['reflection']}/suy-ngam/",
        f"/hoc/{slugs['pledge']}/cam-ket/",
        f"/hoc/{slugs['refresher']}/nhac-lai/",
    ]
    for visitor in (cast.minh, cast.hoa):
        client.force_login(visitor)
        for url in urls:
            assert "<form" not in page(client, url)
            assert client.post(url, {"name": "Lò Thị Lan"}).status_code == 404
    for visitor in (cast.pao, cast.tu, cast.stranger):
        client.force_login(visitor)
        assert [client.get(url).status_code for url in urls] == [404] * 4
    assert not Commitment.objects.exists()


def test_a_lesson_of_another_kind_has_no_such_page(lan, enrolment):
    slugs = conduct.slugs(enrolment)
    assert lan.get(f"/hoc/{slugs['pledge']}/tu-soi/").status_code == 404
    assert lan.get(f"/hoc/{slugs['before']}/nhac-lai/").status_code == 404


def test_a_signed_text_that_was_changed_in_the_database_is_said(lan, cast, enrolment):
    actions.sign_pledge(
        actor=cast.actor(cast.lan),
        enrolment=enrolment,
        slug=conduct.slugs(enrolment)["pledge"],
        name="Lò Thị Lan",
    )
    Commitment.objects.update(digest="0" * 64)
    commitment = Commitment.objects.get()
    assert "note note--danger" in page(lan, f"/ho-so/cam-ket/{commitment.pk}/")


def test_the_pages_cost_the_same_whatever_was_said_before(lan, cast, enrolment):
    slugs = conduct.slugs(enrolment)
    urls = (f"/hoc/{slugs['before']}/tu-soi/", "/ho-so/cam-ket/")

    def counts() -> list[int]:
        queries = []
        for url in urls:
            with CaptureQueriesContext(connection) as seen:
                page(lan, url)
            queries.append(len(seen))
        return queries

    actor = cast.actor(cast.lan)
    actions.save_self_assessment(
        actor=actor, enrolment=enrolment, slug=slugs["before"], ratings={"chao": 1, "giai-thich": 1}
    )
    actions.sign_pledge(actor=actor, enrolment=enrolment, slug=slugs["pledge"], name="Lò Thị Lan")
    counts()
    before = counts()
    for rate in (2, 3, 4):
        actions.save_self_assessment(
            actor=actor,
            enrolment=enrolment,
            slug=slugs["before"],
            ratings={"chao": rate, "giai-thich": 1},
        )
        other = conduct.enrolment_of_lan(cast)
        actions.sign_pledge(
            actor=cast.actor(cast.lan),
            enrolment=other,
            slug=conduct.slugs(other)["pledge"],
            name="Lò Thị Lan",
        )
    counts()
    assert counts() == before


def test_staff_see_means_of_the_class_and_nobody_elses_single_ratings(client, cast, enrolment):
    url = f"/lop/{enrolment.group.code}/tu-danh-gia/"
    actions.save_self_assessment(
        actor=cast.actor(cast.lan),
        enrolment=enrolment,
        slug=conduct.slugs(enrolment)["before"],
        ratings={"chao": 1, "giai-thich": 5},
    )
    client.force_login(cast.minh)
    assert url in page(client, f"/hoc/{conduct.slugs(enrolment)['before']}/tu-soi/")
    assert conduct.STATEMENTS[0]["text"] not in page(client, url)
    for name in ("Dơ", "Mỷ", "Sua", "Chía"):
        other = conduct.learner(cast, enrolment.group, f"Giàng Thị {name}")
        actions.save_self_assessment(
            actor=cast.actor(other.official.user),
            enrolment=other,
            slug=conduct.slugs(enrolment)["before"],
            ratings={"chao": 2, "giai-thich": 3},
        )
    body = page(client, url)
    assert "1,8" in body
    assert "3,4" in body
    for visitor in (cast.lan, cast.pao, cast.tu):
        client.force_login(visitor)
        page(client, url, 404)


def test_the_means_are_found_from_the_class_and_lead_back_to_it(client, cast, enrolment):
    url, code = f"/lop/{enrolment.group.code}/tu-danh-gia/", enrolment.group.code
    for visitor, home in ((cast.minh, f"/lop/{code}/"), (cast.hoa, f"/truong/lop/{code}/")):
        client.force_login(visitor)
        assert url in page(client, f"/lop/{code}/tinh-huong/")
        assert f'href="{home}"' in page(client, url)
        page(client, home)
    client.force_login(cast.minh)
    assert url in page(client, f"/lop/{code}/")
    assert f"/lop/{code}/tinh-huong/" in page(client, f"/lop/{code}/so/")
