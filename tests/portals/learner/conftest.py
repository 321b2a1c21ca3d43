import pytest
from django.test import Client

from tests.factories.people import Cast


@pytest.fixture
def lan(client: Client, cast: Cast) -> Client:
    """A browser in which cô Lan is signed in."""
    client.force_login(cast.lan)
    return client
