"""A class whose second meeting is today."""

import pytest

from tests.factories import teaching


@pytest.fixture
def group(cast):
    return teaching.running_class(cast)


@pytest.fixture
def meeting(group):
    return group.meetings.get(number=2)
