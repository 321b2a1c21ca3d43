"""Word files as people make them: after the template, with marks missing, with bold instead of
headings, with tables.
"""

import io
import unicodedata

import docx
import pytest
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from cms.scenarios import exchange
from cms.scenarios.exchange import template_docx
from tests.cms.exchange.made_scenarios import all_texts, read_accepted


def document_bytes(document):
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def document_of(lines):
    """A document of (style, text) pairs; "b" is bold text without a style."""
    document = docx.Document()
    for style, text in lines:
        paragraph = document.add_paragraph(style=None if style == "b" else style)
        paragraph.add_run(text).bold = style == "b"
    return document_bytes(document)


H1, H2 = "Heading 1", "Heading 2"


def test_the_template_is_read_as_it_stands_without_a_word_of_doubt():
    imported = read_accepted(template_docx(), "docx")
    assert imported.warnings == ()
    assert imported.title == "Em bé sinh trên nương"
    scenario = imported.scenario
    assert (scenario.citizen, scenario.reviewed_on) == ("bà Lý Thị Mẩy", "2026-09-01")
    assert [s.ending for s in scenario.scenes] == ["", "", "good", "fair", "poor"]
    first, second = scenario.scenes[:2]
    assert (first.speaker, first.place) == ("Bà Mẩy", "Quầy một cửa của xã, 9 giờ sáng")
    assert [(p.title, p.status) for p in first.papers] == [
        ("Tờ khai đăng ký khai sinh", "ok"),
        ("Giấy chứng sinh", "missing"),
    ]
    assert [(c.target, c.trips, c.minutes, c.is_right) for c in first.choices] == [
        ("canh-2", 1, 120, False),
        ("ket-thuc-tot", 0, 10, True),
    ]
    assert first.choices[1].why.startswith("Có người làm chứng")
    assert len(first.right_way) == 2
    assert (first.basis[0].kind, second.basis[0].kind) == ("law", "practice")
    assert second.choices[1].money == 20_000


def test_letters_in_other_forms_no_marks_odd_spaces_and_dashes_mean_the_same():
    decomposed = unicodedata.normalize("NFD", "Lựa chọn: Nhận hồ sơ ngay → Cảnh 2 (đúng) +30 phút")
    imported = read_accepted(
        document_of(
            [
                (H1, "Bài học"),
                (H2, "CẢNH\u00a01 –\u00a0Ở quầy"),
                ("Normal", "BOI CANH : Sáng sớm."),
                ("Normal", "Ông Pó：“Tôi nộp giấy.”"),
                ("Normal", "cau hoi - Làm gì?"),
                ("Normal", decomposed),
                ("Normal", "Phản hồi – Ông cảm ơn."),
                ("Normal", "Lựa chọn 2: Hẹn mai [đúng] => kết thúc kém, +1 lượt, +20.000 đồng"),
                ("Normal", "Hậu\u00a0quả:\tÔng về."),
                (H2, "canh 2. Ngày mai"),
                ("Normal", "Lựa chọn: Xong --> Kết thúc Tốt"),
                ("Normal", "Hậu quả: Tốt."),
                (H2, "KẾT THÚC TỐT: Về"),
                (H2, "Kết thúc kém - Chờ"),
            ]
        ),
        "docx",
    )
    assert imported.warnings == ()
    first = imported.scenario.scenes[0]
    assert (first.key, first.title, first.narration, first.question) == (
        "canh-1",
        "Ở quầy",
        "Sáng sớm.",
        "Làm gì?",
    )
    assert (first.speaker, first.speech) == ("Ông Pó", "Tôi nộp giấy.")
    accept, postpone = first.choices
    assert (accept.text, accept.target, accept.is_right, accept.minutes) == (
        "Nhận hồ sơ ngay",
        "canh-2",
        True,
        30,
    )
    assert (postpone.text, postpone.target, postpone.trips, postpone.money) == (
        "Hẹn mai",
        "ket-thuc-kem",
        1,
        20_000,
    )
    assert (accept.consequence, postpone.consequence) == ("Ông cảm ơn.", "Ông về.")
    assert [s.ending for s in imported.scenario.scenes] == ["", "", "good", "poor"]


