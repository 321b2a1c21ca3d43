"""The table of what a row may be warned of."""

import pytest

from lms.people.workbooks.warning_kinds import (
    RULES,
    Decision,
    WarningKind,
    decisions_for,
    must_decide,
)


def test_every_kind_of_warning_has_its_rule():
    assert set(RULES) == set(WarningKind)


@pytest.mark.parametrize("kind", WarningKind)
def test_every_kind_may_be_taken_and_left_out_and_has_words(kind):
    assert {Decision.PROPOSAL, Decision.LEAVE_OUT} <= RULES[kind].decisions
    assert kind.label


def test_a_row_may_be_decided_only_as_all_its_warnings_allow():
    kinds = [WarningKind.OLD_FONT, WarningKind.FORMER_UNIT]
    assert decisions_for(kinds) == [Decision.PROPOSAL, Decision.LEAVE_OUT]
    assert decisions_for(kinds[:1]) == list(Decision)


def test_a_hidden_row_asks_for_no_decision_unless_something_else_does():
    assert not must_decide([WarningKind.HIDDEN_ROW])
    assert must_decide([WarningKind.HIDDEN_ROW, WarningKind.HAS_LEFT])


def test_an_unknown_kind_fails_loudly():
    with pytest.raises(ValueError, match="no_such"):
        must_decide(["no_such"])
