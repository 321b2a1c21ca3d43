"""The register on its pages: who finds which page, the list of a day, registering, and that no
name of strangers is shown.
"""

import datetime as dt
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from lms.core import clock
from lms.core.audit.models import Event
from lms.people.organisation.models import Role
from lms.people.personnel.models import (
    Group,
    Official,
    Post,
    Qualification,
    RankHeld,
    Rating,
    Sensitive,
    SensitiveAccess,
    TrainingRecord,
)
from lms.people.privacy.actions import take_out_own_file
from lms.portals.unit.people.acts import FILE_ACTIONS
from tests.factories import people, teaching

LIST = "/don-vi/nhan-su/"
NEW = "/don-vi/nhan-su/moi/"
SECRETS = ("Khơ Mú Kín", "011092009999")


@pytest.fixture
def sibling(cast):
    return people.unit("PUNHI", "Xã Pu Nhi", parent=cast.province)


@pytest.fixture
def canary(cast, sibling):
    official = people.official("Canary Thị Kín", sibling)
    Sensitive.objects.create(official=official, ethnicity=SECRETS[0], id_number=SECRETS[1])
    return official


@pytest.fixture
def auditor(cast):
    user = people.user("Kiểm Tra Viên")
    people.role(user, cast.province, Role.AUDITOR)
    return user


def body(client, url: str, status: int = 200) -> str:
    answer = client.get(url)
    assert answer.status_code == status, url
    return answer.content.decode()


def file_url(official) -> str:
    return f"{LIST}{official.uid}/"


def act_urls(official) -> list[str]:
    rows = {
        "posts": official.posts.first(),
        "ranks": official.ranks.create(rank="expert", valid_from=dt.date(2020, 1, 1)),
        "qualifications": official.qualifications.create(
            dimension="it", level="basic", held_from=dt.date(2020, 1, 1), state="declared"
        ),
    }
    return [
        f"{file_url(official)}{slug}/" + (f"{rows[act.rows].pk}/" if act.rows else "")
        for slug, act in FILE_ACTIONS.items()
    ]


def tables() -> list[int]:
    lengths = (
        Official,
        Post,
        Qualification,
        RankHeld,
        Rating,
        TrainingRecord,
        Sensitive,
        SensitiveAccess,
        Event,
    )
    return [table.objects.count() for table in lengths]


@pytest.mark.parametrize("who", ["pao", "hoa", "son", "lan", "stranger", "ended", "other_tu"])
def test_a_file_of_others_has_no_page_and_takes_no_entry(cast, client, canary, who):
    user = getattr(cast, who, None) or people.user("Người ngoài")
    if who == "ended":
        yesterday = clock.today() - dt.timedelta(days=1)
        people.role(user, canary.posts.get().unit, Role.UNIT_MANAGER, valid_to=yesterday)
    if who == "other_tu":
        people.role(user, cast.other_province, Role.AUTHORITY)
    client.force_login(user)
    urls = act_urls(canary)
    before = tables()
    for url in (file_url(canary), f"{file_url(canary)}lich-su/", *urls):
        text = body(client, url, 404)
        assert "Canary" not in text
    for url in (file_url(canary), *urls):
        for data in (
            {},
            {"do": "look", "purpose": "x"},
            {"do": "sensitive", "purpose": "x"},
            {"on": "2026-01-01", "reason": "x"},
        ):
            answer = client.post(url, data)
            assert answer.status_code == 404, url
            assert "Canary" not in answer.content.decode()
    assert tables() == before
    for query in ("?tim=canary", "?ngay=2025-01-01", "?chu-chot=on"):
        answer = client.get(LIST + query)
        assert "Canary" not in answer.content.decode()
    assert client.get(f"{LIST}?don-vi=PUNHI").status_code == 404


def test_the_auditor_reads_and_cannot_act(cast, client, canary, auditor):
    client.force_login(auditor)
    assert "Canary Thị Kín" in body(client, LIST)
    text = body(client, file_url(canary))
    for word in ("bo-nhiem", "dinh-chinh", 'name="purpose"', 'name="do"', "Xem xét"):
        assert word not in text
    body(client, f"{file_url(canary)}lich-su/")
    urls = act_urls(canary)
    before = tables()
    for url in urls:
        assert client.get(url).status_code == 404
        assert client.post(url, {"reason": "x"}).status_code == 404
    assert client.get(NEW).status_code == 404
    for data in (
        {"do": "look", "purpose": "xem"},
        {"do": "sensitive", "purpose": "xem", "ethnicity": "x"},
    ):
        assert client.post(file_url(canary), data).status_code == 403
    assert tables() == before


