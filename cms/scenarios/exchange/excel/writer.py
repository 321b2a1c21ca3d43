"""Scenarios to Excel files that the reader takes back."""

import datetime as dt

from cms.content import Scenario, Variable
from cms.scenarios.exchange.excel import columns
from lms.core.spreadsheets import ExportSheet, render_workbook

_FIXED_DATE = dt.datetime(2026, 1, 1, tzinfo=dt.UTC).replace(tzinfo=None)


def write_xlsx(scenario: Scenario, title: str) -> bytes:
    """The Excel file: a sheet of scenes with one row a choice, one of facts, one of variables.

    Of whom and of which day it is stands in the sheet of facts; the same scenario makes the same
    file.
    """
    sheets = [
        _table(columns.SCENES_SHEET, columns.COLUMNS, _scene_rows(scenario)),
        ExportSheet(columns.SCENARIO_SHEET, "", (("", 20), ("", 60)), _facts(scenario, title)),
    ]
    if scenario.variables:
        rows = list(map(_variable_row, scenario.variables))
        sheets.append(_table(columns.VARIABLES_SHEET, columns.VARIABLE_COLUMNS, rows))
    return render_workbook(sheets, None, created=_FIXED_DATE)


def _table(
    name: str, sheet_columns: tuple[columns.ExcelColumn, ...], rows: list[list[str | int]]
) -> ExportSheet:
    """A sheet that begins with its heads, as the reader expects; two columns stay in view."""
    heads = [(column.title, column.width) for column in sheet_columns]
    return ExportSheet(name, "", heads, rows, frozen_columns=2)


def _variable_row(variable: Variable) -> list[str | int]:
    return [
        variable.key,
        variable.title,
        columns.KIND_WORDS[variable.kind],
        columns.value_text(variable.start),
        "\n".join(variable.options),
    ]


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


def _facts(scenario: Scenario, title: str) -> list[tuple[str, str | int]]:
    """The facts of the whole scenario, a label and its value in each row."""
    day = "/".join(reversed(scenario.reviewed_on.split("-")))
    values = {"title": title, "reviewed_on": day}
    return [
        (label, values.get(key, getattr(scenario, key, ""))) for key, label in columns.SCENARIO_ROWS
    ]
