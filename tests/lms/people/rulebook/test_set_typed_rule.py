"""Setting a rule as people type it: what is read, who may, and that a refusal writes nothing."""

import datetime as dt

import pytest

from lms.core import clock
from lms.core.audit.models import Event
from lms.core.errors import BadInput, NotAllowed
from lms.people.rulebook.actions import RuleDraft, set_typed_rule
from lms.people.rulebook.models import Basis, Rule
from lms.people.rulebook.queries import rule_for

KEY = "attendance.min_share"


def draft(first=None, key=KEY) -> RuleDraft:
    first = first or clock.today()
    return RuleDraft(key, None, first, Basis.INTERNAL, "Quyết định 12/QĐ-SNV", reason="thử")


def count_rows() -> tuple[int, int]:
    return Rule.objects.count(), Event.objects.count()


def test_a_typed_value_is_read_set_and_recorded(cast):
    row = set_typed_rule(actor=cast.actor(cast.tu), draft=draft(), typed=" 75 ", unit=cast.province)
    assert row.value == 75
    assert rule_for(KEY, unit=cast.commune).value == 75
    event = Event.objects.filter(kind="rule.set").latest("pk")
    assert event.data["value"] == 75


def test_nothing_typed_for_no_minimum_sets_no_minimum(cast):
    row = set_typed_rule(actor=cast.actor(cast.tu), draft=draft(), typed=None, unit=cast.province)
    assert row.value is None


@pytest.mark.parametrize("typed", ["", "  ", "một trăm", "101"])
def test_a_text_that_is_no_value_is_refused_and_writes_nothing(cast, typed):
    before = count_rows()
    with pytest.raises(BadInput) as refusal:
        set_typed_rule(actor=cast.actor(cast.tu), draft=draft(), typed=typed, unit=cast.province)
    assert refusal.value.field == "value"
    assert count_rows() == before


def test_a_refusal_of_another_field_writes_nothing(cast):
    before = count_rows()
    long_ago = draft(dt.date(1800, 1, 1))
    with pytest.raises(BadInput) as refusal:
        set_typed_rule(actor=cast.actor(cast.tu), draft=long_ago, typed="75", unit=cast.province)
    assert refusal.value.field == "valid_from"
    with pytest.raises(BadInput):
        unknown = draft(key="no.such")
        set_typed_rule(actor=cast.actor(cast.tu), draft=unknown, typed="75", unit=cast.province)
    assert count_rows() == before


@pytest.mark.parametrize("who", ["hoa", "pao", "lan", "stranger"])
def test_others_are_refused_before_anything_is_read(cast, who):
    before = count_rows()
    with pytest.raises(NotAllowed):
        set_typed_rule(
            actor=cast.actor(getattr(cast, who)), draft=draft(), typed="", unit=cast.province
        )
    assert count_rows() == before
