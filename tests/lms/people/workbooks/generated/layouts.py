"""The grammar of lists: what may vary from one list to the next, and how often it does."""

import random
from collections.abc import Collection

# Dimension → choice → weight. Each list takes one choice of every dimension.
GRAMMAR: dict[str, dict[str, int]] = {
    "file": {
        "xlsx": 12,
        "xls": 2,
        "ods": 2,
        "csv in UTF-8": 1,
        "csv with a byte order mark": 1,
        "csv in UTF-16": 1,
        "csv in Windows-1258": 1,
    },
    "separator": {",": 1, ";": 2, "tab": 1},
    # whose list it is, and how the list says where each person works
    "upload": {"province": 3, "commune": 2, "commune, others in the list": 1},
    "units": {
        "the unit of the upload": 3,
        "column": 3,
        "column of codes": 1,
        "column merged over people": 1,
        "column with dittos": 1,
        "column written once": 1,
        "column with the commune behind": 1,
        "headings": 3,
        "headings of two levels": 1,
        "title of each sheet": 2,
        "name of each sheet": 1,
        "title of each table": 1,
        "title": 1,
        "letterhead": 1,
        "words above each block": 1,
    },
    "communes": {"of today": 9, "one merged since": 1},
    "groups": {"not said": 3, "column": 1, "headings": 2, "marks": 1},
    "outer headings": {"units": 3, "groups": 1},
    "headings": {
        "number and text in one cell": 2,
        "number and text in two cells": 2,
        "merged over the table": 1,
        "with the count behind": 1,
        "with the count beside": 1,
    },
    # people
    "blocks": {"1": 8, "2": 2, "3": 1},
    "names": {
        "one column": 5,
        "two columns": 2,
        "two columns below one header": 2,
    },
    "spelling": {
        "plain": 6,
        "capitals": 2,
        "decomposed letters": 1,
        "spaces": 1,
        "line breaks": 1,
        "forms of address": 2,
        "degrees before the name": 1,
        "office behind the name": 1,
    },
    "letters": {
        "Unicode": 14,
        "TCVN3 by font": 1,
        "TCVN3 without font": 1,
        "VNI by font": 1,
        "VNI without font": 1,
    },
    "old letters": {"in names": 2, "in all cells of people": 2, "in headers too": 1},
    "birth": {
        "date": 4,
        "text": 4,
        "text with dots": 1,
        "text with dashes": 1,
        "day, month, year": 2,
        "below Nam and Nữ": 2,
        "day and month, year": 1,
        "year below Nam and Nữ": 1,
        "year": 1,
    },
    "sex": {"word": 4, "two columns of marks": 2, "mark for women": 2},
    # what else the list says
    "code": {"none": 3, "text": 3, "number with zeros by its format": 1},
    "id number": {"none": 3, "text": 3, "text with spaces": 1, "number": 1},
    "ethnicity": {"none": 2, "word": 3},
    "party": {"none": 3, "mark": 2, "mark beside the probationary day": 1},
    "title": {"none": 1, "column": 4, "column behind the allowance of the post": 1},
    "position": {"none": 4, "column": 1},
    "rank": {"none": 3, "word": 2, "code": 1, "statutory": 1},
    "post from": {"none": 8, "date": 2, "day, month, year": 1},
    "key officials": {"none": 5, "mark": 1},
    "levels": {
        "none": 3,
        "words": 3,
        "words below one header": 3,
        "marks": 2,
        "words with details": 1,
    },
    "ratings": {"none": 4, "word": 1, "words below one header": 1, "marks": 1},
    "unknown columns": {"0": 4, "1": 3, "2": 2, "4": 1},
    "remarks": {"none": 3, "harmless": 3, "some have left": 2},
    "order": {"usual": 3, "shuffled": 1},
    # how it looks
    "header": {"merged": 4, "not merged": 2, "each level two rows high": 1},
    "words above": {"none": 4, "one over several columns": 2, "one over the whole table": 1},
    "header words": {"as usual": 5, "capitals": 1, "line breaks": 2, "explained in brackets": 1},
    "column numbers": {"none": 4, "(1) (2)": 1, "1 2": 1, "A B 1 2": 1},
    "letterhead": {"none": 3, "two corners": 3, "two lines in a cell": 1},
    "title lines": {"none": 2, "one": 2, "three": 2},
    "running number": {"number": 5, "text": 1, "formula": 1, "none": 1},
    "gaps": {"none": 4, "empty rows": 1, "header on each page": 1, "totals": 2},
    "foot": {"none": 2, "signatures": 3, "total and signatures": 2, "notes": 1},
    "hidden": {"nothing": 6, "rows": 1, "columns": 1, "filter": 1},
    "other sheets": {"none": 6, "instructions": 1, "hidden list": 1, "statistics": 1},
    "a formula": {"none": 9, "in a name": 1},
    "a wrong cell": {"none": 4, "birth": 1, "unit": 1, "sex": 1},
}

Layout = dict[str, str]