def test_bold_lines_instead_of_headings_lists_below_labels_and_line_breaks():
    document = docx.Document()
    document.add_paragraph("Cảnh 1: Sân ủy ban").runs[0].bold = True
    document.add_paragraph("Bối cảnh: Trời mưa.\nCâu hỏi: Bạn nói gì?")
    document.add_paragraph("Lựa chọn:")
    document.add_paragraph("Mời vào hiên → Cảnh 2", style="List Bullet")
    document.add_paragraph("• Bảo chờ → Cảnh 9")
    document.add_paragraph("Cách làm đúng:")
    document.add_paragraph("1. Chào trước")
    document.add_paragraph("2) Mời ngồi")
    document.add_paragraph("Căn cứ: Luật Tiếp công dân 2013, Điều 4")
    document.add_paragraph("Cảnh 2: Trong nhà")
    imported = read_accepted(document_bytes(document), "docx")
    first = imported.scenario.scenes[0]
    assert (first.narration, first.question) == ("Trời mưa.", "Bạn nói gì?")
    assert [(c.text, c.target) for c in first.choices] == [
        ("Mời vào hiên", "canh-2"),
        ("Bảo chờ", "canh-9"),
    ]
    assert first.right_way == ("Chào trước", "Mời ngồi")
    assert first.basis[0].kind == "law"
    warning_texts = {w.text for w in imported.warnings}
    assert len(imported.warnings) == 3
    assert any("Cảnh 9" in text for text in warning_texts)
    assert any("Cảnh 2: Trong nhà" in text for text in warning_texts)
    assert any("Luật Tiếp công dân" in text for text in warning_texts)


def choices_of(*lines, symbols=None):
    """The scenario of one scene with these lines below its heading, and its warnings.

    `symbols`: what stands for "{}" in the lines: (kind, font, character).
    """
    document = docx.Document()
    document.add_paragraph("Cảnh 1: Quầy một cửa", style=H2)
    for line in lines:
        paragraph = document.add_paragraph()
        before, sign, after = line.partition("{}")
        paragraph.add_run(before)
        if sign:
            add_symbol(paragraph, *symbols)
        paragraph.add_run(after)
    document.add_paragraph("Cảnh 2: Kiểm tra", style=H2)
    document.add_paragraph("Kết thúc kém: Bà bỏ về", style=H2)
    imported = read_accepted(document_bytes(document), "docx")
    return imported.scenario.scenes[0].choices, [w.text for w in imported.warnings]


def add_symbol(paragraph, kind, font, character):
    """A symbol as Word stores it: an element of its own, or a letter of a run in the font."""
    run = paragraph.add_run()
    if kind == "sym":
        symbol = OxmlElement("w:sym")
        symbol.set(qn("w:font"), font)
        symbol.set(qn("w:char"), character)
        run._r.append(symbol)
        return
    run.text = character
    if font:
        run.font.name = font


@pytest.mark.parametrize(
    "symbol",
    [
        ("text", "Wingdings", "\uf0e0"),
        ("text", "", "\uf0e0"),
        ("text", "Wingdings", "à"),
        ("text", "Wingdings", "\uf0e8"),
        ("text", "Symbol", "\uf0ae"),
        ("text", "Wingdings 3", "\uf022"),
        ("sym", "Wingdings", "F0E0"),
        ("sym", "Symbol", "F0DE"),
        ("text", "", "⇨"),
        ("text", "", "►"),
    ],
)
def test_an_arrow_of_whatever_font_leads_to_its_scene(symbol):
    choices, warnings = choices_of(
        "Lựa chọn: Nhận hồ sơ {} Cảnh 2 (đúng) +30 phút",
        "Lựa chọn: Bảo bà về {} Kết thúc kém +1 lượt",
        symbols=symbol,
    )
    assert [(c.text, c.target) for c in choices] == [
        ("Nhận hồ sơ", "canh-2"),
        ("Bảo bà về", "ket-thuc-kem"),
    ]
    assert (choices[0].minutes, choices[1].trips) == (30, 1)
    assert not any("Not understood" in text for text in warnings)


