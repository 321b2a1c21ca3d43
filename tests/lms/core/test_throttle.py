"""A limit counts the uses of each key by itself and gives them back when they are forgotten."""

import pytest
from django.core.cache import cache

from lms.core.errors import NotFound
from lms.core.lookup import one_or_404
from lms.core.throttle import Throttle
from lms.people.accounts.models import User
from tests.factories import people


@pytest.fixture(autouse=True)
def _empty_cache():
    cache.clear()


def test_the_use_after_the_last_is_refused_and_other_keys_are_not_touched():
    throttle = Throttle("test", limit=2, seconds=60)
    assert [throttle.take("a") for _ in range(3)] == [True, True, False]
    assert throttle.is_spent("a")
    assert not throttle.is_spent("b")
    assert throttle.take("b")


def test_limits_of_different_names_do_not_share_their_uses():
    assert Throttle("one", 1, 60).take("a")
    assert Throttle("two", 1, 60).take("a")
    assert not Throttle("one", 1, 60).take("a")


def test_a_forgotten_key_begins_anew():
    throttle = Throttle("test", limit=1, seconds=60)
    assert throttle.take("a")
    throttle.forget("a")
    assert throttle.take("a")


def test_looking_at_a_limit_uses_nothing():
    throttle = Throttle("test", limit=1, seconds=60)
    assert not throttle.is_spent("a")
    assert throttle.take("a")


@pytest.mark.django_db
def test_a_row_that_is_not_there_is_not_found():
    user = people.user("Giàng A Páo")
    assert one_or_404(User.objects.all(), pk=user.pk) == user
    with pytest.raises(NotFound):
        one_or_404(User.objects.exclude(pk=user.pk), pk=user.pk)
