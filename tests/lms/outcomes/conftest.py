"""Fixtures of the tests of outcomes."""

import pytest
from django.utils import translation


@pytest.fixture
def vietnamese():
    """Sentences as users read them."""
    with translation.override("vi"):
        yield
