"""/don-vi/nhap/ and the exported lists, as the unit manager and the authority use them."""

import datetime as dt
import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lms.core.jobs.models import Job
from lms.people.personnel.models import Official, Sensitive, SensitiveAccess
from lms.people.workbooks import actions
from lms.people.workbooks.models import Batch
from lms.people.workbooks.reading import WorkbookLimits, guess_sheet, open_workbook
from lms.project import sweep
from tests.factories import people
from tests.factories.workbooks import build_xlsx, person_row, upload_and_try
from tests.lms.people.workbooks.reading.workbook_files import build_table

pytestmark = pytest.mark.django_db
LIST = "/don-vi/nhap/"


@pytest.fixture
def pao(client, cast):
    client.force_login(cast.pao)
    return client


def sent(client, body, unit="NASON", **more):
    data = {
        "unit": unit,
        "as_of": "2026-06-30",
        "file": SimpleUploadedFile("ds.xlsx", body),
        **more,
    }
    return client.post(LIST, data)


def sheets(answer):
    return openpyxl.load_workbook(io.BytesIO(answer.content))


def columns_of(batch, **changed):
    """What the page of columns sends when nothing or little is changed."""
    guessed = batch.mapping["Danh sách"]["columns"]
    return {f"s0-{letter}": key for letter, key in (guessed | changed).items()}


def test_from_the_file_to_the_register_and_back(pao, cast):
    body = build_xlsx(person_row(), person_row("Sai Ngày Sinh", "31/02/1990"))
    assert sent(pao, body).status_code == 302
    batch = Batch.objects.get()
    batch_address = f"{LIST}{batch.uid}/"
    page = pao.get(f"{batch_address}cot/").content.decode()
    assert "Họ và tên" in page
    assert "Vừ A Sình" in page
    assert pao.get(batch_address).url == f"{batch_address}cot/"
    assert pao.post(f"{batch_address}cot/", columns_of(batch)).url == batch_address
    page = pao.get(batch_address).content.decode()
    assert "Ghi vào hồ sơ" in page
    assert "D3" in pao.get(f"{batch_address}?loc=tu-choi").content.decode()
    assert "Sai Ngày Sinh" not in pao.get(f"{batch_address}?loc=moi").content.decode()
    assert not Official.objects.filter(full_name="Vừ A Sình").exists()
    refused = sheets(pao.get(f"{batch_address}tu-choi/"))
    assert refused.worksheets[0]["C4"].value == "D3"
    assert pao.post(batch_address, {"do": "ghi"}).url.startswith("/tac-vu/")
    sweep.drain()
    job = Job.objects.get(kind="workbooks.apply")
    assert (job.state, job.done, job.total) == ("done", 1, 1)
    assert Official.objects.filter(full_name="Vừ A Sình").exists()
    assert "Hoàn tác" in pao.get(batch_address).content.decode()
    assert pao.get(f"{batch_address}cot/").url == batch_address
    pao.post(batch_address, {"do": "hoan-tac"})
    sweep.drain()
    assert not Official.objects.filter(full_name="Vừ A Sình").exists()
    assert Batch.objects.get().state == "undone"


def test_what_stands_in_the_way_of_undoing_is_listed_with_the_work(pao, cast):
    batch = actions.apply_batch(
        actor=cast.actor(cast.pao), batch=upload_and_try(cast.commune, build_xlsx(person_row()))
    )
    people.user("X Y")
    Sensitive.objects.create(official=Official.objects.get(full_name="Vừ A Sình"), ethnicity="Thái")
    pao.post(f"{LIST}{batch.uid}/", {"do": "hoan-tac"})
    sweep.drain()
    job = Job.objects.get()
    assert (job.state, job.done) == ("failed", 0)
    assert "Vừ A Sình" in pao.get(f"/tac-vu/{job.pk}/").content.decode()
    # mended, it may be asked again: the failed work does not stand in the way
    Sensitive.objects.all().delete()
    pao.post(f"{LIST}{batch.uid}/", {"do": "hoan-tac"})
    sweep.drain()
    assert Batch.objects.get().state == "undone"


