"""Setting and taking back rules: one value a day and scope, and nothing that was written ever
goes.
"""

import datetime as dt
import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from lms.core import clock
from lms.core.actor import Actor
from lms.core.audit.models import Event
from lms.core.errors import BadInput, NotAllowed, NotFound, RuleBroken
from lms.people.organisation.models import Role
from lms.people.rulebook.actions import RuleDraft, set_rule, withdraw_rule
from lms.people.rulebook.models import Basis, Rule
from lms.people.rulebook.periods import StatedSpan, settle_statements
from lms.people.rulebook.queries import rule_for, rules_for
from tests.factories import people

KEY = "attendance.min_share"
TODAY = dt.date(2026, 6, 1)
DAY = dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def _summer():
    with clock.at(dt.datetime(2026, 6, 1, 3, tzinfo=dt.UTC)):
        yield


def draft(value=70, first=TODAY, **fields) -> RuleDraft:
    fields = {"basis": Basis.INTERNAL, "source": "Nội quy 2026", **fields}
    return RuleDraft(fields.pop("key", KEY), value, first, **fields)


def test_a_new_value_holds_from_its_day_on_and_the_old_one_keeps_its_days(cast):
    tu = cast.actor(cast.tu)
    set_rule(actor=tu, unit=cast.province, draft=draft(70, TODAY))
    set_rule(actor=tu, unit=cast.province, draft=draft(75, TODAY + 30 * DAY))
    days = [TODAY - DAY, TODAY, TODAY + 29 * DAY, TODAY + 30 * DAY]
    assert [rule_for(KEY, unit=cast.commune, day=day).value for day in days] == [80, 70, 70, 75]
    assert rule_for(KEY, unit=cast.other_province, day=TODAY).value == 80
    rules = Rule.objects.filter(unit=cast.province).order_by("pk")
    assert [(row.value, row.replaced_at is None) for row in rules] == [
        (70, False),
        (75, True),
        (70, True),
    ]
    assert rules[2].origin == rules[0]
    assert (rules[2].valid_from, rules[2].valid_to) == (TODAY, TODAY + 29 * DAY)


def test_what_was_planned_for_later_stays(cast):
    tu = cast.actor(cast.tu)
    set_rule(
        actor=tu, unit=cast.province, draft=draft(75, TODAY + 30 * DAY, valid_to=TODAY + 39 * DAY)
    )
    set_rule(actor=tu, unit=cast.province, draft=draft(70, TODAY))
    days = [TODAY, TODAY + 30 * DAY, TODAY + 39 * DAY, TODAY + 40 * DAY]
    assert [rule_for(KEY, unit=cast.commune, day=day).value for day in days] == [70, 75, 75, 70]


def test_a_period_with_an_end_is_not_cut_in_silence(cast):
    tu = cast.actor(cast.tu)
    set_rule(actor=tu, unit=cast.province, draft=draft(75, TODAY + 30 * DAY))
    with pytest.raises(BadInput, match="01/07/2026") as refused:
        set_rule(actor=tu, unit=cast.province, draft=draft(70, TODAY, valid_to=TODAY + 30 * DAY))
    assert refused.value.field == "valid_to"
    set_rule(actor=tu, unit=cast.province, draft=draft(70, TODAY, valid_to=TODAY + 29 * DAY))
    assert rule_for(KEY, unit=cast.province, day=TODAY + 29 * DAY).value == 70


def test_no_minimum_is_an_answer_where_the_rule_allows_it(cast):
    tu = cast.actor(cast.tu)
    set_rule(actor=tu, unit=cast.school, draft=draft(None))
    applied = rule_for(KEY, unit=cast.school)
    assert applied.value is None
    assert applied.source == "Nội quy 2026"
    with pytest.raises(BadInput) as refused:
        set_rule(actor=tu, unit=cast.school, draft=draft(None, key="insight.least_answers"))
    assert refused.value.field == "value"


@pytest.mark.parametrize(
    ("field", "fields"),
    [
        ("value", {"value": 101}),
        ("value", {"value": "80"}),
        ("value", {"value": True}),
        ("source", {"source": "  "}),
        ("source", {"source": "x" * 301}),
        ("key", {"key": "no.such_rule"}),
        ("group", {"group": "civil_servant"}),
        ("level", {"level": "commune"}),
        ("valid_to", {"valid_to": TODAY - DAY}),
        ("valid_to", {"valid_to": dt.date(9999, 12, 31)}),
        ("valid_from", {"first": dt.date(1, 1, 1), "reason": "thử"}),
        ("reason", {"first": TODAY - DAY}),
        ("basis", {"basis": "hearsay"}),
        ("unit", {"key": "workbooks.max_rows", "value": 500}),
    ],
)
def test_what_cannot_be_set_names_its_field_and_writes_nothing(cast, field, fields):
    before = (Rule.objects.count(), Event.objects.count())
    with pytest.raises(BadInput) as refused:
        set_rule(actor=cast.actor(cast.tu), unit=cast.province, draft=draft(**fields))
    assert refused.value.field == field
    assert (Rule.objects.count(), Event.objects.count()) == before


