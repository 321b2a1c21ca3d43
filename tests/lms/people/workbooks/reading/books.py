"""Workbooks made for tests, opened again as an uploaded one would be."""

import datetime as dt
import io

import openpyxl

from lms.people.workbooks.reading import Limits, guess, open_book

LIMITS = Limits()


def at(day):
    """A day as Excel's cells hold it."""
    return dt.datetime.combine(dt.date.fromisoformat(day), dt.time())


def packed(workbook):
    """The bytes of a workbook of openpyxl."""
    buffer = io.BytesIO()
    workbook.save(buffer)
    return buffer.getvalue()


def table(rows, merges=(), name="DS"):
    """An .xlsx of one sheet."""
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    sheet.title = name
    for row in rows:
        sheet.append(list(row))
    for ref in merges:
        sheet.merge_cells(ref)
    return packed(workbook)


def opened(data, name="danh sach.xlsx", limits=LIMITS):
    """The workbook in these bytes, opened as an uploaded one."""
    return open_book(io.BytesIO(data), name, limits)


def guessed(rows, merges=(), name="DS"):
    """How a sheet of these rows is guessed to be read."""
    return guess(opened(table(rows, merges, name)).sheets[0])