# The unit is written for the first of its people; the cells of the others are …
UNIT_ONCE = {
    "column merged over people": "merged",
    "column with dittos": "dittos",
    "column written once": "empty",
}
_SEVERAL_SHEETS = {"title of each sheet", "name of each sheet"}
_BY_HEADINGS = {"headings", "headings of two levels"}
# What a kind of file cannot hold, or what is not written into it here.
_NOT_IN = {
    "csv": {
        "header": ("merged", "each level two rows high"),
        "headings": ("merged over the table",),
        "hidden": ("rows", "columns", "filter"),
        "units": ("column merged over people", *_SEVERAL_SHEETS),
        "letters": ("TCVN3 by font", "VNI by font"),
        "other sheets": ("instructions", "hidden list", "statistics"),
        "names": ("two columns below one header",),
        "running number": ("formula",),
        "a formula": ("in a name",),
        "code": ("number with zeros by its format",),
    },
    "xls": {"running number": ("formula",), "a formula": ("in a name",)},
    "ods": {"code": ("number with zeros by its format",)},
    "xlsx": {},
}


def draw_layout(rng: random.Random) -> Layout:
    """One choice of every dimension that go together."""
    file = _draw_choice(rng, GRAMMAR["file"])
    excluded = _NOT_IN[file.partition(" ")[0]]
    while True:
        layout = {
            dimension: _draw_choice(rng, choices, excluded.get(dimension, ()))
            for dimension, choices in GRAMMAR.items()
        }
        layout["file"] = file
        if not any(rule(layout) for rule in _CONTRADICTIONS):
            return layout


def _draw_choice(
    rng: random.Random, choices: dict[str, int], excluded: Collection[str] = ()
) -> str:
    allowed = [choice for choice in choices if choice not in excluded]
    return rng.choices(allowed, [choices[choice] for choice in allowed])[0]


def is_csv(layout: Layout) -> bool:
    return layout["file"].startswith("csv")


def has_several_sheets(layout: Layout) -> bool:
    return layout["units"] in _SEVERAL_SHEETS


def _loses_letters(layout: Layout) -> bool:
    """Whether the encoding of the file has no room for the letters of the list."""
    return layout["file"] == "csv in Windows-1258" and layout["letters"] != "Unicode"


def _has_headings_beside_blocks(layout: Layout) -> bool:
    """Whether headings would stand in a list of several people a row, where nobody could say whom
    they are about.
    """
    by_headings = layout["units"] in _BY_HEADINGS or layout["groups"] == "headings"
    return layout["blocks"] != "1" and by_headings


def _groups_units_beside_blocks(layout: Layout) -> bool:
    """Whether a cell of a unit would stand for people below who are not of this unit."""
    return layout["blocks"] != "1" and layout["units"] in UNIT_ONCE


def _goes_on_below_page_header(layout: Layout) -> bool:
    """Whether a merged cell would reach over a header."""
    return layout["gaps"] == "header on each page" and layout["units"] in UNIT_ONCE


def _names_no_former_commune(layout: Layout) -> bool:
    """Whether the list of a former commune would name no commune, or by code or departments."""
    return layout["communes"] != "of today" and (
        layout["upload"] == "commune"
        or layout["units"]
        in {
            "the unit of the upload",
            "column of codes",
            "column with the commune behind",
            "headings of two levels",
            "words above each block",
        }
    )


def _has_no_blocks_for_words(layout: Layout) -> bool:
    return layout["blocks"] == "1" and layout["units"] == "words above each block"


def _says_units_twice(layout: Layout) -> bool:
    """Whether the departments of a commune would be named without the commune."""
    return layout["units"] == "headings of two levels" and layout["upload"] != "province"


def _names_no_commune(layout: Layout) -> bool:
    """Whether others than the uploading commune would be in a list that names no unit."""
    return (
        layout["upload"] == "commune, others in the list"
        and layout["units"] == "the unit of the upload"
    )


def _has_two_kinds_of_letters(layout: Layout) -> bool:
    """Decomposed letters are Unicode; capitals with tones do not exist in the old fonts."""
    return layout["letters"] != "Unicode" and layout["spelling"] in {
        "decomposed letters",
        "capitals",
    }


def _says_no_sex(layout: Layout) -> bool:
    """ "x" below "Nữ" and a birth date below "Nữ" in one list: the columns look alike."""
    return layout["birth"].endswith("below Nam and Nữ") and layout["sex"] != "word"


def _has_no_room_for_letterhead(layout: Layout) -> bool:
    return layout["units"] == "letterhead" and layout["letterhead"] == "none"


def _has_no_room_for_title(layout: Layout) -> bool:
    return layout["units"] == "title" and layout["title lines"] == "none"


def _has_no_cell_for_unit(layout: Layout) -> bool:
    return layout["a wrong cell"] == "unit" and layout["units"] != "column"


def _hides_wrong_cell(layout: Layout) -> bool:
    return layout["a wrong cell"] == "birth" and layout["birth"] != "text"


def _has_no_word_for_sex(layout: Layout) -> bool:
    has_word = layout["sex"] == "word" and not layout["birth"].endswith("below Nam and Nữ")
    return layout["a wrong cell"] == "sex" and not has_word


_CONTRADICTIONS = (
    _loses_letters,
    _has_headings_beside_blocks,
    _groups_units_beside_blocks,
    _has_no_blocks_for_words,
    _names_no_former_commune,
    _goes_on_below_page_header,
    _says_units_twice,
    _names_no_commune,
    _has_two_kinds_of_letters,
    _says_no_sex,
    _has_no_room_for_letterhead,
    _has_no_room_for_title,
    _has_no_cell_for_unit,
    _hides_wrong_cell,
    _has_no_word_for_sex,
)