def test_the_past_is_changed_with_a_reason_and_the_log_keeps_it(cast):
    actor, first = cast.actor(cast.tu), TODAY - 100 * DAY
    changed_rule = set_rule(
        actor=actor, unit=cast.province, draft=draft(60, first, reason="Ghi nhầm khi nhập")
    )
    event = Event.objects.get(kind="rule.set", subject_id=str(changed_rule.pk))
    assert (event.actor_id, event.data["reason"]) == (cast.tu.pk, "Ghi nhầm khi nhập")
    assert (event.data["unit"], event.data["value"]) == ("DIENBIEN", 60)
    assert rule_for(KEY, unit=cast.commune, day=first).value == 60
    assert rule_for(KEY, unit=cast.commune, day=first - DAY).value == 80


def test_a_planned_value_is_taken_back_and_what_was_there_goes_on(cast):
    tu = cast.actor(cast.tu)
    set_rule(actor=tu, unit=cast.province, draft=draft(70))
    planned = set_rule(actor=tu, unit=cast.province, draft=draft(75, TODAY + DAY))
    with pytest.raises(BadInput) as refused:
        withdraw_rule(actor=tu, rule=planned, reason=" ")
    assert refused.value.field == "reason"
    withdraw_rule(actor=tu, rule=planned, reason="Chưa ban hành")
    assert rule_for(KEY, unit=cast.province, day=TODAY + 400 * DAY).value == 70
    planned.refresh_from_db()
    assert planned.withdrawn_reason == "Chưa ban hành"
    assert planned.replaced_by == cast.tu
    with pytest.raises(NotFound):
        withdraw_rule(actor=tu, rule=planned, reason="Lần nữa")
    assert Event.objects.filter(kind="rule.withdrawn").count() == 1


def test_what_began_is_not_taken_back(cast):
    tu = cast.actor(cast.tu)
    begun = set_rule(actor=tu, unit=cast.province, draft=draft(70))
    with pytest.raises(RuleBroken, match="01/06/2026"):
        withdraw_rule(actor=tu, rule=begun, reason="Nhầm")
    assert rule_for(KEY, unit=cast.province).value == 70


@pytest.mark.parametrize(
    "who", ["lan", "minh", "hoa", "son", "pao", "editor", "stranger", "other_hoa"]
)
def test_only_the_authority_above_sets(cast, who):
    actor = cast.actor(getattr(cast, who))
    planned = set_rule(actor=cast.actor(cast.tu), unit=cast.commune, draft=draft(70, TODAY + DAY))
    before = (Rule.objects.count(), Event.objects.count())
    for unit in (cast.commune, cast.school, None):
        with pytest.raises(NotAllowed):
            set_rule(actor=actor, unit=unit, draft=draft())
    with pytest.raises(NotAllowed):
        withdraw_rule(actor=actor, rule=planned, reason="Thử")
    assert (Rule.objects.count(), Event.objects.count()) == before


def test_the_authority_sets_neither_for_everybody_nor_for_a_neighbour(cast):
    tu = cast.actor(cast.tu)
    for unit in (None, cast.other_province, cast.other_school):
        with pytest.raises(NotAllowed):
            set_rule(actor=tu, unit=unit, draft=draft())
    people.role(cast.stranger, cast.other_province, Role.AUTHORITY, valid_to=TODAY - DAY)
    with pytest.raises(NotAllowed):
        set_rule(actor=cast.actor(cast.stranger), unit=cast.other_province, draft=draft())


def test_the_calendar_belongs_to_its_year(cast):
    tu = cast.actor(cast.tu)
    with pytest.raises(BadInput, match="2028") as refused:
        set_rule(
            actor=tu,
            unit=cast.province,
            draft=draft(["2027-01-01"], dt.date(2028, 1, 1), key="calendar.holidays"),
        )
    assert refused.value.field == "value"
    holidays = set_rule(
        actor=tu,
        unit=cast.province,
        draft=draft(["2028-01-03"], dt.date(2028, 1, 1), key="calendar.holidays"),
    )
    assert holidays.valid_to == dt.date(2028, 12, 31)