def test_the_authority_finds_everybody_below_and_pages_of_fifty(cast, client, canary):
    for number in range(60):
        people.official(f"Lò Văn A{number:02d}", cast.commune)
    client.force_login(cast.tu)
    first = body(client, LIST)
    assert first.count("<tr>") == 51
    assert "Canary Thị Kín" in first + body(client, f"{LIST}?trang=2")
    assert f"{LIST}moi/" in first


def test_the_list_on_a_day_names_the_unit_as_it_was_and_links_only_what_may_be_read(
    cast, client, sibling
):
    moved = people.official("Sùng A Dơ", cast.commune)
    moved.posts.update(valid_to=dt.date(2025, 12, 31))
    moved.posts.create(
        unit=sibling, title="Phó Chủ tịch", group=Group.ELECTED, valid_from=dt.date(2026, 1, 1)
    )
    cast.commune.states.update(name="Xã Na Son cũ")
    client.force_login(cast.pao)
    assert "Sùng A Dơ" not in body(client, LIST)
    then = body(client, f"{LIST}?ngay=2025-06-01")
    assert "Sùng A Dơ" in then
    assert "Xã Na Son cũ" in then
    assert "Phó Chủ tịch" not in then
    assert str(moved.uid) not in then
    assert moved.code not in then
    assert str(cast.lan_official.uid) in then
    client.force_login(cast.tu)
    assert str(moved.uid) in body(client, f"{LIST}?ngay=2025-06-01")


def test_the_file_names_a_unit_as_it_was_when_a_post_there_ended(cast, client):
    lan = cast.lan_official
    old = dt.date(2020, 12, 31)
    cast.commune.states.update(name="Xã Na Son cũ", valid_to=old)
    cast.commune.states.create(
        name="Xã Na Son",
        name_fold="xa na son",
        level=cast.commune.level,
        trail=cast.commune.states.get().trail,
        valid_from=dt.date(2021, 1, 1),
    )
    client.force_login(cast.pao)
    assert "Xã Na Son cũ" not in body(client, file_url(lan))
    lan.posts.create(
        unit=cast.commune,
        title="Văn thư",
        group=Group.CIVIL_SERVANT,
        is_main=False,
        valid_from=dt.date(2019, 1, 1),
        valid_to=old,
    )
    assert "Xã Na Son cũ" in body(client, file_url(lan))


def test_filters_by_group_key_unit_and_a_day_that_is_none(cast, client, canary):
    people.official("Chủ Tịch Lớn", cast.commune, is_key=True, group=Group.ELECTED)
    client.force_login(cast.tu)
    keys = body(client, f"{LIST}?chu-chot=on")
    assert "Chủ Tịch Lớn" in keys
    assert "Lò Thị Lan" not in keys
    unit = body(client, f"{LIST}?don-vi=PUNHI&nhom={Group.CIVIL_SERVANT}")
    assert "Canary" in unit
    assert "Lò Thị Lan" not in unit
    assert client.get(f"{LIST}?ngay=hom-qua").status_code == 422
    assert client.get(f"{LIST}?don-vi=KHONGCO").status_code == 404
    assert "Lò Thị Lan" not in body(client, f"{LIST}?ngay=1950-01-01")


def test_the_history_says_what_was_done_and_nothing_else(client, cast):
    take_out_own_file(actor=cast.actor(cast.lan), form="json")
    client.force_login(cast.pao)
    page = client.get(f"{file_url(cast.lan_official)}lich-su/").content.decode()
    assert "Tải bản sao dữ liệu của mình" in page
    assert "Sửa hồ sơ" not in page


