"""The group of officials that the title of a list names: "NGƯỜI HĐ KHÔNG CHUYÊN TRÁCH"."""

from collections.abc import Sequence

from lms.people.workbooks.reading.lines.sections import read_heading
from lms.people.workbooks.reading.titles import TitleLine, lines_of_title
from lms.people.workbooks.reading.values.choices import group_in_title, group_of_heading


def group_of_titles(lines: Sequence[TitleLine]) -> str:
    """The group of the people below these lines: of a heading right above the table ("II. CÔNG
    CHỨC"), else of the title; "" where they name none, or several.
    """
    for line in reversed(lines):
        heading = read_heading([line.text])
        group = group_of_heading(heading[1]) if heading else None
        if group:
            return group
    groups = {group_in_title(line.text) for line in lines_of_title(lines)} - {""}
    return groups.pop() if len(groups) == 1 else ""


def group_of_sheet(name: str) -> str:
    """The group that the name of a sheet names, or ""."""
    return group_of_heading(name) or group_in_title(name)
