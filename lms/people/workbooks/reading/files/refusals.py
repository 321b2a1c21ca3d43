"""The messages with which a whole workbook is refused: what is wrong and what to do next."""

from django.utils.translation import gettext as _


def too_many_bytes_message(megabytes: int) -> str:
    return _(
        "The file is larger than %(size)d MB. Take pictures out of it, or split it into several"
        " workbooks."
    ) % {"size": megabytes}


def too_large_message(sheet: str) -> str:
    return _(
        "The workbook is far larger than a list of people (sheet “%(sheet)s”). Copy the table into"
        " a new workbook and choose that one."
    ) % {"sheet": sheet}


def too_many_rows_message(sheet: str, limit: int) -> str:
    return _(
        "The sheet “%(sheet)s” has more than %(limit)d filled rows. Split it into several"
        " workbooks."
    ) % {"sheet": sheet, "limit": limit}


def too_many_columns_message(sheet: str, limit: int) -> str:
    return _(
        "The sheet “%(sheet)s” has filled cells beyond column %(limit)d. Delete the columns that"
        " are not needed, save and choose the file again."
    ) % {"sheet": sheet, "limit": limit}


def old_excel_message() -> str:
    return _(
        "This file is from Excel 95 or before. Open it in Excel, choose “Save as”, type “Excel"
        " Workbook (.xlsx)”, and choose the new file."
    )


def password_message() -> str:
    return _(
        "The workbook is protected by a password. Open it in Excel, take the password off (File,"
        " Info, Protect Workbook), save it and choose it again."
    )


def text_encoding_message() -> str:
    return _(
        "The letters of this text file cannot be read. Open the list in Excel, check that the"
        " Vietnamese letters are right, save it as “Excel Workbook (.xlsx)” or “CSV UTF-8”, and"
        " choose that file."
    )


def text_rows_message(line: int) -> str:
    return _(
        "Quotation marks do not match near line %(line)d of this text file. Open it in Excel, check"
        " the rows there, save it as .xlsx and choose that file."
    ) % {"line": line}


def word_message() -> str:
    return _(
        "This is a Word file. Copy its table into Excel, save it as .xlsx and choose that file."
    )


def web_page_message() -> str:
    return _(
        "This is a web page saved as an Excel file, as some programs export it. Open it in Excel,"
        " save it as .xlsx and choose that file."
    )


def other_file_message() -> str:
    return _(
        "This is no list that can be read. Choose an Excel workbook (.xlsx, .xls, .xlsb, .xlsm), a"
        " LibreOffice one (.ods) or a text file (.csv, .tsv, .txt)."
    )


def no_cells_message() -> str:
    return _(
        "This workbook has no sheet with cells, only charts or the like. Copy the list into a"
        " sheet, save it and choose the file again."
    )


def lone_header_message(sheet: str, cell: str, header: str) -> str:
    return _(
        "On the sheet “%(sheet)s” the header “%(header)s” (cell %(cell)s) stands alone: no other"
        " column beside it is known. Add at least one more, such as “Ngày sinh” or “Chức vụ”."
    ) % {"sheet": sheet, "cell": cell, "header": header[:60]}


def no_people_message() -> str:
    return _(
        "No sheet of this workbook has a column with names or staff codes. Write a header row with"
        " “Họ và tên” or “Mã cán bộ” above the table, or choose another file."
    )
