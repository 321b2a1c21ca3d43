"""Small workbooks as units send them, and what the people's tables hold."""

import datetime as dt
import hashlib
import io
import json

import openpyxl

from lms.core import clock
from lms.people.workbooks import actions
from lms.people.workbooks.journal import TABLES, columns_of, manager_of
from tests.factories.people import SYSTEM

DAY = dt.date(2026, 6, 30)
HEADERS = (
    "STT",
    "Mã cán bộ",
    "Họ và tên",
    "Ngày sinh",
    "Giới tính",
    "Đơn vị",
    "Chức vụ",
    "Trình độ chuyên môn",
    "Lý luận chính trị",
    "Dân tộc",
    "Số CCCD",
    "Ngạch",
)


def build_xlsx(*rows, headers=HEADERS, sheet="Danh sách"):
    """A sheet with `headers` in its first row; a row is a dict by header."""
    workbook = openpyxl.Workbook()
    worksheet = workbook.active
    worksheet.title = sheet
    worksheet.append(list(headers))
    for number, row in enumerate(rows, start=1):
        worksheet.append([number if name == "STT" else row.get(name) for name in headers])
    buffer = io.BytesIO()
    workbook.save(buffer)
    return buffer.getvalue()


def person_row(
    name="Vừ A Sình", born="04/03/1988", sex="Nam", title="Văn phòng – Thống kê", **more
):
    """One row for `build_xlsx`; `more` by header."""
    return {"Họ và tên": name, "Ngày sinh": born, "Giới tính": sex, "Chức vụ": title, **more}


def upload_and_try(unit, body, *, actor=SYSTEM, day=DAY, name="danh-sach.xlsx"):
    """The batch of a workbook that was uploaded and tried out."""
    batch = actions.upload_workbook(
        actor=actor, unit=unit, name=name, body=body, as_of=min(day, clock.today())
    )
    return actions.try_out(actor=actor, batch=batch)


def upload_and_apply(unit, body, **kwargs):
    """The batch of a workbook that was uploaded, tried out and written."""
    batch = upload_and_try(unit, body, **kwargs)
    return actions.apply_batch(actor=kwargs.get("actor", SYSTEM), batch=batch)


def hash_people_tables():
    """A hash over every row of every table that a workbook may write."""
    digest = hashlib.sha256()
    for model in TABLES:
        for row in manager_of(model).order_by("pk").iterator():
            digest.update(
                json.dumps([model.__name__, row.pk, columns_of(row)], sort_keys=True).encode()
            )
    return digest.hexdigest()
