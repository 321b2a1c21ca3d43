"""Files that mean harm or were damaged on the way: refused with a message that says what to do,
and quickly.
"""

import io
import json
import time
import zipfile

import docx
import openpyxl
import pytest

from cms.content import Scenario, Scene
from cms.scenarios import exchange
from cms.scenarios.exchange import safety, template_docx

pytestmark = pytest.mark.usefixtures("english")
TWEE = ":: Cảnh một\nBà Mẩy đến. [[Đi tiếp->Kết]]\n\n:: Kết [tot]\nXong."


def repacked(data, add=(), change=None):
    """A zip file with further entries, and entries changed by a function (name, content) →
    content.
    """
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as archive,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as copy,
    ):
        for entry in archive.infolist():
            content = archive.read(entry)
            copy.writestr(entry.filename, change(entry.filename, content) if change else content)
        for name, content in add:
            copy.writestr(name, content)
    return out.getvalue()


def workbook():
    excel_file = openpyxl.Workbook()
    excel_file.active.append(["Cảnh", "Lựa chọn", "Dẫn tới"])
    excel_file.active.append([1, "Nhận", 1])
    out = io.BytesIO()
    excel_file.save(out)
    return out.getvalue()


def relation(kind, target):
    return lambda name, content: (
        content.replace(
            b"</Relationships>",
            '<Relationship Id="rX"'
            f' Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}"'
            f' Target="{target}" TargetMode="External"/></Relationships>'.encode(),
        )
        if name.endswith(".rels")
        else content
    )


def refusal(data, fmt):
    """The message of a refusal; it must come at once."""
    start = time.process_time()
    imported = exchange.read_scenario(data, fmt)
    assert time.process_time() - start < 5
    assert imported.scenario is None
    assert imported.refused
    return imported.refused


