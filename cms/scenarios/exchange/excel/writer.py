"""A scenario as an Excel file that the reader takes back."""

import datetime as dt
import io
import re
import unicodedata

import xlsxwriter

from cms.content import Scenario
from cms.scenarios.exchange.excel import columns

_MOST = 32_000  # letters that one cell holds
_FORMULA = re.compile(r"^'*[=+\-@\t\r]")
_NEVER = dt.datetime(2026, 1, 1, tzinfo=dt.UTC).replace(tzinfo=None)


def write(scenario: Scenario, title: str) -> bytes:
    """Three sheets: the case, its scenes with one row a choice, its variables."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    # the same scenario makes the same file
    book.set_properties({"created": _NEVER})
    bold = book.add_format(
        {"bold": True, "text_wrap": True, "valign": "top", "bg_color": "#E7EEF5"}
    )
    wrap = book.add_format({"text_wrap": True, "valign": "top"})
    scenes = book.add_worksheet(columns.SHEET)
    _head(scenes, columns.COLUMNS, bold)
    number = 1
    for row in _scene_rows(scenario):
        _put(scenes, number, row, wrap)
        number += 1
    _case(book.add_worksheet(columns.CASE), scenario, title, bold, wrap)
    if scenario.variables:
        sheet = book.add_worksheet(columns.VARIABLES)
        _head(sheet, columns.VARIABLE_COLUMNS, bold)
        for number, one in enumerate(scenario.variables, 1):
            start = columns.value_text(one.start)
            _put(
                sheet,
                number,
                [one.key, one.title, columns.KINDS[one.kind], start, "\n".join(one.options)],
                wrap,
            )
    book.close()
    return out.getvalue()


def safe(text: str) -> str:
    """Text that no spreadsheet takes for a formula; the reader takes the mark off again.

    Control characters are gone.
    """
    plain = "".join(c for c in text if c in "\n\t" or unicodedata.category(c) not in {"Cc", "Cs"})
    return ("'" + plain if _FORMULA.match(plain) else plain)[:_MOST]


def _head(
    sheet: xlsxwriter.worksheet.Worksheet, of: tuple[columns.Column, ...], bold: object
) -> None:
    for place, column in enumerate(of):
        sheet.write_string(0, place, column.title, bold)
        sheet.set_column(place, place, column.width)
    sheet.freeze_panes(1, 2)


def _put(
    sheet: xlsxwriter.worksheet.Worksheet, number: int, row: list[str | int], wrap: object
) -> None:
    for place, value in enumerate(row):
        if isinstance(value, int):
            sheet.write_number(number, place, value, wrap)
        elif value:
            sheet.write_string(number, place, safe(value), wrap)


def _scene_rows(scenario: Scenario) -> list[list[str | int]]:
    rows: list[list[str | int]] = []
    for scene in scenario.scenes:
        of_scene = {key: cell(scene) for key, cell in columns.SCENE_CELLS.items()}
        for number, choice in enumerate(scene.choices or (None,)):
            cells: dict[str, str | int] = dict(of_scene) if not number else {"number": scene.key}
            if choice is not None:
                cells |= {key: cell(choice) for key, cell in columns.CHOICE_CELLS.items()}
            rows.append([cells.get(column.key, "") for column in columns.COLUMNS])
    return rows


def _case(
    sheet: xlsxwriter.worksheet.Worksheet,
    scenario: Scenario,
    title: str,
    bold: object,
    wrap: object,
) -> None:
    day = "/".join(reversed(scenario.reviewed_on.split("-")))
    values = {"title": title, "reviewed_on": day}
    sheet.set_column(0, 0, 20)
    sheet.set_column(1, 1, 60)
    for number, (key, label) in enumerate(columns.CASE_ROWS):
        sheet.write_string(number, 0, label, bold)
        value = values.get(key, getattr(scenario, key, ""))
        _put(sheet, number, ["", value], wrap)