@pytest.mark.parametrize("body", [b"", b"PK\x03\x04 nothing", b"a,b\n1,2\n", b"%PDF-1.7"])
def test_what_is_no_workbook_is_refused_beside_the_file(pao, cast, body):
    answer = sent(pao, body)
    assert answer.status_code == 422
    assert not Batch.objects.exists()


def test_the_day_and_the_unit_are_one_s_own(pao, cast):
    assert sent(pao, build_xlsx(person_row()), as_of="2999-01-01").status_code == 422
    assert sent(pao, build_xlsx(person_row()), unit="DIENBIEN").status_code == 422
    assert not Batch.objects.exists()


def test_a_wrong_choice_of_columns_keeps_what_was_chosen(pao, cast):
    sent(pao, build_xlsx(person_row()))
    batch = Batch.objects.get()
    wrong = columns_of(batch, G="full_name", H="rank")
    answer = pao.post(f"{LIST}{batch.uid}/cot/", wrong)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'href="#s0-G"' in page
    assert 'value="rank" selected' in page
    batch.refresh_from_db()
    assert batch.mapping["Danh sách"]["columns"]["G"] == "title"


def test_pages_ask_the_same_number_of_queries_whatever_the_length(pao, cast):
    def asked(path):
        with CaptureQueriesContext(
            connection,
        ) as spent:
            assert pao.get(path).status_code == 200
        return len(spent)

    short = upload_and_try(cast.commune, build_xlsx(person_row(), person_row("Sùng Thị Mai")))
    alone = asked(LIST)
    long = upload_and_try(
        cast.commune, build_xlsx(*(person_row(f"Người Thứ {chr(65 + n)}") for n in range(20)))
    )
    assert asked(LIST) == alone
    assert asked(f"{LIST}{short.uid}/") == asked(f"{LIST}{long.uid}/")


def test_the_empty_workbook_needs_no_naming_of_columns(pao):
    answer = pao.get(f"{LIST}mau/")
    workbook = open_workbook(io.BytesIO(answer.content), "mau.xlsx", WorkbookLimits())
    guessed = guess_sheet(workbook.sheets[0])
    assert guessed.is_of_people
    assert set(guessed.columns) == set(guessed.headers)
    assert {
        "code",
        "full_name",
        "birth_date",
        "sex",
        "id_number",
        "unit",
        "title",
        "group",
        "rank",
        "political_theory",
    } <= set(guessed.columns.values())
    assert not guess_sheet(workbook.sheets[1]).is_of_people


def test_what_goes_out_comes_in_again_and_changes_nothing(pao, cast):
    body = build_xlsx(
        person_row(
            **{
                "Trình độ chuyên môn": "Đại học",
                "Lý luận chính trị": "Cao cấp",
                "Ngạch": "Chuyên viên",
            }
        )
    )
    actions.apply_batch(actor=people.SYSTEM, batch=upload_and_try(cast.commune, body))
    out = pao.post("/don-vi/nhan-su/xuat/").content
    again = upload_and_try(cast.commune, out, actor=cast.actor(cast.pao), day=dt.date(2999, 1, 1))
    assert again.counts == {
        "rows": 2,
        "new": 0,
        "changed": 0,
        "unchanged": 2,
        "refused": 0,
        "left_out": 0,
    }, list(again.rows.values())


