"""The audit log: nothing is lost, nothing can be changed unseen; what follows an event really
follows.
"""

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from lms.core.audit.actions import extend_chain, record
from lms.core.audit.models import Chain, Delivery, Event, Seal
from lms.core.audit.queries import events_about, verify_chain
from lms.core.audit.states import DELIVERY, DeliveryState
from lms.project import event_words, reactions, sweep

pytestmark = pytest.mark.django_db

heard: list[str] = []


def listen(event: Event) -> None:
    heard.append(event.data["word"])


def fail(event: Event) -> None:
    raise OSError("the printer is on fire")


@pytest.fixture(autouse=True)
def _words_of_test_events(monkeypatch):
    for kind in ("test.done", "test.said"):
        monkeypatch.setitem(event_words.EVENT_WORDS, kind, "Đã thử")


@pytest.fixture
def react(monkeypatch):
    """Name a reaction for a kind, for one test."""
    heard.clear()
    return lambda kind, name: monkeypatch.setitem(
        reactions.REACTIONS, kind, (f"{__name__}.{name}",)
    )


def write(cast, count=1, kind="test.done", **data):
    return [record(kind, cast.actor(cast.hoa), cast.school, number=n, **data) for n in range(count)]


def test_a_changed_event_is_found(cast, capsys):
    write(cast, 3)
    assert verify_chain().unsealed == 3
    assert extend_chain() == 3
    call_command("verify_audit")
    assert "3 sealed" in capsys.readouterr().out
    Event.objects.filter(data__number=1).update(actor_name="Ai đó")
    with pytest.raises(CommandError, match=r"2 \(content\)"):
        call_command("verify_audit")


def test_a_removed_event_is_found(cast):
    write(cast, 3)
    extend_chain()
    Seal.objects.filter(number=2).delete()
    assert [why for _, why in verify_chain().broken] == ["missing", "link"]


def test_a_cut_off_end_is_found(cast):
    write(cast, 3)
    extend_chain()
    Seal.objects.filter(number=3).delete()
    assert verify_chain().broken == ((3, "end"),)


def test_sealing_twice_adds_nothing(cast):
    write(cast)
    assert (extend_chain(), extend_chain()) == (1, 0)
    assert Chain.objects.get().number == 1


def test_the_event_keeps_names_that_are_gone(cast):
    write(cast)
    cast.school.name = "Tên khác"
    cast.school.save()
    assert events_about(cast.school).get().subject_name == "Trường Chính trị tỉnh Điện Biên"


def test_a_refused_action_leaves_no_event(cast):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        write(cast)
        raise ZeroDivisionError
    assert not Event.objects.exists()


def test_a_reaction_follows_its_event_once(cast, react):
    react("test.said", "listen")
    write(cast, kind="test.said", word="chào")
    sweep.drain()
    sweep.drain()
    assert heard == ["chào"]
    assert Delivery.objects.get().state == DeliveryState.DONE


def test_a_lost_ring_is_rung_again(cast, react, at):
    react("test.said", "listen")
    with at(2026, 11, 23, 8, 0):
        write(cast, kind="test.said", word="chào")
        assert len(sweep._take_deliveries()) == 1  # handed over, and the worker dies
        assert sweep._take_deliveries() == []
    with at(2026, 11, 23, 8, 2):
        sweep.drain()
    assert heard == ["chào"]


def test_a_failing_reaction_is_kept_and_tried_later(cast, react, at):
    react("test.said", "fail")
    with at(2026, 11, 23, 8, 0):
        write(cast, kind="test.said")
        sweep.drain()
        delivery = Delivery.objects.get()
        assert (delivery.state, delivery.attempts) == (DeliveryState.PENDING, 1)
        assert "on fire" in delivery.error
    with at(2026, 11, 25, 8, 0):
        for _ in range(20):
            Delivery.objects.update(due_at=delivery.event.at)
            sweep.drain()
    delivery.refresh_from_db()
    assert (delivery.state, delivery.attempts) == (DeliveryState.FAILED, sweep.ATTEMPTS)


def test_every_state_can_be_reached():
    assert DELIVERY.unreachable() == set()


def test_an_event_of_a_kind_without_words_is_refused(cast):
    with pytest.raises(LookupError, match=r"test\.unheard"):
        write(cast, kind="test.unheard")
    assert not Event.objects.filter(kind="test.unheard").exists()


def test_an_event_of_a_kind_that_is_gone_is_called_by_its_key(cast, monkeypatch):
    [event] = write(cast)
    assert event.words == "Đã thử"
    monkeypatch.delitem(event_words.EVENT_WORDS, "test.done")
    assert event.words == "test.done"
