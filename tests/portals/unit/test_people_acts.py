"""What is written into a file on its small pages, and the papers behind it."""

import datetime as dt
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import override_settings
from PIL import Image

from lms.core import clock
from lms.people.organisation.models import Role
from lms.people.personnel.actions import QualificationDraft, declare_qualification
from lms.people.personnel.models import Dimension, Official, Qualification, QualificationLevel
from lms.people.personnel.queries import posts_on
from lms.people.rulebook.models import Basis, Rule
from tests.factories import people

D = dt.date


@pytest.fixture(autouse=True)
def _media(tmp_path):
    with override_settings(MEDIA_ROOT=tmp_path):
        yield


@pytest.fixture
def lan(cast) -> Official:
    return cast.lan_official


@pytest.fixture
def pao(cast, client):
    client.force_login(cast.pao)
    return client


@pytest.fixture
def tu(cast, client):
    client.force_login(cast.tu)
    return client


def url(official, act: str, row=None) -> str:
    return f"/don-vi/nhan-su/{official.uid}/{act}/" + (f"{row.pk}/" if row else "")


def done(client, where: str, data) -> str:
    """The act goes through and leads back to the file, which is returned."""
    page = client.get(where)
    assert page.status_code == 200
    assert 'method="post" action=""' in page.content.decode()  # the form is sent to its own page
    answer = client.post(where, data)
    assert answer.status_code == 302, answer.content.decode()[:4000]
    return client.get(answer["Location"]).content.decode()


def refused(client, where: str, data) -> str:
    answer = client.post(where, data)
    assert answer.status_code == 422
    return answer.content.decode()


def post(unit, **fields) -> dict[str, str]:
    return {
        "unit": unit.code,
        "title": "Phó Chủ tịch",
        "group": "elected_official",
        "kind": "regular",
        "tier": "province",
        "valid_from": "2026-03-01",
        "decision": "QĐ 8/QĐ-UBND",
        **fields,
    }


def test_a_post_is_given_and_ended(cast, lan, pao):
    body = done(pao, url(lan, "bo-nhiem"), post(cast.commune, is_main="on", is_key="on"))
    assert "Phó Chủ tịch" in body
    assert "QĐ 8/QĐ-UBND" in body
    main = posts_on(lan, clock.today()).first()
    assert (main.title, main.tier, main.is_key) == ("Phó Chủ tịch", "province", True)
    text = refused(pao, url(lan, "ket-thuc", main), {"on": "2026-02-01", "reason": "Điều chỉnh"})
    assert 'value="Điều chỉnh"' in text
    body = done(pao, url(lan, "ket-thuc", main), {"on": "2026-06-30", "reason": "Hết nhiệm kỳ"})
    assert "Hết nhiệm kỳ" in body
    assert posts_on(lan, clock.today()).get().title == "Công chức Tư pháp – Hộ tịch"


def test_a_secondment_has_an_end(cast, lan, pao):
    body = done(
        pao, url(lan, "bo-nhiem"), post(cast.commune, kind="seconded", valid_to="2026-05-31")
    )
    assert "biệt phái" in body
    row = lan.posts.get(kind="seconded")
    assert (row.valid_to, row.is_main) == (D(2026, 5, 31), False)


def test_the_authority_moves_a_person_and_the_former_unit_loses_sight(cast, lan, client):
    sibling = people.unit("PUNHI", "Xã Pu Nhi", parent=cast.province)
    client.force_login(cast.pao)
    before = client.post(url(lan, "dieu-dong"), post(sibling))
    assert before.status_code == 422
    assert "Pu Nhi" not in before.content.decode()
    client.force_login(cast.tu)
    body = done(client, url(lan, "dieu-dong"), post(sibling))
    assert "Xã Pu Nhi" in body
    client.force_login(cast.pao)
    assert client.get(f"/don-vi/nhan-su/{lan.uid}/").status_code == 404


def test_ranks(lan, pao):
    done(pao, url(lan, "ngach"), {"rank": "clerk", "valid_from": "2015-01-01"})
    body = done(
        pao,
        url(lan, "ngach"),
        {"rank": "expert", "title": "Chuyên viên", "decision": "QĐ 1", "valid_from": "2022-05-01"},
    )
    assert "01/01/2015–30/04/2022" in body
    current_rank = people.rank_on(lan)
    done(
        pao, url(lan, "het-ngach", current_rank), {"on": "2026-01-31", "reason": "Chuyển viên chức"}
    )
    assert people.rank_on(lan) is None
    assert "01/05/2022" in refused(
        pao, url(lan, "ngach"), {"rank": "senior", "valid_from": "2020-01-01"}
    )


def picture() -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (3, 3)).save(buffer, "JPEG")
    return buffer.getvalue()


def test_a_qualification_with_its_paper(cast, lan, pao):
    paper = SimpleUploadedFile("bang cua toi.jpeg", picture())
    data = {
        "held": "professional:master",
        "field": "Luật",
        "institution": "Đại học Luật",
        "mode": "part_time",
        "held_from": "2024-06-01",
        "evidence": paper,
    }
    body = done(pao, url(lan, "trinh-do"), data)
    row = lan.qualifications.get()
    assert (row.dimension, row.level, row.state, row.mode) == (
        "professional",
        "master",
        "confirmed",
        "part_time",
    )
    where = f"/don-vi/nhan-su/{lan.uid}/minh-chung/{row.uid}/"
    assert where in body
    answer = pao.get(where)
    assert b"".join(answer.streaming_content) == picture()
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "bang cua toi" not in answer["Content-Disposition"]
    assert answer["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize(
    "who, status", [("lan", 200), ("tu", 200), ("hoa", 404), ("auditor", 404), ("sibling", 404)]
)
def test_a_paper_is_opened_by_the_unit_and_the_person_alone(cast, lan, client, who, status):
    row = lan.qualifications.create(
        dimension="it",
        level="basic",
        held_from=D(2020, 1, 1),
        evidence=SimpleUploadedFile("minh-chung.pdf", b"%PDF-1.7"),
    )
    user = getattr(cast, who, None) or people.user("Người ngoài")
    if who == "auditor":
        people.role(user, cast.province, Role.AUDITOR)
    if who == "sibling":
        sibling = people.unit("PUNHI", "Xã Pu Nhi", parent=cast.province)
        people.role(user, sibling, Role.UNIT_MANAGER)
    client.force_login(user)
    where = f"/don-vi/nhan-su/{lan.uid}/minh-chung/{row.uid}/"
    assert client.get(where).status_code == status
    other = people.official("Vừ A Dia", cast.commune)
    assert client.get(where.replace(str(lan.uid), str(other.uid))).status_code == 404


