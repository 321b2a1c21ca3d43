"""`import_officials` and `undo_import`: one JSON object on stdout and nothing else, whatever
comes in.
"""

import io
import json

import pytest
from django.core.management import CommandError, call_command

from lms.people.personnel.models import Official
from lms.people.workbooks.models import Batch
from tests.factories import people, spreadsheets
from tests.factories.workbooks import HEADERS, build_xlsx, hash_people_tables, person_row
from tests.lms.people.workbooks.reading.workbook_files import build_table

pytestmark = pytest.mark.django_db


@pytest.fixture
def file(tmp_path, cast):
    path = tmp_path / "ds.xlsx"
    path.write_bytes(
        build_xlsx(person_row(), person_row("Sai Ngày Sinh", "31/02/1990"), person_row())
    )
    return path


def run_command(*words):
    """(the only object on stdout, exit code)"""
    stdout, code = io.StringIO(), 0
    try:
        call_command(*map(str, words), stdout=stdout, stderr=io.StringIO())
    except SystemExit as exit_call:
        code = exit_call.code
    return json.loads(stdout.getvalue()), code


def test_a_dry_run_says_what_would_happen_and_writes_nobody(file):
    before = hash_people_tables()
    answer, code = run_command("import_officials", file, "--unit", "NASON", "--dry-run", "--json")
    assert code == 0
    assert answer.keys() == {
        "rows",
        "new",
        "changed",
        "unchanged",
        "left_out",
        "refused",
        "warnings",
        "unread",
        "batch",
    }
    assert (answer["rows"], answer["new"], answer["changed"], answer["unchanged"]) == (3, 1, 0, 1)
    [refused] = answer["refused"]
    assert (refused["row"], refused["cell"]) == (3, "D3")
    assert hash_people_tables() == before


@pytest.mark.parametrize("kind", ["xlsx", "xlsb", "ods", "csv"])
def test_a_list_of_every_kind_is_kept_as_what_it_is_and_written(kind, tmp_path, cast):
    people_of_list = (person_row(), person_row("Sùng Thị Mai", "15/09/1991", "Nữ"))
    cells = {(1, column): header for column, header in enumerate(HEADERS, start=1)}
    for row, person in enumerate(people_of_list, start=2):
        cells |= {
            (row, column): person[header]
            for column, header in enumerate(HEADERS, start=1)
            if header in person
        }
    write = {
        "xlsx": spreadsheets.write_xlsx,
        "xlsb": spreadsheets.write_xlsb,
        "ods": spreadsheets.write_ods,
        "csv": lambda table: spreadsheets.encode_windows_1258(spreadsheets.write_text(table)),
    }[kind]
    # the name may say what it likes
    path = tmp_path / "danh-sach.bin"
    path.write_bytes(write(cells))
    answer, code = run_command("import_officials", path, "--unit", "NASON", "--json")
    assert (code, answer["rows"], answer["new"], answer["refused"]) == (0, 2, 2, [])
    assert Batch.objects.get().file.name.endswith(f"/workbook.{kind}")
    officials = Official.objects.filter(full_name__in=["Vừ A Sình", "Sùng Thị Mai"])
    assert {(official.full_name, f"{official.birth_date:%d/%m/%Y}") for official in officials} == {
        ("Vừ A Sình", "04/03/1988"),
        ("Sùng Thị Mai", "15/09/1991"),
    }


def test_imported_undone_and_undone_twice(file):
    before = hash_people_tables()
    answer, code = run_command(
        "import_officials", file, "--unit", "NASON", "--as-of", "2026-06-30", "--json"
    )
    assert (code, answer["new"]) == (0, 1)
    assert Official.objects.filter(full_name="Vừ A Sình").exists()
    again, _code = run_command(
        "import_officials", file, "--unit", "NASON", "--as-of", "2026-06-30", "--json"
    )
    assert (again["new"], again["changed"]) == (0, 0)
    assert run_command("undo_import", answer["batch"], "--json") == (
        {"batch": answer["batch"], "undone": True},
        0,
    )
    assert hash_people_tables() == before
    answer, code = run_command("undo_import", answer["batch"], "--json")
    assert code == 1
    assert "hoàn tác" in answer["error"]


def test_rows_that_are_warned_of_are_written_only_where_that_is_asked_for(tmp_path, cast):
    path = tmp_path / "ds.xlsx"
    path.write_bytes(
        build_xlsx(
            person_row(),
            person_row("Lò Văn Xôm", **{"Ghi chú": "Đã mất"}),
            person_row("Lò Văn Bun", **{"Ghi chú": "Nghỉ hưu từ 01/01/2099"}),
            headers=("Họ và tên", "Ngày sinh", "Giới tính", "Chức vụ", "Ghi chú"),
        )
    )
    words = ("import_officials", path, "--unit", "NASON", "--json")
    answer, _code = run_command(*words, "--dry-run")
    assert (answer["rows"], answer["new"], answer["left_out"]) == (3, 2, 1)
    assert [(warning["row"], warning["cell"]) for warning in answer["warnings"]] == [
        (3, "E3"),
        (4, "E4"),
    ]
    assert all(warning["reason"] and warning["proposal"] for warning in answer["warnings"])
    answer, code = run_command(*words)
    assert (code, answer["new"], answer["left_out"]) == (0, 1, 2)
    assert not Official.objects.filter(full_name="Lò Văn Bun").exists()
    answer, _code = run_command(*words, "--accept-proposals")
    assert (answer["new"], answer["unchanged"], answer["left_out"]) == (1, 1, 1)
    assert Official.objects.filter(full_name="Lò Văn Bun").exists()
    assert not Official.objects.filter(full_name="Lò Văn Xôm").exists()


