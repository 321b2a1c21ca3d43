"""A thousand rows of a list as it really comes: exactly the rows that are wrong are refused,
each by its cell.
"""

import pytest

from lms.people.workbooks.reading import PersonRow, RefusedRow, guess_workbook, read_rows
from tests.factories.messy_kinds import BAD, HARMLESS
from tests.factories.messy_workbook import AROUND, CONTRADICTION, SHEET, messy_workbook
from tests.lms.people.workbooks.reading.workbook_files import open_bytes


@pytest.fixture(scope="module")
def messy():
    data, expected = messy_workbook()
    workbook = open_bytes(data)
    return list(read_rows(workbook, guess_workbook(workbook), expected.as_of)), expected


def test_there_are_thirty_kinds_of_mess_and_each_comes_five_times():
    _data, expected = messy_workbook()
    kinds = {kind: rows for kind, rows in expected.kinds.items() if kind not in AROUND}
    assert len(kinds) >= 30
    assert {*HARMLESS, *BAD} <= set(kinds)
    assert min(map(len, expected.kinds.values())) >= 5
    assert expected.rows == 1000


def test_exactly_the_rows_that_are_wrong_are_refused(messy):
    rows, expected = messy
    refused = [(row.number, row.cell) for row in rows if isinstance(row, RefusedRow)]
    assert refused == expected.refused_by_reading
    assert len(rows) == expected.rows
    assert {row.sheet for row in rows} == {SHEET}


def test_all_others_are_read_as_they_were_meant(messy):
    rows, expected = messy
    contradicting = set(expected.kinds[CONTRADICTION])
    elsewhere = {number for number, _cell in expected.refused_by_register}
    seen = set()
    for row in rows:
        if isinstance(row, RefusedRow) or row.number in elsewhere | contradicting:
            continue
        person = expected.people[row.code]
        seen.add(row.code)
        assert (row.full_name, row.birth_date, row.sex) == (
            person.full_name,
            person.birth_date,
            person.sex,
        ), row
        assert (row.id_number, row.ethnicity) == (person.id_number, person.ethnicity), row
        assert row.unit.casefold() == person.unit.casefold(), row
        assert (row.title, row.group, row.rank) == (person.title, person.group, person.rank), row
        assert (bool(row.is_party_member), bool(row.is_key), row.post_from) == (
            person.is_party_member,
            person.is_key,
            person.post_from,
        ), row
        assert {key: level.level for key, level in row.levels.items()} == person.levels, row
        assert {rating.period: rating.value for rating in row.ratings} == person.ratings, row
        if "professional" in row.levels:
            assert row.levels["professional"].field == person.study, row
    assert seen == set(expected.people)


def test_the_same_seed_makes_the_same_and_another_one_another():
    def shown(seed):
        data, expected = messy_workbook(
            seed, rows=400, units=("Xã A", "Xã B", "Xã C", "Xã D", "Xã E")
        )
        workbook = open_bytes(data)
        rows = list(read_rows(workbook, guess_workbook(workbook), expected.as_of))
        assert [
            (row.number, row.cell) for row in rows if isinstance(row, RefusedRow)
        ] == expected.refused_by_reading
        return [row for row in rows if isinstance(row, PersonRow)], expected.people

    assert shown(1) == shown(1)
    assert shown(1) != shown(2)