@pytest.mark.parametrize("page", ["list", "day", "file", "history"])
def test_a_page_costs_the_same_for_one_and_for_many(cast, client, page):
    lan = cast.lan_official
    url = {
        "list": LIST,
        "day": f"{LIST}?ngay=2025-01-01",
        "file": file_url(lan),
        "history": f"{file_url(lan)}lich-su/",
    }[page]
    client.force_login(cast.pao)

    def fill(year: int) -> None:
        official = people.official(f"Vàng A Thứ {year}", cast.commune)
        teaching.enrolment_of(group, official)
        lan.posts.create(
            unit=cast.commune,
            title=f"Việc {year}",
            group=Group.ELECTED,
            valid_from=dt.date(year, 1, 1),
        )
        lan.ranks.create(rank="clerk", valid_from=dt.date(year, 1, 1), valid_to=dt.date(year, 2, 1))
        lan.qualifications.create(dimension="it", level="basic", held_from=dt.date(year, 1, 1))
        lan.ratings.create(
            period=str(year), scale="2020", value="good", decided_on=dt.date(year, 12, 1)
        )
        lan.trainings.create(
            source=f"x:{year}",
            title="Khóa",
            school="Trường",
            kind="bồi dưỡng",
            periods=8,
            starts_on=dt.date(year, 1, 1),
            ends_on=dt.date(year, 1, 2),
        )
        client.post(f"{file_url(lan)}ngach/", {"rank": "expert", "valid_from": f"{year}-03-01"})

    def count() -> int:
        body(client, url)
        with CaptureQueriesContext(connection) as queries:
            body(client, url)
        return len(queries)

    group = teaching.running_class(cast)
    fill(2019)
    before = count()
    [fill(year) for year in (2020, 2021, 2022, 2023)]
    assert count() == before


def new_person(unit, **fields) -> dict[str, str]:
    return {
        "full_name": "Giàng A Dế",
        "birth_date": "02/01/1990",
        "sex": "m",
        "unit": unit.code,
        "title": "Công chức Tài chính",
        "group": "civil_servant",
        "kind": "regular",
        "tier": "unit",
        "valid_from": "2026-07-01",
        **fields,
    }


def test_a_manager_registers_somebody(cast, client):
    client.force_login(cast.pao)
    assert "NASON-001" in body(client, NEW)
    answer = client.post(NEW, new_person(cast.commune, is_key="on", decision="QĐ 3/QĐ-UBND"))
    official = Official.objects.get(full_name="Giàng A Dế")
    assert answer["Location"] == file_url(official)
    assert (official.code, official.birth_date) == ("NASON-001", dt.date(1990, 1, 2))
    post = official.posts.get()
    assert (post.unit, post.is_key, post.is_main, post.decision) == (
        cast.commune,
        True,
        True,
        "QĐ 3/QĐ-UBND",
    )
    assert "Giàng A Dế" in body(client, answer["Location"])


@pytest.mark.parametrize(
    "fields, words",
    [
        ({"birth_date": "31/02/1990"}, "ngày/tháng/năm"),
        ({"birth_date": "02/01/2090"}, "ngày/tháng/năm"),
        ({"full_name": "Nam"}, "họ"),
        ({"title": ""}, ""),
        ({"code": "TRUNG-1"}, "TRUNG-1"),
        ({"valid_from": "1930-01-01"}, "Na Son"),
    ],
)
def test_what_cannot_be_registered_is_said_and_what_was_typed_is_kept(cast, client, fields, words):
    people.official("Người Trùng Mã", cast.commune, code="TRUNG-1")
    client.force_login(cast.pao)
    before = tables()
    answer = client.post(NEW, new_person(cast.commune, decision="QĐ 77", **fields))
    assert answer.status_code == 422
    text = answer.content.decode()
    assert 'value="QĐ 77"' in text
    assert words in text
    assert tables() == before


def test_nobody_is_registered_at_a_unit_of_others(cast, client, sibling):
    client.force_login(cast.pao)
    before = tables()
    answer = client.post(NEW, new_person(sibling))
    assert answer.status_code == 422
    assert "Pu Nhi" not in answer.content.decode()
    assert tables() == before


def test_who_is_there_already_is_shown_first(cast, client, canary):
    namesake = people.official("Giàng A Dế", cast.commune, birth_date=dt.date(1990, 1, 2))
    client.force_login(cast.pao)
    data = new_person(cast.commune, full_name="giang a de", title="Việc mới")
    answer = client.post(NEW, data)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert str(namesake.uid) in text
    assert 'value="Việc mới"' in text
    assert not Official.objects.filter(full_name="Giang A De").exists()
    assert client.post(NEW, {**data, "different": "on"}).status_code == 302
    assert Official.objects.filter(full_name="Giang A De").exists(), "names stand with capitals"


