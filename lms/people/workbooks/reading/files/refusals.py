"""The messages with which a whole workbook is refused: what is wrong and what to do next."""

from django.utils.translation import gettext as _


def empty_message() -> str:
    return _("The file is empty. Choose the file again.")


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
        "This is an old Excel file (.xls). Open it in Excel, choose “Save as”, type “Excel Workbook"
        " (.xlsx)”, and choose the new file."
    )


def password_message() -> str:
    return _(
        "The workbook is protected by a password. Open it in Excel, take the password off (File,"
        " Info, Protect Workbook), save it and choose it again."
    )


def csv_message() -> str:
    return _(
        "This is a text file (.csv). Open it in Excel, check that the Vietnamese letters are right,"
        " save it as .xlsx and choose that file."
    )


def ods_message() -> str:
    return _(
        "This is a LibreOffice workbook (.ods). Open it, choose “Save as”, type “Excel 2007–365"
        " (.xlsx)”, and choose the new file."
    )


def binary_message() -> str:
    return _(
        "This is a binary Excel workbook (.xlsb). Open it in Excel, save it as .xlsx and choose"
        " that file."
    )


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
    return _("This is no Excel workbook. Choose a file that ends in .xlsx.")


def no_people_message() -> str:
    return _(
        "No sheet of this workbook has a column with names or staff codes. Write a header row with"
        " “Họ và tên” or “Mã cán bộ” above the table, or choose another file."
    )
