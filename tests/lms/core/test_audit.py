"""The book: nothing is lost, nothing can be changed unseen."""

import pytest

from lms.core.audit.actions import record, seal
from lms.core.audit.models import Event
from lms.core.audit.queries import verify

pytestmark = pytest.mark.django_db


def test_a_changed_event_is_found(cast):
    for number in range(3):
        record("test.done", cast.actor(cast.hoa), cast.school, number=number)
    assert verify().unsealed == 3
    assert seal() == 3
    assert verify().is_sound
    Event.objects.filter(data__number=1).update(actor_name="Ai đó")
    assert verify().broken == ((2, "content"),)


def test_sealing_twice_adds_nothing(cast):
    record("test.done", cast.actor(cast.hoa), cast.school)
    assert (seal(), seal()) == (1, 0)
    assert verify().sealed == 1
