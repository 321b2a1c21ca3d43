"""Gaps: what is asked, held and decided, as of a day; a level that would do is never counted as
met.
"""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lms.core.audit.models import Event
from lms.core.errors import BadInput, NotAllowed
from lms.people.personnel.models import Dimension, Group, Post, QualificationLevel, RankHeld
from lms.people.standards.actions import DecisionDraft, decide_standards
from lms.people.standards.models import StandardDecision
from lms.people.standards.queries import GapState, gaps_of, unit_gaps
from tests.factories import people, standards

DAY = dt.date(2026, 11, 21)
Basis = StandardDecision.Basis


def only(gaps):
    assert len(gaps) == 1
    return gaps[0]


def test_a_level_that_would_do_is_a_suggestion_and_not_met(cast):
    standards.standard(least=QualificationLevel.INTERMEDIATE)
    level = standards.level(cast.lan_official, QualificationLevel.UNIVERSITY)
    gap = only(gaps_of(cast.lan_official, DAY))
    assert (gap.state, gap.is_met, gap.level_suffices) == (GapState.NOT_REVIEWED, False, True)
    assert gap.held == level
    standards.decision(cast.lan_official, Basis.LEVEL)
    gap = only(gaps_of(cast.lan_official, DAY))
    assert (gap.state, gap.is_met) == (GapState.LEVEL, True)


def test_a_declared_level_reaches_nothing(cast):
    standards.standard()
    standards.level(cast.lan_official, QualificationLevel.UNIVERSITY, state="declared")
    gap = only(gaps_of(cast.lan_official, DAY))
    assert (gap.held, gap.level_suffices) == (None, False)


def test_every_state_by_the_newest_decision_of_the_day(cast):
    standards.standard()
    lan = cast.lan_official
    first = dt.date(2024, 1, 1)
    standards.decision(lan, Basis.NOT_MET, decided_on=first)
    standards.decision(
        lan, Basis.DEADLINE, decided_on=dt.date(2025, 1, 1), deadline=dt.date(2026, 11, 20)
    )
    standards.decision(lan, Basis.EXCEPTION, decided_on=dt.date(2027, 1, 1), decision="12/QĐ")
    states = [only(gaps_of(lan, day)).state for day in (first - dt.timedelta(days=1), first, DAY)]
    assert states == [GapState.NOT_REVIEWED, GapState.NOT_MET, GapState.DEADLINE]
    gap = only(gaps_of(lan, DAY))
    assert (gap.days_left, gap.is_overdue) == (-1, True)
    on_time = only(gaps_of(lan, dt.date(2026, 11, 20)))
    assert (on_time.days_left, on_time.is_overdue) == (0, False)
    assert only(gaps_of(lan, dt.date(2027, 1, 1))).is_met


def test_a_decision_older_than_the_standard_says_so(cast):
    standards.standard(valid_from=dt.date(2025, 7, 1))
    standards.decision(cast.lan_official, Basis.LEVEL, decided_on=dt.date(2024, 1, 1))
    gap = only(gaps_of(cast.lan_official, DAY))
    assert gap.is_met
    assert gap.is_outdated


def test_posts_ranks_and_units_of_the_day_count(cast):
    lan = cast.lan_official
    standards.standard(rank="principal")
    standards.standard(Dimension.THEORY, QualificationLevel.INTERMEDIATE, keys_only=True)
    assert gaps_of(lan, DAY) == []
    RankHeld.objects.create(official=lan, rank="principal", valid_from=dt.date(2026, 1, 1))
    Post.objects.create(
        official=lan,
        unit=cast.province,
        title="Phó",
        group=Group.CIVIL_SERVANT,
        is_key=True,
        is_main=False,
        valid_from=dt.date(2020, 1, 1),
        valid_to=dt.date(2025, 12, 31),
    )
    assert [g.dimension for g in gaps_of(lan, DAY)] == [Dimension.PROFESSIONAL]
    assert [g.dimension for g in gaps_of(lan, dt.date(2025, 12, 31))] == [Dimension.THEORY]


