"""Scenarios to Excel files that the reader takes back."""

import datetime as dt
import io
import re
import unicodedata

import xlsxwriter

from cms.content import Scenario, Variable
from cms.scenarios.exchange.excel import columns

_MAX_CELL_LETTERS = 32_000  # letters that one cell holds
_FORMULA = re.compile(r"^'*[=+\-@\t\r]")
_FIXED_DATE = dt.datetime(2026, 1, 1, tzinfo=dt.UTC).replace(tzinfo=None)


def write_xlsx(scenario: Scenario, title: str) -> bytes:
    """The Excel file: a sheet of scenes with one row a choice, one of facts, one of variables."""
    stream = io.BytesIO()
    workbook = xlsxwriter.Workbook(stream, {"in_memory": True})
    # the same scenario makes the same file
    workbook.set_properties({"created": _FIXED_DATE})
    bold = workbook.add_format(
        {"bold": True, "text_wrap": True, "valign": "top", "bg_color": "#E7EEF5"}
    )
    wrap = workbook.add_format({"text_wrap": True, "valign": "top"})
    scenes = workbook.add_worksheet(columns.SCENES_SHEET)
    _write_header(scenes, columns.COLUMNS, bold)
    for number, row in enumerate(_scene_rows(scenario), 1):
        _write_row(scenes, number, row, wrap)
    _write_facts(workbook.add_worksheet(columns.SCENARIO_SHEET), scenario, title, bold, wrap)
    if scenario.variables:
        sheet = workbook.add_worksheet(columns.VARIABLES_SHEET)
        _write_header(sheet, columns.VARIABLE_COLUMNS, bold)
        for number, variable in enumerate(scenario.variables, 1):
            _write_row(sheet, number, _variable_row(variable), wrap)
    workbook.close()
    return stream.getvalue()


def _variable_row(variable: Variable) -> list[str | int]:
    return [
        variable.key,
        variable.title,
        columns.KIND_WORDS[variable.kind],
        columns.value_text(variable.start),
        "\n".join(variable.options),
    ]


def safe_text(text: str) -> str:
    """A text that no spreadsheet takes for a formula, without control characters.

    The reader takes the added apostrophe off again. Texts are cut at 32,000 letters.
    """
    plain = "".join(c for c in text if c in "\n\t" or unicodedata.category(c) not in {"Cc", "Cs"})
    return ("'" + plain if _FORMULA.match(plain) else plain)[:_MAX_CELL_LETTERS]


def _write_header(
    sheet: xlsxwriter.worksheet.Worksheet,
    header_columns: tuple[columns.ExcelColumn, ...],
    bold: object,
) -> None:
    """Write the header row and the widths of its columns; header and first two columns stay
    in view.
    """
    for index, column in enumerate(header_columns):
        sheet.write_string(0, index, column.title, bold)
        sheet.set_column(index, index, column.width)
    sheet.freeze_panes(1, 2)


def _write_row(
    sheet: xlsxwriter.worksheet.Worksheet, number: int, row: list[str | int], wrap: object
) -> None:
    """Write one row; empty cells are left out."""
    for index, value in enumerate(row):
        if isinstance(value, int):
            sheet.write_number(number, index, value, wrap)
        elif value:
            sheet.write_string(number, index, safe_text(value), wrap)


def _scene_rows(scenario: Scenario) -> list[list[str | int]]:
    """One row a choice, with the scene's own cells in its first row; a row without a choice for a
    scene that has none.
    """
    rows: list[list[str | int]] = []
    for scene in scenario.scenes:
        cells: dict[str, str | int] = {
            key: cell(scene) for key, cell in columns.SCENE_CELLS.items()
        }
        for choice in scene.choices:
            cells |= {key: cell(choice) for key, cell in columns.CHOICE_CELLS.items()}
            rows.append(_order_cells(cells))
            cells = {"number": scene.key}
        if not scene.choices:
            rows.append(_order_cells(cells))
    return rows


def _order_cells(cells: dict[str, str | int]) -> list[str | int]:
    return [cells.get(column.key, "") for column in columns.COLUMNS]


def _write_facts(
    sheet: xlsxwriter.worksheet.Worksheet,
    scenario: Scenario,
    title: str,
    bold: object,
    wrap: object,
) -> None:
    """Write the facts of the whole scenario, a label and its value in each row."""
    day = "/".join(reversed(scenario.reviewed_on.split("-")))
    values = {"title": title, "reviewed_on": day}
    sheet.set_column(0, 0, 20)
    sheet.set_column(1, 1, 60)
    for number, (key, label) in enumerate(columns.SCENARIO_ROWS):
        sheet.write_string(number, 0, label, bold)
        value = values.get(key, getattr(scenario, key, ""))
        _write_row(sheet, number, ["", value], wrap)