@pytest.mark.parametrize(("fmt", "data"), [("docx", template_docx()), ("xlsx", workbook())])
class TestOfficeFiles:
    def test_whole_files_are_read(self, fmt, data):
        assert exchange.read_scenario(data, fmt).scenario

    def test_a_bomb(self, fmt, data):
        assert "too large" in refusal(
            repacked(data, [("word/media/x.bin", b"\0" * 30_000_000)]), fmt
        )

    def test_more_than_fifty_megabytes(self, fmt, data):
        noise = bytes(range(256)) * 400
        parts = [(f"x{n}.bin", noise * 20) for n in range(26)]
        assert "too large" in refusal(repacked(data, parts), fmt)

    def test_too_many_entries(self, fmt, data):
        assert "too large" in refusal(repacked(data, [(f"x{n}", b"y") for n in range(2001)]), fmt)

    def test_macros(self, fmt, data):
        assert "macros" in refusal(repacked(data, [("word/vbaProject.bin", b"x")]), fmt)

    def test_macros_told_by_the_content_types_alone(self, fmt, data):
        named = repacked(
            data,
            change=lambda n, c: (
                c.replace(b"+xml", b".macroEnabled.main+xml", 1)
                if n == "[Content_Types].xml"
                else c
            ),
        )
        assert "macros" in refusal(named, fmt)

    def test_a_file_within_the_file(self, fmt, data):
        assert "packed inside" in refusal(
            repacked(data, [("word/embeddings/a.bin", workbook())]), fmt
        )

    @pytest.mark.parametrize("kind", ["attachedTemplate", "image", "oleObject", "externalLinkPath"])
    def test_what_would_be_fetched(self, fmt, data, kind):
        bad = repacked(data, change=relation(kind, "https://example.org/a.dotm"))
        assert "https://example.org/a.dotm" in refusal(bad, fmt)

    def test_a_plain_web_link_is_only_listed(self, fmt, data):
        imported = exchange.read_scenario(
            repacked(data, change=relation("hyperlink", "https://example.org/luat")), fmt
        )
        assert imported.scenario
        assert any("https://example.org/luat" in warned.text for warned in imported.warnings)

    @pytest.mark.parametrize(
        "head",
        [
            b'<!DOCTYPE x [<!ENTITY a "aaaa">]>',
            b'<!DOCTYPE x SYSTEM "file:///etc/passwd">',
        ],
    )
    def test_entities(self, fmt, data, head):
        def change(name, content):
            place = content.find(b"?>") + 2 if content.startswith(b"<?xml") else 0
            return content[:place] + head + content[place:] if name.endswith(".xml") else content

        assert "entities" in refusal(repacked(data, change=change), fmt)

    def test_xml_in_another_encoding_cannot_hide_them(self, fmt, data):
        def change(name, content):
            if not name.endswith("document.xml") and not name.endswith("workbook.xml"):
                return content
            text = content.decode().replace("UTF-8", "UTF-16").replace("utf-8", "utf-16")
            return text.encode("utf-16")

        refusal(repacked(data, change=change), fmt)

    def test_broken_and_cut_files(self, fmt, data):
        refusal(data[: len(data) // 2], fmt)
        middle = len(data) // 2
        refusal(data[:middle] + b"\xff" * 400 + data[middle + 400 :], fmt)
        refusal(
            repacked(
                data,
                change=lambda n, c: c[:-30] if n.endswith(("document.xml", "workbook.xml")) else c,
            ),
            fmt,
        )

    def test_another_kind_of_file(self, fmt, data):
        other_format = "xlsx" if fmt == "docx" else "docx"
        assert "kind of file" in refusal(data, other_format)
        assert "password" in refusal(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 600, fmt)
        refusal(TWEE.encode(), fmt)
        refusal(b"", fmt)
        refusal(b"PK\x03\x04" + b"\0" * 100, fmt)

    def test_too_large(self, fmt, data):
        assert "5 MB" in refusal(data + b"x" * safety.MAX_BYTES, fmt)


def test_a_cell_range_of_the_whole_sheet_costs_nothing():
    data = repacked(
        workbook(),
        change=lambda n, c: (
            c.replace(
                b"</sheetData>",
                b'</sheetData><mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>',
            )
            if n.endswith("sheet1.xml")
            else c
        ),
    )
    start = time.process_time()
    assert exchange.read_scenario(data, "xlsx").scenario
    assert time.process_time() - start < 3


@pytest.mark.parametrize("fmt", ["twee", "json", "twine-html"])
class TestTextFiles:
    def test_other_encodings(self, fmt):
        for encoding in ("utf-16", "utf-16-le", "utf-16-be"):
            assert "UTF-16" in refusal(TWEE.encode(encoding), fmt)
        assert "Windows-1258" in refusal(":: Ba\u0300 Mâ\u0309y đê\u0301n".encode("cp1258"), fmt)
        assert "broken" in refusal((TWEE + " ảẩểợữ ếạ").encode().decode("latin-1").encode(), fmt)

    def test_other_files(self, fmt):
        assert "kind of file" in refusal(template_docx(), fmt)
        assert "5 MB" in refusal(b"x" * (safety.MAX_BYTES + 1), fmt)
        assert "empty" in refusal(b"\xef\xbb\xbf"[:0] + b" \n", fmt)


def test_a_byte_order_mark_and_windows_line_ends_are_nothing():
    data = b"\xef\xbb\xbf" + TWEE.replace("\n", "\r\n").encode()
    imported = exchange.read_scenario(data, "twee")
    assert [s.narration for s in imported.scenario.scenes] == ["Bà Mẩy đến.", "Xong."]
    assert imported.warnings == ()


def test_more_than_five_hundred_scenes():
    text = "\n".join(f":: P{n}\n[[P{n + 1}]]\n" for n in range(501))
    assert "501" in refusal(text.encode(), "twee")
    document = docx.Document()
    for n in range(501):
        document.add_heading(f"Cảnh {n + 1}: x", 2)
    out = io.BytesIO()
    document.save(out)
    assert "501" in refusal(out.getvalue(), "docx")


@pytest.mark.parametrize(
    "body",
    [
        "(if: $a)[" * 3000,
        "<<if $a>>" * 3000,
        "<% if (s.a) { %>" * 3000,
        "[[" * 20_000,
        "(" * 50_000,
        '(link: "' * 5000,
        "<!--" * 20_000,
        "''a" * 20_000,
        "{a" * 20_000,
        '<<link "a' * 10_000,
        "[[a" * 20_000,
        "".join(f"(if: $v{n} is 1)[a{n}](else:)[b{n}]" for n in range(40)),
        "(if: " + " or ".join(f"$v{n} is {n}" for n in range(300)) + ")[x]",
        ":: \n" * 5000,
        "{{{" * 20_000,
        "<%" * 20_000,
        " __a" * 20_000,
        "<<foo>>" * 10_000,
        "<a " * 10_000,
    ],
)
@pytest.mark.parametrize("fmt", ["Harlowe", "SugarCube", "Chapbook", "Snowman"])
def test_stories_made_to_be_slow_are_not(body, fmt):
    data = f':: StoryData\n{{"format": "{fmt}"}}\n\n:: One\n{body}\n\n:: Two\nEnd'
    start = time.process_time()
    exchange.read_scenario(data.encode(), "twee")
    assert time.process_time() - start < 8


def test_passages_that_show_each_other_end():
    text = "".join(
        f':: P{n}\n(display: "P{(n + 1) % 30}")(display: "P{(n + 2) % 30}") x\n\n'
        for n in range(30)
    )
    start = time.process_time()
    assert exchange.read_scenario(
        (':: StoryData\n{"format": "Harlowe"}\n\n' + text).encode(), "twee"
    ).scenario
    assert time.process_time() - start < 8


def own_json(**changes):
    scene = {"key": "a", "title": "A", "place": "", "picture": "", "picture_alt": ""}
    return {
        "format": "vung-viec-scenario",
        "version": 1,
        "title": "Bài",
        "scenario": {"citizen": "", "role": "", "scenes": [scene]},
        **changes,
    }


def test_json_names_the_place_of_what_does_not_fit():
    bad = own_json()
    bad["scenario"]["scenes"][0]["seconds"] = "ten"
    assert "$.scenario.scenes[0].seconds" in refusal(json.dumps(bad).encode(), "json")
    del bad["scenario"]["scenes"][0]["seconds"], bad["scenario"]["scenes"][0]["title"]
    assert "title" in refusal(json.dumps(bad).encode(), "json")
    assert "line 1" in refusal(b'{"format": ', "json")
    assert "lacks" in refusal(b"[1, 2]", "json")
    assert "version" in refusal(json.dumps(own_json(version=2)).encode(), "json")
    assert "nested" in refusal(b"[" * 100_000, "json")
    assert "no text" in refusal(json.dumps(own_json(title="a\0b")).encode(), "json")
    assert "no text" in refusal(b'{"format": "\\ud800"}', "json")
    assert "No scene" in refusal(
        json.dumps(own_json(scenario={"citizen": "", "role": "", "scenes": []})).encode(), "json"
    )


def test_json_fields_that_nobody_knows_are_listed_with_their_path():
    data = own_json(comment="nhắc lại")
    data["scenario"]["scenes"][0] |= {
        "colour": "đỏ",
        "items": [{"key": "x", "text": "y", "size": 3}],
    }
    text = json.dumps(data).replace('"role": ""', '"role": "cũ", "role": ""')
    imported = exchange.read_scenario(text.encode(), "json")
    assert {(w.where, w.text) for w in imported.warnings if w.where.startswith("$")} == {
        ("$.comment", '"nhắc lại"'),
        ("$.scenario.scenes[0].colour", '"đỏ"'),
        ("$.scenario.scenes[0].items[0].size", "3"),
    }
    assert any("cũ" in w.text for w in imported.warnings)
    assert imported.scenario == Scenario(
        "", "", (Scene("a", "A", "", "", "", items=imported.scenario.scenes[0].items),)
    )


@pytest.mark.parametrize(
    "page",
    [
        "<html><body>Hello</body></html>",
        '<tw-storydata name="a" startnode="1"><tw-passagedata pid="1" name="x">text',
        '<tw-storydata name="a"></tw-storydata><tw-storydata name="b"></tw-storydata>',
        '<tw-storydata name="a"></tw-storydata>',
    ],
)
def test_pages_without_one_whole_story_are_refused(page):
    refusal(page.encode(), "twine-html")
