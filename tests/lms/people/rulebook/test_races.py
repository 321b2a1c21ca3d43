"""Two who set the same rule at the same moment."""

import datetime as dt
import itertools
import threading

import pytest
from django.db import IntegrityError, connection, transaction

from lms.core import clock
from lms.people.rulebook.actions import RuleDraft, set_rule
from lms.people.rulebook.models import Basis, Rule

KEY = "attendance.min_share"
WRITERS = 6
DAY = dt.timedelta(days=1)


@pytest.mark.parametrize("apart", [0, 3], ids=["the same day", "other days"])
def test_after_many_at_once_one_value_holds_on_each_day(committed, apart):
    today, number, gate = clock.today(), itertools.count(), threading.Barrier(WRITERS)
    lost: list[Exception] = []

    def write() -> None:
        mine = next(number)
        try:
            gate.wait(30)
            draft = RuleDraft(KEY, 50 + mine, today + apart * mine * DAY, Basis.INTERNAL, "Nội quy")
            set_rule(actor=committed.actor(committed.tu), unit=committed.province, draft=draft)
        except Exception as error:
            lost.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=write) for _ in range(WRITERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert not lost
    assert Rule.objects.filter(unit=committed.province, origin=None).count() == WRITERS
    live = list(
        Rule.objects.filter(unit=committed.province, replaced_at=None).order_by("valid_from")
    )
    assert len(live) == (WRITERS if apart else 1)
    for thread, other in itertools.pairwise(live):
        assert thread.valid_to == other.valid_from - DAY
    assert live[-1].valid_to is None


@pytest.mark.parametrize("place", ["everywhere", "a unit"])
def test_the_database_itself_keeps_two_values_from_beginning_on_one_day(cast, place):
    fields = {
        "key": "work.periods_per_day",
        "title": "Số tiết",
        "basis": Basis.LAW,
        "source": "TT",
        "valid_from": dt.date(2026, 1, 1),
        "unit": None if place == "everywhere" else cast.commune,
    }
    Rule.objects.create(value=8, **fields)
    with pytest.raises(IntegrityError), transaction.atomic():
        Rule.objects.create(value=7, **fields)
    Rule.objects.create(value=6, replaced_at=clock.now(), **fields)
