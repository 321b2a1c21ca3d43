"""Workbooks made for tests, opened again as an uploaded one would be."""

import datetime as dt
import io

import openpyxl

from lms.people.workbooks.reading import Limits, guess, open_book

LIMITS = Limits()


def at(day):
    """A day as Excel's cells hold it."""
    return dt.datetime.combine(dt.date.fromisoformat(day), dt.time())


def packed(book):
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def table(rows, merges=(), name="DS"):
    """An .xlsx of one sheet."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = name
    for row in rows:
        sheet.append(list(row))
    for ref in merges:
        sheet.merge_cells(ref)
    return packed(book)


def opened(data, name="danh sach.xlsx", limits=LIMITS):
    return open_book(io.BytesIO(data), name, limits)


def guessed(rows, merges=(), name="DS"):
    return guess(opened(table(rows, merges, name)).sheets[0])