_SPANS = st.lists(
    st.tuples(st.integers(0, 40), st.one_of(st.none(), st.integers(0, 15))), max_size=12
)


@given(_SPANS)
def test_spans_settle_without_overlap_and_join(spans):
    given_spans = [
        StatedSpan(
            TODAY + first * DAY, None if length is None else TODAY + (first + length) * DAY, number
        )
        for number, (first, length) in enumerate(spans)
    ]
    winners = settle_statements(given_spans)
    for previous, following in itertools.pairwise(winners):
        assert previous.last < following.first
        assert previous.stated != following.stated or previous.last + DAY < following.first
    for day in (TODAY + number * DAY for number in range(-1, 60)):
        best = [span for span in given_spans if span.holds(day)]
        stated = [span.stated for span in winners if span.holds(day)]
        wanted = max(best, key=lambda s: (s.first, s.stated), default=None)
        assert stated == ([wanted.stated] if wanted else [])


class AnySequence(TestCase):
    """After any sequence of setting and taking back, the rulebook says what a list read day by
    day says.
    """

    STEPS = st.lists(
        st.one_of(
            st.tuples(
                st.just("set"),
                st.integers(-20, 30),
                st.one_of(st.none(), st.integers(0, 12)),
                st.sampled_from([("", ""), ("civil_servant", ""), ("", "commune")]),
            ),
            st.tuples(st.just("withdraw"), st.integers(0, 8)),
        ),
        max_size=9,
    )

    @settings(max_examples=60, deadline=None)
    @given(STEPS)
    def test_a_day_has_one_answer_and_it_is_the_models(self, steps):
        actor = Actor.system("tests")
        unit = people.unit("X1", parent=people.unit("X0"))
        model: list[dict] = []
        rows = 0
        for number, step in enumerate(steps):
            if step[0] == "set":
                self._set(actor, unit, model, number, *step[1:])
            elif model:
                self._withdraw(actor, model[step[1] % len(model)])
            assert Rule.objects.count() >= rows
            rows = Rule.objects.count()
        for offset in range(-22, 46):
            day = TODAY + offset * DAY
            for scope in {one["scope"] for one in model}:
                live = Rule.objects.filter(
                    replaced_at=None, group=scope[0], level=scope[1], valid_from__lte=day
                )
                values = [row.value for row in live if row.valid_to is None or row.valid_to >= day]
                assert values == _read(model, scope, day)
        self._ask(unit, model)

    def _set(self, actor, unit, model, number, first, length, scope):
        day = TODAY + first * DAY
        last = None if length is None else day + length * DAY
        inside = last and any(
            one["scope"] == scope and not one["back"] and day < one["first"] <= last
            for one in model
        )
        new = RuleDraft(
            "training.yearly_minimum",
            number,
            day,
            Basis.PRACTICE,
            "Thử",
            scope[0],
            scope[1],
            reason="thử",
            valid_to=last,
        )
        if inside:
            with pytest.raises(BadInput):
                set_rule(actor=actor, unit=unit, draft=new)
            return
        new_rule = set_rule(actor=actor, unit=unit, draft=new)
        model.append(
            {
                "row": new_rule,
                "scope": scope,
                "first": day,
                "last": last,
                "value": number,
                "back": False,
            }
        )

    def _withdraw(self, actor, withdrawn):
        if withdrawn["back"]:
            with pytest.raises(NotFound):
                withdraw_rule(actor=actor, rule=withdrawn["row"], reason="thử")
        elif withdrawn["first"] <= TODAY:
            with pytest.raises(RuleBroken):
                withdraw_rule(actor=actor, rule=withdrawn["row"], reason="thử")
        else:
            withdraw_rule(actor=actor, rule=withdrawn["row"], reason="thử")
            withdrawn["back"] = True

    def _ask(self, unit, model):
        for day in (TODAY - 5 * DAY, TODAY, TODAY + 9 * DAY):
            for group in ("", "civil_servant"):
                expected = [
                    *(_read(model, ("civil_servant", ""), day) if group else []),
                    *_read(model, ("", "commune"), day),
                    *_read(model, ("", ""), day),
                ]
                applied = rules_for("training.yearly_minimum", unit=unit, day=day, group=group)
                assert [one.value for one in applied.values()] == expected[:1]


def _read(model, scope, day):
    holding = [
        (one["first"], number, one["value"])
        for number, one in enumerate(model)
        if one["scope"] == scope
        and not one["back"]
        and one["first"] <= day
        and (one["last"] is None or day <= one["last"])
    ]
    return [max(holding)[2]] if holding else []