def test_a_unit_has_the_people_of_the_day_below_it_and_nobody_else(cast):
    standards.standard()
    people.official("Hoàng Văn Xa", cast.other_province)
    left = people.official("Lò Văn Cũ", cast.commune)
    left.posts.update(valid_to=dt.date(2025, 1, 1))
    people.official("Thào A Chu", cast.commune, merged_into=cast.lan_official)
    names = {gap.official.full_name for gap in unit_gaps(cast.province, DAY)}
    assert names == {"Lò Thị Lan"}
    assert {g.official for g in unit_gaps(cast.commune, dt.date(2025, 1, 1))} == {
        cast.lan_official,
        left,
    }
    assert {gap.unit.name for gap in unit_gaps(cast.province, DAY)} == {"Xã Na Son"}


def test_gaps_cost_the_same_for_one_and_for_many(cast):
    standards.standard()
    with CaptureQueriesContext(connection) as first:
        unit_gaps(cast.province, DAY)
    for number in range(4):
        official = people.official("Vàng A Dơ", people.unit(parent=cast.province))
        standards.level(official, QualificationLevel.MASTER)
        standards.decision(official, Basis.LEVEL, decided_on=dt.date(2020 + number, 1, 1))
    with CaptureQueriesContext(connection) as second:
        assert len(unit_gaps(cast.province, DAY)) == 5
    assert len(first) == len(second) == 9
    with CaptureQueriesContext(connection) as own:
        gaps_of(cast.lan_official, DAY)
    assert len(own) == 7


def draft(basis, **fields):
    fields.setdefault("decided_on", dt.date(2026, 11, 20))
    return DecisionDraft(Dimension.PROFESSIONAL, basis, **fields)


def test_by_level_is_refused_where_the_level_does_not_reach(cast):
    standards.standard()
    standards.level(cast.lan_official, QualificationLevel.COLLEGE)
    graduate = people.official("Mùa A Dơ", cast.commune)
    standards.level(graduate, QualificationLevel.UNIVERSITY)
    both = [(graduate, draft(Basis.LEVEL)), (cast.lan_official, draft(Basis.LEVEL))]
    with pytest.raises(BadInput, match="Lò Thị Lan"):
        decide_standards(actor=cast.actor(cast.pao), decisions=both)
    assert not StandardDecision.objects.exists()
    decide_standards(
        actor=cast.actor(cast.pao),
        decisions=[both[0], (cast.lan_official, draft(Basis.EXCEPTION, decision="12/QĐ-UBND"))],
    )
    assert StandardDecision.objects.filter(met=True).count() == 2


@pytest.mark.parametrize(
    ("decision", "where"),
    [
        (draft(Basis.EXCEPTION), "decision"),
        (draft(Basis.DEADLINE), "deadline"),
        (draft(Basis.NOT_MET, deadline=dt.date(2030, 1, 1)), "deadline"),
        (draft(Basis.NOT_MET, decided_on=dt.date(2999, 1, 1)), "decided_on"),
    ],
)
def test_a_decision_that_cannot_be_is_refused(cast, decision, where):
    with pytest.raises(BadInput) as refused:
        decide_standards(actor=cast.actor(cast.pao), decisions=[(cast.lan_official, decision)])
    assert refused.value.field == where
    assert not StandardDecision.objects.exists()


def test_nobody_decides_about_themselves_nor_about_strangers(cast):
    own = people.official("Hờ A Páo", cast.commune, cast.pao)
    far = people.official("Hứa Thị Xa", cast.other_province)
    for actor, official in (
        (cast.actor(cast.pao), own),
        (cast.actor(cast.pao), far),
        (cast.actor(cast.hoa), cast.lan_official),
        (cast.actor(cast.lan), cast.lan_official),
    ):
        with pytest.raises(NotAllowed):
            decide_standards(actor=actor, decisions=[(official, draft(Basis.NOT_MET))])
    assert not StandardDecision.objects.exists()
    assert not Event.objects.exists()
    decide_standards(actor=cast.actor(cast.tu), decisions=[(own, draft(Basis.NOT_MET))])
    assert StandardDecision.objects.get().official == own