def test_a_symbol_that_is_not_known_is_left_out_and_said():
    choices, warnings = choices_of(
        "Lựa chọn: Nhận hồ sơ {} xem kỹ", symbols=("sym", "Wingdings", "F04A")
    )
    assert choices[0].text == "Nhận hồ sơ xem kỹ"
    assert any("F04A" in text for text in warnings)


def test_bullets_of_symbol_fonts_are_no_part_of_the_text():
    choices, _warnings = choices_of(
        "Lựa chọn:", "{} Nhận hồ sơ → Cảnh 2", symbols=("text", "Wingdings", "\uf0a7")
    )
    assert [c.text for c in choices] == ["Nhận hồ sơ"]


@pytest.mark.parametrize("marks", ["a) b) c)", "a. b. c.", "1) 2) 3)", "9. 10. 11.", "c) d) đ)"])
def test_a_list_of_choices_goes_on_after_each_consequence(marks):
    first, second, third = marks.split()
    choices, warnings = choices_of(
        "Lựa chọn:",
        f"{first} Nhận hồ sơ --> Cảnh 2 (đúng)",
        "Hậu quả: Bà Mẩy yên tâm.",
        f"{second} Bảo bà về --> Kết thúc kém",
        "Hậu quả:",
        "Bà Mẩy thất vọng ra về.",
        f"{third} Gọi bảo vệ",
        "Hậu quả: Cả phòng nhìn.",
    )
    assert [(c.text, c.target, c.consequence) for c in choices] == [
        ("Nhận hồ sơ", "canh-2", "Bà Mẩy yên tâm."),
        ("Bảo bà về", "ket-thuc-kem", "Bà Mẩy thất vọng ra về."),
        ("Gọi bảo vệ", "", "Cả phòng nhìn."),
    ]
    assert not any("Not understood" in text for text in warnings)


def test_consequences_listed_after_all_choices_go_to_their_own():
    choices, _warnings = choices_of(
        "Lựa chọn:",
        "a) Nhận hồ sơ → Cảnh 2",
        "b) Bảo bà về → Kết thúc kém",
        "Hậu quả:",
        "a) Bà Mẩy yên tâm.",
        "b) Bà Mẩy thất vọng.",
    )
    assert [c.consequence for c in choices] == ["Bà Mẩy yên tâm.", "Bà Mẩy thất vọng."]


def test_a_numbered_right_way_after_numbered_choices_stays_the_right_way():
    document = docx.Document()
    document.add_paragraph("Cảnh 1: Quầy một cửa", style=H2)
    for line in (
        "Lựa chọn:",
        "1. Nhận hồ sơ → Cảnh 2",
        "2. Bảo bà về → Cảnh 2",
        "Cách làm đúng:",
        "1. Chào trước → mời ngồi",
        "3. Giải thích",
    ):
        document.add_paragraph(line)
    document.add_paragraph("Cảnh 2: Kiểm tra", style=H2)
    scene = read_accepted(document_bytes(document), "docx").scenario.scenes[0]
    assert len(scene.choices) == 2
    assert len(scene.right_way) == 2


def test_a_line_with_an_arrow_below_the_choices_is_a_choice_and_said():
    choices, warnings = choices_of(
        "Lựa chọn: Nhận hồ sơ → Cảnh 2",
        "Hậu quả: Bà Mẩy yên tâm.",
        "Bảo bà về → Kết thúc kém",
    )
    assert [c.target for c in choices] == ["canh-2", "ket-thuc-kem"]
    assert any("Bảo bà về" in text for text in warnings)