@pytest.mark.parametrize(
    "name, body",
    [
        ("bang.pdf", b"<html><script>alert(1)</script>"),
        ("bang.svg", b"<svg/>"),
        ("bang.docm", b"PK\x03\x04"),
    ],
)
def test_what_is_no_paper_is_not_taken(lan, pao, name, body):
    data = {
        "held": "it:basic",
        "held_from": "2024-06-01",
        "field": "Giữ lại",
        "evidence": SimpleUploadedFile(name, body),
    }
    assert 'value="Giữ lại"' in refused(pao, url(lan, "trinh-do"), data)
    assert not Qualification.objects.exists()


def test_a_declared_qualification_is_decided(cast, lan, pao):
    draft = QualificationDraft(Dimension.LANGUAGE, QualificationLevel.STEP_3, D(2024, 1, 1))
    row = declare_qualification(actor=cast.actor(cast.lan), official=lan, draft=draft)
    where = url(lan, "duyet", row)
    assert where in pao.get(f"/don-vi/nhan-su/{lan.uid}/").content.decode()
    refused(pao, where, {"answer": "refuse", "reason": ""})
    row.refresh_from_db()
    assert row.state == "declared"
    body = done(pao, where, {"answer": "refuse", "reason": "Ảnh mờ"})
    assert "Ảnh mờ" in body
    assert pao.post(where, {"answer": "confirm"}).status_code == 422


def test_a_rating_on_the_scale_of_the_rulebook(lan, pao):
    Rule.objects.filter(key="rating.scale").delete()
    where = url(lan, "xep-loai") + "?ky=2025"
    assert "rating.scale" in pao.get(where).content.decode()
    assert pao.post(where, {"value": "good", "decided_on": "2025-12-20"}).status_code == 200
    assert not lan.ratings.exists()
    Rule.objects.create(
        key="rating.scale",
        title="Thang",
        valid_from=D(2020, 1, 1),
        basis=Basis.LAW,
        source="NĐ 90",
        value={"key": "2020", "levels": [{"key": "good", "title": "Hoàn thành tốt"}]},
    )
    assert "Hoàn thành tốt" in done(
        pao, where, {"value": "good", "decided_on": "2025-12-20", "decision": "QĐ 9"}
    )
    assert lan.ratings.get().scale == "2020"
    assert pao.get(url(lan, "xep-loai") + "?ky=<b>").status_code == 200


def test_training_elsewhere_and_a_correction(cast, lan, pao):
    course = {
        "title": "Quốc phòng đối tượng 4",
        "school": "Ban CHQS huyện",
        "kind": "bồi dưỡng",
        "periods": "32",
        "starts_on": "2025-03-03",
        "ends_on": "2025-03-06",
    }
    assert "Quốc phòng đối tượng 4" in done(pao, url(lan, "boi-duong"), course)
    entry = {
        "full_name": "Lò Thị Lân",
        "birth_date": "18/05/1990",
        "sex": "f",
        "code": lan.code,
        "reason": "Giấy khai sinh",
    }
    assert "Lò Thị Lân" in done(pao, url(lan, "dinh-chinh"), entry)
    lan.refresh_from_db()
    assert lan.birth_date == D(1990, 5, 18)
    history = pao.get(f"/don-vi/nhan-su/{lan.uid}/lich-su/").content.decode()
    assert "Giấy khai sinh" in history
    assert "Lò Thị Lan → Lò Thị Lân" in history


def test_nobody_writes_into_their_own_file(cast, pao):
    own = people.official("Hờ A Páo", cast.commune, cast.pao)
    body = pao.get(f"/don-vi/nhan-su/{own.uid}/").content.decode()
    for act in ("bo-nhiem", "trinh-do", "xep-loai", "dinh-chinh", "ket-thuc"):
        assert f"/{act}/" not in body
    refused(pao, url(own, "ngach"), {"rank": "senior", "valid_from": "2026-01-01"})
    assert not own.ranks.exists()


def test_who_left_the_register_comes_back_by_the_authority(cast, lan, tu):
    lan.posts.update(valid_to=D(2025, 12, 31))
    body = tu.get(f"/don-vi/nhan-su/{lan.uid}/").content.decode()
    assert "/bo-nhiem/" in body
    assert "/trinh-do/" not in body
    done(tu, url(lan, "bo-nhiem"), post(cast.commune, is_main="on"))
    assert posts_on(lan).get().title == "Phó Chủ tịch"


@pytest.mark.parametrize("where", ["khong-co/", "ngach/1/", "ket-thuc/", "ket-thuc/999999/"])
def test_an_act_that_is_none_is_not_found(lan, pao, where):
    assert pao.get(f"/don-vi/nhan-su/{lan.uid}/{where}").status_code == 404
