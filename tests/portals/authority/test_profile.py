"""The profile page: two days side by side, names of the day, small cells that leave the unit
nowhere.
"""

import datetime as dt
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lms.people.organisation.models import Role, UnitState
from lms.people.personnel.models import QualificationLevel, Rating, Sensitive
from lms.people.standards.cells import Veil, veil_count
from tests.factories import people, standards

NAMES = (
    "Giàng A Dế",
    "Thào A Chu",
    "Vàng Thị Sua",
    "Lầu Thị Mái",
    "Mùa A Dơ",
    "Sùng A Tủa",
    "Hạng Thị Dúa",
)
PAGE = "/bao-cao/don-vi/NASON/"
OWN = "/don-vi/ho-so-don-vi/"


@pytest.fixture
def commune(cast):
    """Eight officials."""
    officials = [people.official(name, cast.commune) for name in NAMES]
    people.role(cast.stranger, cast.province, Role.AUDITOR)
    return [cast.lan_official, *officials]


def party(officials, count):
    for official in officials[:count]:
        Sensitive.objects.create(official=official, is_party_member=True, ethnicity="Chim-Lạc")


def line(body: str, words: str) -> str:
    """The row of a table without its tags."""
    row = next(
        row_html for row_html in re.findall(r"<tr>.*?</tr>", body, re.DOTALL) if words in row_html
    )
    return " ".join(re.sub(r"<[^>]+>", " ", row).split())


@pytest.mark.parametrize("count", range(9))
def test_few_and_almost_all_are_told_to_the_unit_alone(cast, client, commune, count):
    party(commune, count)
    few, almost = count < 3, 8 - count < 3
    for who in (cast.tu, cast.stranger):
        client.force_login(who)
        party_row = line(client.get(PAGE).content.decode(), "Đảng viên")
        assert (f"{count}/8" in party_row) == (not few and not almost)
        assert ("ít hơn 3" in party_row) == (few or almost)
    client.force_login(cast.pao)
    assert f"{count}/8" in line(client.get(OWN).content.decode(), "Đảng viên")


def test_what_is_veiled_gives_away_neither_share_nor_change(cast, client, commune):
    party(commune, 2)
    client.force_login(cast.tu)
    body = client.get(f"{PAGE}?ngay=2026-11-01&voi=2026-10-01").content.decode()
    party_row = line(body, "Đảng viên")
    assert not re.search(r"[0124-9]", party_row.replace("ít hơn 3", "")), party_row
    assert "Chim-Lạc" not in body
    assert not any(name in body for name in NAMES)


def test_the_threshold_stands_in_the_rulebook():
    assert veil_count(4, 20, 5).count is None
    assert veil_count(4, 20, 4).count == 4
    assert veil_count(17, 20, 4).veil == Veil.ALMOST_ALL
    assert veil_count(0, 0, 3).count == 0


def test_two_days_stand_side_by_side_with_the_change_in_points(cast, client):
    client.force_login(cast.tu)
    standards.level(cast.lan_official, QualificationLevel.COLLEGE, held_from=dt.date(2022, 6, 1))
    standards.level(cast.lan_official, QualificationLevel.UNIVERSITY, held_from=dt.date(2024, 6, 1))
    official = people.official("Cà Văn Inh", cast.commune)
    official.posts.update(valid_from=dt.date(2025, 1, 1))
    body = client.get(f"{PAGE}?ngay=2026-01-01&voi=2023-01-01").content.decode()
    university_row = line(body, "Đại học trở lên")
    assert university_row == "Đại học trở lên 0/1 (0,0%) 1/2 (50,0%) +50,0"
    assert body.index("01/01/2023") < body.rindex("01/01/2026")
    assert client.get(f"{PAGE}?ngay=2026-01-01&voi=hôm-qua").status_code == 422


REFUSED = "không so sánh được: chưa có dữ liệu ngày"


