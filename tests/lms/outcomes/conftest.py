"""What the tests of this storey share."""

import pytest
from django.utils import translation


@pytest.fixture
def vietnamese():
    """Sentences as users read them."""
    with translation.override("vi"):
        yield