def add_tracked_changes(run, deleted_text, inserted_text):
    """Put a tracked deletion behind a run, and a tracked insertion behind that."""
    deleted = OxmlElement("w:del")
    inner = OxmlElement("w:r")
    words = OxmlElement("w:delText")
    words.text = deleted_text
    inner.append(words)
    deleted.append(inner)
    run._r.addnext(deleted)
    inserted = OxmlElement("w:ins")
    inserted.append(docx.Document().add_paragraph(inserted_text).runs[0]._r)
    deleted.addnext(inserted)


def add_text_box(run, text):
    box = OxmlElement("w:txbxContent")
    box.append(docx.Document().add_paragraph(text)._p)
    picture = OxmlElement("w:pict")
    picture.append(box)
    run._r.append(picture)


def test_nothing_that_is_not_understood_is_dropped():
    document = docx.Document()
    document.add_paragraph("Ghi chú của tổ biên soạn")
    document.add_heading("Cảnh 1: Quầy", 2)
    document.add_paragraph("Bối cảnh: Đông người.")
    document.add_paragraph("Lựa chọn: Nhận → Cảnh 1")
    document.add_paragraph("Một câu không có nhãn.")
    table = document.add_table(2, 2)
    table.cell(0, 0).text, table.cell(1, 1).text = "Cảnh 2", "Trả hồ sơ"
    document.sections[0].header.paragraphs[0].text = "Trường Chính trị tỉnh"
    run = document.add_paragraph("Câu hỏi: Làm gì?").runs[0]
    add_tracked_changes(run, "chữ đã xóa", " Và nói gì?")
    add_text_box(run, "Chữ trong khung")
    imported = read_accepted(document_bytes(document), "docx")
    everything = all_texts(imported)
    for text in (
        "Ghi chú của tổ",
        "không có nhãn",
        "Trả hồ sơ",
        "Trường Chính trị tỉnh",
        "chữ đã xóa",
        "Chữ trong khung",
    ):
        assert text in everything
        assert text not in exchange.write_scenario(imported.scenario, "", "json").data.decode()
    assert imported.scenario.scenes[0].question == "Làm gì? Và nói gì?"
    assert any("row 2" in w.where or "hàng 2" in w.where for w in imported.warnings)


def test_text_in_content_controls_is_read():
    document = docx.Document()
    document.add_heading("Cảnh 1: Quầy", 2)
    paragraph = document.add_paragraph("Bối cảnh: Trong khung điều khiển.")._p
    control, content = OxmlElement("w:sdt"), OxmlElement("w:sdtContent")
    paragraph.addprevious(control)
    control.append(content)
    content.append(paragraph)
    assert (
        read_accepted(document_bytes(document), "docx").scenario.scenes[0].narration
        == "Trong khung điều khiển."
    )


def test_a_range_of_minutes_in_a_sentence_is_no_cost():
    imported = read_accepted(
        document_of(
            [(H2, "Cảnh 1: A"), ("Normal", "Lựa chọn: Chờ 5 -10 phút rồi gọi 1 lượt → Cảnh 1")]
        ),
        "docx",
    )
    choice = imported.scenario.scenes[0].choices[0]
    assert (choice.text, choice.minutes, choice.trips) == ("Chờ 5 -10 phút rồi gọi 1 lượt", 0, 0)


def test_a_file_without_scenes_and_one_in_an_old_font_code_are_refused():
    refused = exchange.read_scenario(document_of([("Normal", "Chào các bạn")]), "docx")
    assert refused.scenario is None
    assert refused.refused
    document = docx.Document()
    run = document.add_paragraph("C¶nh 1: QuÇy").runs[0]
    run.font.name = ".VnTime"
    run._element.rPr.rFonts.set(qn("w:hAnsi"), ".VnTime")
    assert "Unicode" in exchange.read_scenario(document_bytes(document), "docx").refused
