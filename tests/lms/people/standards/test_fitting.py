"""Which standards a post has to meet."""

import dataclasses
import datetime as dt

import pytest

from lms.people.standards.fitting import PostPlace, does_fit, required_standards
from lms.people.standards.models import Standard

DAY = dt.date(2020, 1, 1)
PLACE = PostPlace(
    trail=(3, 41),
    level="commune",
    group="civil_servant",
    title_fold="cong chuc tu phap – ho tich",
    is_key=False,
    ranks=frozenset({"expert"}),
)


def row(**fields) -> Standard:
    fields = {"dimension": "professional", "least": "intermediate", "valid_from": DAY, **fields}
    return Standard(**fields)


@pytest.mark.parametrize(
    ("column", "fitting", "other"),
    [
        ("unit_id", 3, 5),
        ("unit_id", 41, 4),
        ("group", "civil_servant", "elected_official"),
        ("unit_level", "commune", "province"),
        ("title_fold", "cong chuc tu phap", "tu phap"),
        ("rank", "expert", "principal"),
        ("keys_only", False, True),
    ],
)
def test_every_column_that_is_filled_in_must_fit(column, fitting, other):
    assert does_fit(row(**{column: fitting}), PLACE)
    assert not does_fit(row(**{column: other}), PLACE)


def test_an_empty_standard_fits_every_post():
    assert does_fit(row(), PLACE)
    assert does_fit(row(), dataclasses.replace(PLACE, level="", ranks=frozenset()))


def test_the_narrowest_standard_of_a_post_holds_even_where_it_asks_less():
    everywhere = row(least="university", group="civil_servant")
    own_unit = row(least="elementary", unit_id=3)
    nearer = row(least="college", unit_id=41)
    assert required_standards([everywhere, own_unit], [PLACE]) == {"professional": own_unit}
    assert required_standards([nearer, own_unit, everywhere], [PLACE]) == {"professional": nearer}


def test_over_several_posts_the_highest_holds():
    secretary = dataclasses.replace(PLACE, title_fold="bi thu dang uy", is_key=True)
    low, high = row(title_fold="cong chuc"), row(least="university", keys_only=True)
    assert required_standards([low, high], [secretary, PLACE]) == {"professional": high}
    assert required_standards([low, high], [PLACE]) == {"professional": low}


def test_dimensions_stand_apart():
    school = row(dimension="general_education", least="upper_secondary")
    assert set(required_standards([school, row()], [PLACE])) == {
        "general_education",
        "professional",
    }
    assert required_standards([school], []) == {}