def test_a_comparison_with_a_day_without_data_is_refused_and_names_the_day(cast, client):
    client.force_login(cast.tu)
    standards.level(cast.lan_official, QualificationLevel.UNIVERSITY, held_from=dt.date(2024, 6, 1))
    Rating.objects.create(
        official=cast.lan_official,
        period="2024",
        scale="2024",
        value="good",
        decided_on=dt.date(2024, 12, 20),
    )
    body = client.get(f"{PAGE}?ngay=2026-01-01&voi=2023-01-01").content.decode()
    assert line(body, "Đại học trở lên") == (
        f"Đại học trở lên chưa có dữ liệu 1/1 (100,0%) {REFUSED} 01/01/2023"
    )
    good_row = line(body, "Hoàn thành tốt nhiệm vụ")
    assert "chưa xếp loại 1/1 (100,0%)" in good_row
    assert good_row.endswith(f"{REFUSED} 01/01/2023")
    assert "+" not in good_row


def test_who_was_never_rated_or_decided_about_is_not_zero_percent(cast, client):
    client.force_login(cast.tu)
    body = client.get(PAGE).content.decode()
    for words, said in (
        ("Hoàn thành tốt nhiệm vụ", "chưa xếp loại"),
        ("Hoàn thành nhiệm vụ", "chưa xếp loại"),
        ("Đại học trở lên", "chưa có dữ liệu"),
        ("Cử nhân, cao cấp", "chưa có dữ liệu"),
    ):
        row = line(body, words)
        assert said in row
        assert "0,0" not in row
        assert "0/1" not in row
    assert "chưa kết luận" in body


def test_a_day_on_which_nobody_had_a_post_is_named_and_compared_with_nothing(cast, client):
    client.force_login(cast.tu)
    cast.lan_official.posts.update(valid_from=dt.date(2025, 1, 1))
    body = client.get(f"{PAGE}?ngay=2026-01-01&voi=2024-01-01").content.decode()
    assert "Ngày 01/01/2024 đơn vị này không có ai" in body
    rows = re.findall(r'data-label="Thay đổi[^>]*>(.*?)</td>', body, re.DOTALL)
    assert rows
    assert all("+" not in row and "%" not in row for row in rows)


def test_the_name_of_the_day_is_printed(cast, client):
    state = UnitState.objects.get(unit=cast.commune)
    state.valid_to = dt.date(2025, 6, 30)
    state.save()
    UnitState.objects.create(
        unit=cast.commune,
        name="Xã Na Son mới",
        level=state.level,
        trail=state.trail,
        valid_from=dt.date(2025, 7, 1),
    )
    client.force_login(cast.tu)
    assert "Xã Na Son mới" not in client.get(f"{PAGE}?ngay=2025-06-30").content.decode()
    assert "Xã Na Son mới" in client.get(f"{PAGE}?ngay=2025-07-01").content.decode()


def test_a_figure_of_the_standards_leads_to_its_people(cast, client):
    standards.standard(least=QualificationLevel.INTERMEDIATE)
    standards.level(cast.lan_official, QualificationLevel.UNIVERSITY)
    standards.decision(cast.lan_official, "level")
    client.force_login(cast.tu)
    link = re.search(
        r'href="(/don-vi/tieu-chuan/[^"]+professional[^"]+)"', client.get(PAGE).content.decode()
    )
    body = client.get(link[1].replace("&amp;", "&")).content.decode()
    assert "Lò Thị Lan" in body


@pytest.mark.parametrize("who", ["lan", "minh", "hoa", "son", "tu", "editor", "stranger"])
def test_only_who_manages_a_unit_opens_its_own_profile(cast, client, who):
    client.force_login(getattr(cast, who))
    assert client.get(OWN).status_code == 404


def test_a_manager_opens_no_other_unit(cast, client):
    client.force_login(cast.pao)
    assert client.get(f"{OWN}?don-vi=LANGSON").status_code == 404
    assert client.get(f"{OWN}?don-vi=DIENBIEN").status_code == 404
    assert client.get(f"{OWN}?don-vi=NASON").status_code == 200


def test_the_page_costs_the_same_for_one_and_for_many(cast, client):
    client.force_login(cast.tu)
    client.get(PAGE)
    with CaptureQueriesContext(connection) as first:
        client.get(f"{PAGE}?ngay=2026-11-01&voi=2020-01-01")
    for name in NAMES:
        people.official(name, cast.commune)
    with CaptureQueriesContext(connection) as second:
        client.get(f"{PAGE}?ngay=2026-11-01&voi=2020-01-01")
    assert len(first) == len(second)