def test_a_mapping_says_what_columns_are(tmp_path, cast):
    path, mapping = tmp_path / "la.xlsx", tmp_path / "cot.json"
    path.write_bytes(
        build_xlsx(
            person_row(**{"Cột lạ": "Văn thư"}),
            headers=("Họ và tên", "Ngày sinh", "Giới tính", "Cột lạ"),
        )
    )
    mapping.write_text(
        json.dumps({"Danh sách": {"A": "full_name", "B": "birth_date", "C": "sex", "D": "title"}})
    )
    run_command("import_officials", path, "--unit", "NASON", "--mapping", mapping, "--json")
    assert Official.objects.get(full_name="Vừ A Sình").posts.get().title == "Văn thư"
    mapping.write_text('{"Danh sách": {"A": "no such field"}}')
    answer, code = run_command(
        "import_officials", path, "--unit", "NASON", "--mapping", mapping, "--json"
    )
    assert (code, answer["error"].split(":")[0]) == (1, "Danh sách!A")


def test_a_file_that_is_no_workbook_is_an_error_in_the_answer(tmp_path, cast):
    path = tmp_path / "so.xlsx"
    path.write_bytes(b"a,b\n1,2\n")
    answer, code = run_command("import_officials", path, "--unit", "NASON", "--json")
    assert code == 1
    assert answer.keys() == {"error"}
    assert not Batch.objects.exists()


@pytest.mark.parametrize(
    "words",
    [
        ("import_officials", "{file}", "--unit", "NOWHERE"),
        ("import_officials", "/no/such.xlsx", "--unit", "NASON"),
        ("undo_import", "no-batch"),
        ("undo_import", "01a202ae-e89d-7384-8032-164e1f0900c5"),
    ],
)
def test_wrong_usage_is_refused_plainly(file, words):
    people.unit("KHAC", "Xã Khác")
    with pytest.raises(CommandError) as refusal:
        call_command(*(word.format(file=file) for word in words))
    assert refusal.value.returncode == 2
    assert not Batch.objects.exists()


def test_people_side_by_side_are_written_and_what_nobody_reads_is_listed(tmp_path, cast):
    header = ["STT", "Họ và tên", "Ngày sinh", "Giới tính", "Sở trường"]
    first = [1, "Lò Văn Một", "05/03/1980", "Nam", "Hát"]
    second = [2, "Quàng Thị Hai", "31/12/1985", "Nữ", None]
    body = build_table([header * 2, [*first, *second]])
    path = tmp_path / "hai-nguoi.xlsx"
    path.write_bytes(body)
    answer, _code = run_command("import_officials", path, "--unit", "NASON", "--json")
    assert (answer["rows"], answer["new"], answer["refused"]) == (2, 2, [])
    assert [
        (column["column"], column["header"], column["cells"], column["is_known"])
        for column in answer["unread"]
    ] == [
        ("A", "STT", 1, True),
        ("E", "Sở trường", 1, False),
        ("F", "STT", 1, True),
    ]
    rows = Batch.objects.get(uid=answer["batch"]).rows.order_by("number", "block")
    assert [(row.number, row.block, row.label) for row in rows] == [
        (2, 0, "Lò Văn Một"),
        (2, 1, "Quàng Thị Hai"),
    ]
    assert Official.objects.filter(full_name__in=["Lò Văn Một", "Quàng Thị Hai"]).count() == 2
    _undone, code = run_command("undo_import", answer["batch"], "--json")
    assert code == 0
    assert not Official.objects.filter(full_name="Quàng Thị Hai").exists()


def test_columns_of_two_people_named_by_hand(tmp_path, cast):
    body = build_table(
        [
            ["Họ tên", "NS", "GT", "Người", "Khi", "P"],
            ["Lò Văn Một", "05/03/1980", "Nam", "Quàng Thị Hai", "31/12/1985", "Nữ"],
        ]
    )
    path, mapping = tmp_path / "ds.xlsx", tmp_path / "cot.json"
    path.write_bytes(body)
    columns = {"A": "full_name", "B": "birth_date", "C": "sex"}
    columns |= {"D": "full_name", "E": "birth_date", "F": "sex"}
    mapping.write_text(json.dumps({"DS": columns}))
    answer, _code = run_command(
        "import_officials", path, "--unit", "NASON", "--mapping", mapping, "--dry-run", "--json"
    )
    assert (answer["rows"], answer["new"]) == (2, 2)
    columns["C"] = "birth_date"
    mapping.write_text(json.dumps({"DS": columns}))
    answer, code = run_command(
        "import_officials", path, "--unit", "NASON", "--mapping", mapping, "--dry-run", "--json"
    )
    assert code == 1
    assert "DS!C" in answer["error"]