def test_the_list_goes_out_with_the_filter_of_the_page_and_without_sensitive_fields(pao, cast):
    mai = people.official("Sùng Thị Mai", cast.commune, title="=HYPERLINK(1)")
    Sensitive.objects.create(official=mai, ethnicity="Mông", id_number="011079000002")
    workbook = sheets(pao.post("/don-vi/nhan-su/xuat/?tim=mai"))
    cells = [cell.value for row in workbook.worksheets[0].iter_rows() for cell in row if cell.value]
    assert "Sùng Thị Mai" in cells
    assert "'=HYPERLINK(1)" in cells
    assert not {"Lò Thị Lan", "Mông", "011079000002"} & set(cells)
    assert any(cell.value == "mai" for row in workbook["Nguồn"].iter_rows() for cell in row)
    assert not SensitiveAccess.objects.exists()


def test_sensitive_fields_go_out_for_a_purpose_and_everybody_can_read_of_it(pao, cast):
    mai = people.official("Sùng Thị Mai", cast.commune)
    sibling = people.unit("MUONGPHANG", "Xã Mường Phăng", parent=cast.province)
    kin = people.official("Cà Thị Kín", sibling)
    for official in (mai, kin):
        Sensitive.objects.create(official=official, ethnicity="Mông", id_number="011079000002")
    path = "/don-vi/nhan-su/xuat/nhay-cam/"
    assert pao.post(path, {"purpose": ""}).status_code == 422
    assert not SensitiveAccess.objects.exists()
    workbook = sheets(pao.post(path, {"purpose": "Quy hoạch 2026"}))
    cells = [cell.value for row in workbook.worksheets[0].iter_rows() for cell in row if cell.value]
    assert "011079000002" in cells
    assert "Cà Thị Kín" not in cells
    accesses = SensitiveAccess.objects.values_list("official", "user", "purpose")
    assert set(accesses) == {
        (official.pk, cast.pao.pk, "Quy hoạch 2026") for official in (mai, cast.lan_official)
    }


def test_a_long_list_is_written_in_the_background(pao, cast, monkeypatch):
    monkeypatch.setattr("lms.portals.unit.workbooks.export.AT_ONCE", 0)
    assert pao.post("/don-vi/nhan-su/xuat/").url.startswith("/tac-vu/")
    sweep.drain()
    job = Job.objects.get()
    assert job.state == "done"
    assert job.file.name.endswith(".xlsx")


def test_the_filter_of_another_s_unit_is_not_found(pao, cast):
    assert pao.post("/don-vi/nhan-su/xuat/?don-vi=LANGSON").status_code == 404


def test_sensitive_values_of_a_workbook_are_shown_to_who_uploaded_it_alone(client, cast):
    body = build_xlsx(person_row(**{"Dân tộc": "Khơ Mú", "Số CCCD": "011188000001"}))
    batch = actions.upload_workbook(
        actor=cast.actor(cast.pao),
        unit=cast.commune,
        name="a.xlsx",
        body=body,
        as_of=dt.date(2026, 6, 30),
    )
    bodies = []
    for user in (cast.pao, cast.tu):
        client.force_login(user)
        page = client.get(f"/don-vi/nhap/{batch.uid}/cot/").content.decode()
        assert "Vừ A Sình" in page
        bodies.append(("Khơ Mú" in page, "011188000001" in page))
    assert bodies == [(True, True), (False, False)]


def test_the_pages_say_which_columns_nobody_reads(pao, cast):
    body = build_table(
        [
            ["STT", "Họ và tên", "Ngày sinh", "Giới tính", "Sở trường"],
            [1, "Lò Văn Một", "05/03/1980", "Nam", "Hát"],
        ]
    )
    sent(pao, body)
    batch = Batch.objects.get()
    page = pao.get(f"{LIST}{batch.uid}/cot/").content.decode()
    assert "cột chưa biết, không đọc" in page
    assert "không đọc, đã biết" in page
    pao.post(
        f"{LIST}{batch.uid}/cot/",
        {f"s0-{letter}": key for letter, key in batch.mapping["DS"]["columns"].items()},
    )
    page = pao.get(f"{LIST}{batch.uid}/").content.decode()
    assert "Cột hệ thống chưa biết nên không đọc" in page
    assert "Sở trường" in page
    assert "“STT”" not in page
