"""Workbooks made for tests, opened again as an uploaded one would be."""

import datetime as dt
import io

import openpyxl

from lms.people.workbooks.reading import WorkbookLimits, guess_sheet, open_workbook

LIMITS = WorkbookLimits()


def excel_day(day):
    """A day as Excel's cells hold it."""
    return dt.datetime.combine(dt.date.fromisoformat(day), dt.time())


def save_workbook(workbook):
    """The bytes of a workbook of openpyxl."""
    buffer = io.BytesIO()
    workbook.save(buffer)
    return buffer.getvalue()


def build_table(rows, merges=(), name="DS"):
    """An .xlsx of one sheet."""
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    sheet.title = name
    for row in rows:
        sheet.append(list(row))
    for ref in merges:
        sheet.merge_cells(ref)
    return save_workbook(workbook)


def open_bytes(data, name="danh sach.xlsx", limits=LIMITS):
    """The workbook in these bytes, opened as an uploaded one."""
    return open_workbook(io.BytesIO(data), name, limits)


def guess_table(rows, merges=(), name="DS"):
    """How a sheet of these rows is guessed to be read."""
    return guess_sheet(open_bytes(build_table(rows, merges, name)).sheets[0])
