"""One writer of Excel files: none is written beside it, and each says where it comes from."""

import ast

from tests.architecture.source import ROOT

WRITER = "lms/core/spreadsheets.py"
# A scenario as an exchange format: it is the content itself, read back, the same for the same
# content. Who wrote it and when it was reviewed stands in its sheet of facts.
WITHOUT_SOURCE = {"cms/scenarios/exchange/excel/writer.py"}


def modules():
    """(path, tree) of every module of the product."""
    for package in ("lms", "cms"):
        for path in sorted((ROOT / package).rglob("*.py")):
            yield path.relative_to(ROOT).as_posix(), ast.parse(path.read_text(encoding="utf-8"))


def imported_modules(module):
    for node in ast.walk(module):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""


def test_only_the_one_writer_imports_the_library():
    importers = {
        path
        for path, module in modules()
        if any(name.split(".")[0] == "xlsxwriter" for name in imported_modules(module))
    }
    assert importers == {WRITER}


def test_no_other_library_writes_workbooks():
    """openpyxl is for reading: nothing in the product makes or saves a workbook with it."""
    for path, module in modules():
        if any(name.split(".")[0] == "openpyxl" for name in imported_modules(module)):
            called = {
                node.func.attr
                for node in ast.walk(module)
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
            }
            assert "Workbook" not in called, path


def test_every_export_says_where_its_figures_come_from():
    exports = {}
    for path, module in modules():
        for node in ast.walk(module):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "render_workbook":
                exports[path] = ast.unparse(node.args[1])
    assert len(exports) > 5
    assert {path for path, source in exports.items() if source == "None"} == WITHOUT_SOURCE