def test_a_name_with_digits_and_a_birth_in_school_age_are_refused(cast, client):
    client.force_login(cast.pao)
    before = tables()
    typed = {"full_name": "Giàng A Dế 2", "title": "Việc mới"}
    answer = client.post(NEW, new_person(cast.commune, **typed))
    assert answer.status_code == 422
    assert "không có chữ số" in answer.content.decode()
    assert 'value="Giàng A Dế 2"' in answer.content.decode()
    young = (clock.today() - dt.timedelta(days=15 * 365)).strftime("%d/%m/%Y")
    answer = client.post(NEW, new_person(cast.commune, full_name="Giàng A Dế", birth_date=young))
    assert answer.status_code == 422 and f'value="{young}"' in answer.content.decode()
    assert tables() == before


def test_of_namesakes_beyond_ones_reach_only_their_being_is_told(cast, client, canary):
    client.force_login(cast.pao)
    data = new_person(cast.commune, full_name="Canary Thị Kín", birth_date="17/05/1990")
    text = client.post(NEW, data).content.decode()
    assert "cơ quan quản lý đào tạo" in text
    for word in ("Pu Nhi", canary.code, str(canary.uid), *SECRETS):
        assert word not in text
    assert Official.objects.filter(full_name="Canary Thị Kín").count() == 1


def test_sensitive_values_stand_on_no_page_without_a_purpose(cast, client):
    lan = cast.lan_official
    Sensitive.objects.create(official=lan, ethnicity=SECRETS[0], id_number=SECRETS[1])
    client.force_login(cast.pao)
    urls = [
        LIST,
        f"{LIST}?ngay=2025-01-01",
        file_url(lan),
        f"{file_url(lan)}lich-su/",
        *act_urls(lan),
    ]
    for url in urls:
        text = body(client, url)
        assert not [secret for secret in SECRETS if secret in text], url
    for typed in SECRETS:
        assert lan.full_name not in body(client, f"{LIST}?tim={typed}")
    assert not SensitiveAccess.objects.exists()


def test_sensitive_fields_are_corrected_behind_the_same_purpose(cast, client):
    url = file_url(cast.lan_official)
    client.force_login(cast.pao)
    body = client.post(url, {"do": "look", "purpose": "Bổ sung hồ sơ"}).content.decode()
    for name in ("id_number", "ethnicity"):
        [field] = re.findall(rf'<input[^>]*name="{name}"[^>]*>', body)
        # a shared computer would offer it to the next reader
        assert 'autocomplete="off"' in field
    assert 'value="Bổ sung hồ sơ"' in body
    data = {
        "do": "sensitive",
        "purpose": "Bổ sung hồ sơ",
        "ethnicity": "Thái",
        "is_ethnic_minority": "on",
    }
    wrong = client.post(url, {**data, "id_number": "123"})
    assert wrong.status_code == 422
    assert 'value="123"' in wrong.content.decode()
    assert not Sensitive.objects.exists()
    assert client.post(url, {**data, "id_number": "011092001234"}).status_code == 302
    row = Sensitive.objects.get()
    assert (row.ethnicity, row.is_ethnic_minority, row.id_number) == ("Thái", True, "011092001234")
    assert SensitiveAccess.objects.count() == 2
    assert client.post(url, {**data, "purpose": ""}).status_code == 422
    assert SensitiveAccess.objects.count() == 2


def test_a_year_alone_is_entered_shown_as_incomplete_and_completed(cast, client):
    client.force_login(cast.pao)
    client.post(NEW, new_person(cast.commune, full_name="Giàng A Dế", birth_date="1985"))
    official = Official.objects.get(full_name="Giàng A Dế")
    assert (official.birth_date, official.birth_precision) == (dt.date(1985, 1, 1), "year")
    address = reverse("unit_person", kwargs={"uid": official.uid})
    assert "1985 (chưa đủ ngày, tháng)" in body(client, address)
    client.post(NEW, new_person(cast.commune, full_name="Giàng A Dế", birth_date="12/03/1985"))
    assert Official.objects.filter(full_name="Giàng A Dế").count() == 1
