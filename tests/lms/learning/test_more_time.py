"""Who asks for more time in a timed scene is never late, whatever the clocks say."""

import pytest

from cms.content import Scenario
from cms.content.plain import from_plain
from lms.learning.progress.fold import is_late
from tests.factories.content import ALL_KINDS

TIMED = from_plain(Scenario, ALL_KINDS).scene("chuyen-gia")


@pytest.mark.parametrize(
    ("payload", "seconds", "late"),
    [
        ({}, 91.0, False),
        ({}, 93.0, True),
        ({"late": True}, 10.0, True),
        ({"more_time": True}, 900.0, False),
        ({"more_time": "yes"}, 900.0, True),
    ],
)
def test_more_time_is_asked_for_on_purpose(payload, seconds, late):
    assert is_late(TIMED, payload, seconds) is late
