"""Excel files as people make them: headers in any order, merged cells, formulas, sheets and
columns of their own.
"""

import io

import openpyxl
import pytest

from cms.content import Choice, Scenario, Scene
from cms.scenarios import exchange
from lms.core.spreadsheets import guard_text
from tests.cms.exchange.made_scenarios import all_texts, read_accepted


def workbook_bytes(rows, *, merge=(), sheets=None):
    """A workbook; `merge`: ranges of its first sheet, `sheets`: name → rows of further ones."""
    workbook = openpyxl.Workbook()
    for row in rows:
        workbook.active.append(row)
    for ref in merge:
        workbook.active.merge_cells(ref)
    for name, content in (sheets or {}).items():
        sheet = workbook.create_sheet(name)
        for row in content:
            sheet.append(row)
    stream = io.BytesIO()
    workbook.save(stream)
    return stream.getvalue()


def test_headers_without_marks_in_another_order_and_a_title_above():
    imported = read_accepted(
        workbook_bytes(
            [
                ["Bài thử"],
                [
                    "dan toi",
                    "LUA CHON",
                    "Canh",
                    "Ten canh",
                    "Hau qua",
                    "Dung",
                    "phut",
                    "Tien",
                    "ket thuc",
                    "Ghi chú riêng",
                ],
                ["2", "Nhận", 1, "Quầy", "Ông vui", "X", "15", "20.000", None, "nhớ hỏi lại"],
                ["Kết thúc", "Trả", None, None, "Ông buồn", None, 30.0, None, None, None],
                ["Kết thúc", "Xong", 2, "Trả kết quả", "Tốt", "x", None, None, None, None],
                [None, None, "Kết thúc", "Về", None, None, None, None, "tốt", None],
            ]
        ),
        "xlsx",
    )
    assert imported.title == "Bài thử"
    first, second, last = imported.scenario.scenes
    assert [(c.text, c.target, c.minutes, c.money, c.is_right) for c in first.choices] == [
        ("Nhận", "canh-2", 15, 20_000, True),
        ("Trả", "ket-thuc", 30, 0, False),
    ]
    assert (second.choices[0].target, last.ending, last.title) == ("ket-thuc", "good", "Về")
    assert [w.text for w in imported.warnings if "nhớ hỏi lại" in w.text]
    assert len(imported.warnings) == 1


def test_merged_cells_belong_to_each_of_their_rows():
    imported = read_accepted(
        workbook_bytes(
            [
                ["Cảnh", "Tên cảnh", "Lựa chọn", "Hậu quả", "Dẫn tới"],
                [1, "Quầy", "Một", "Cùng một hậu quả", 2],
                [None, None, "Hai", None, 2],
                [2, "Về", None, None, None],
            ],
            merge=["A2:A3", "B2:B3", "D2:D3"],
        ),
        "xlsx",
    )
    first = imported.scenario.scenes[0]
    assert [c.consequence for c in first.choices] == ["Cùng một hậu quả"] * 2
    assert imported.warnings == ()


def test_formulas_strange_numbers_words_and_sheets_are_listed():
    imported = read_accepted(
        workbook_bytes(
            [
                [
                    "Cảnh",
                    "Tên cảnh",
                    "Bối cảnh",
                    "Lựa chọn",
                    "Dẫn tới",
                    "Phút",
                    "Đúng",
                    "Loại căn cứ",
                    "Căn cứ",
                ],
                [1, "Quầy", "Sáng", "Nhận", 1, "nửa giờ", "có lẽ", "luật", "Luật A"],
                [1, None, "Chiều", "Trả", "=1+1", None, None, "truyền miệng", "Luật B"],
            ],
            sheets={"Nháp": [["chữ ở nơi khác"]]},
        ),
        "xlsx",
    )
    everything = all_texts(imported)
    for text in ("nửa giờ", "có lẽ", "truyền miệng", "Chiều", "=1+1", "chữ ở nơi khác"):
        assert text in everything
    assert imported.scenario.scenes[0].narration == "Sáng"
    assert [b.kind for b in imported.scenario.scenes[0].basis] == ["law", "law"]
    assert imported.scenario.scenes[0].choices[1].target == ""


def test_speakers_in_one_cell_and_conditions_and_effects_in_words():
    imported = read_accepted(
        workbook_bytes(
            [
                ["Cảnh", "Lời nói", "Lựa chọn", "Khi", "Thay đổi", "Dẫn tới"],
                [
                    1,
                    "Bà Mẩy: Tôi đến rồi.\nAnh Pó: Tôi cũng vậy.",
                    "Hỏi",
                    'hoi >= 1; da_xem = đúng; ten = "A; b"',
                    "hoi += 1; da_xem = sai",
                    1,
                ],
            ],
            sheets={
                "Biến": [
                    ["Biến", "Tên", "Kiểu", "Ban đầu"],
                    ["hoi", "Số lần hỏi", "số", 0],
                    ["da_xem", "Đã xem", "đúng/sai", "sai"],
                    ["x", "y", "gì đó", 1],
                ]
            },
        ),
        "xlsx",
    )
    scene = imported.scenario.scenes[0]
    assert (scene.speaker, scene.speech, scene.words[0].speaker) == (
        "Bà Mẩy",
        "Tôi đến rồi.",
        "Anh Pó",
    )
    assert [(c.variable, c.op, c.value) for c in scene.choices[0].when] == [
        ("hoi", ">=", 1),
        ("da_xem", "==", True),
        ("ten", "==", "A; b"),
    ]
    assert [(e.variable, e.op, e.value) for e in scene.choices[0].effects] == [
        ("hoi", "add", 1),
        ("da_xem", "set", False),
    ]
    assert [(v.key, v.kind, v.start) for v in imported.scenario.variables] == [
        ("hoi", "number", 0),
        ("da_xem", "flag", False),
    ]
    assert any("gì đó" in w.text for w in imported.warnings)


@pytest.mark.parametrize("text", ["=1+1", "+84 912", "-5", "@ông", "'=x", "''+a", "'thường"])
def test_no_text_becomes_a_formula_and_all_come_back(text):
    scene = Scene(
        "canh-1", "Quầy", "", "", "", narration=text, choices=(Choice("a", text, text, "canh-1"),)
    )
    scenario = Scenario("ông Pó", "cán bộ", (scene,))
    data = exchange.write_scenario(scenario, "Bài", "xlsx").data
    for row in openpyxl.load_workbook(io.BytesIO(data))["Cảnh"].iter_rows():
        for cell in row:
            assert cell.data_type != "f"
            assert not str(cell.value or "").startswith(("=", "+", "-", "@"))
    assert read_accepted(data, "xlsx").scenario == scenario


def test_the_neutral_mark_is_one_apostrophe():
    assert (guard_text("=x"), guard_text("'=x"), guard_text("x=")) == ("'=x", "''=x", "x=")


def test_a_huge_sheet_is_refused_quickly():
    workbook = openpyxl.Workbook(write_only=True)
    sheet = workbook.create_sheet()
    for number in range(10_002):
        sheet.append([number, "x"])
    stream = io.BytesIO()
    workbook.save(stream)
    assert "10" in exchange.read_scenario(stream.getvalue(), "xlsx").refused
