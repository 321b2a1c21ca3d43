"""How answers are held against the key: shares, marks, dates, texts; whatever JSON a browser
sends.
"""

import datetime as dt
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cms.content import (
    CounterPaper,
    FieldCheck,
    FormField,
    PaperLine,
    Scenario,
    Scene,
    StepItem,
    StepKind,
)
from cms.scenarios.fields import (
    MAX_DISTANCE,
    comparable_text,
    expected_day,
    first_broken_check,
    parse_day,
    reckon_day,
)
from cms.scenarios.steps import judge_answer, possible_marks, step_of

KEYS = ["a", "b", "c", "d"]
JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False)
    | st.text(max_size=5)
    | st.sampled_from(KEYS),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.text(max_size=5)
            | st.sampled_from(["picked", "order", "fields", "text", "best", "worst", *KEYS]),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)
SCENARIO = Scenario("bà Mẩy", "công chức", ())
EQUALS = (FieldCheck("required", "Chưa ghi"), FieldCheck("equals", "Sai", accept=("đúng",)))


def scene(step, items=(), fields=(), papers=()):
    return Scene(
        "s",
        "S",
        "Quầy",
        "counter",
        "Quầy",
        step=step,
        items=tuple(items),
        fields=tuple(fields),
        papers=tuple(papers),
    )


@st.composite
def draw_scene(draw):
    step = draw(st.sampled_from(StepKind))
    count = draw(st.integers(0, 4))
    items = [
        StepItem(
            KEYS[n],
            KEYS[n],
            right=draw(st.booleans()),
            panel=tuple(draw(st.lists(st.integers(1, 5), max_size=3))),
        )
        for n in range(count)
    ]
    fields = [
        FormField(KEYS[n], KEYS[n], checks=EQUALS if draw(st.booleans()) else ())
        for n in range(count)
    ]
    return scene(step, items, fields)


@settings(max_examples=400, deadline=None)
@given(draw_scene(), JSON)
def test_any_json_is_judged_within_0_and_100_by_a_mark_that_is_known(judged_scene, response):
    judged = judge_answer(SCENARIO, judged_scene, response)
    assert 0 <= judged.percent <= 100
    assert judged.percent in possible_marks(judged_scene)
    names = {item.key for item in judged_scene.items} | {field.key for field in judged_scene.fields}
    step = step_of(judged_scene)
    if not step.has_items and not step.has_fields:
        names = {field.name for field in step.answer_fields(judged_scene, ())}
    assert {finding.key for finding in judged.findings} <= names


@settings(max_examples=200, deadline=None)
@given(st.lists(st.booleans(), min_size=1, max_size=5).filter(any), st.data())
def test_only_exactly_the_right_items_have_full_marks(rights, data):
    items = [StepItem(str(n), str(n), right=right) for n, right in enumerate(rights)]
    picked = data.draw(st.sets(st.sampled_from([item.key for item in items])))
    judged = judge_answer(SCENARIO, scene(StepKind.SEVERAL, items), {"picked": sorted(picked)})
    assert (judged.percent == 100) == (picked == {item.key for item in items if item.right})
    assert all(f.is_right for f in judged.findings) == (judged.percent == 100)


@given(st.permutations(KEYS))
def test_only_the_right_order_has_full_marks_and_the_reverse_none(order):
    judged_scene = scene(StepKind.ORDER, [StepItem(key, key) for key in KEYS])
    percent = judge_answer(SCENARIO, judged_scene, {"order": order}).percent
    assert (percent == 100) == (order == KEYS)
    assert (percent == 0) == (order == KEYS[::-1])


@given(st.lists(st.sampled_from(["đúng", "ĐÚNG. ", "sai", ""]), min_size=4, max_size=4))
def test_each_field_of_a_form_weighs_the_same(values):
    judged_scene = scene(StepKind.FORM, fields=[FormField(key, key, checks=EQUALS) for key in KEYS])
    judged = judge_answer(SCENARIO, judged_scene, {"fields": dict(zip(KEYS, values, strict=True))})
    good = sum(value.lower().startswith("đ") for value in values)
    assert judged.percent == 25 * good
    assert [f.text for f in judged.findings if not f.is_right] == [
        "Sai" if value else "Chưa ghi" for value in values if not value.lower().startswith("đ")
    ]


@given(st.lists(st.lists(st.integers(1, 5), min_size=3, max_size=3), min_size=2, max_size=4))
def test_full_marks_only_for_what_the_panel_finds_best_and_worst(panels):
    judged_scene = scene(
        StepKind.JUDGE, [StepItem(KEYS[n], "", panel=tuple(p)) for n, p in enumerate(panels)]
    )
    sums = {KEYS[n]: sum(p) for n, p in enumerate(panels)}
    for best in sums:
        for worst in sums:
            percent = judge_answer(SCENARIO, judged_scene, {"best": best, "worst": worst}).percent
            is_top = sums[best] == max(sums.values()) and sums[worst] == min(sums.values())
            assert (percent == 100) == (best != worst and is_top)
            if best == worst:
                assert percent == 0


def test_marks_are_no_more_than_answers_can_come_to():
    several = scene(
        StepKind.SEVERAL, [StepItem("a", "", right=True), StepItem("b", "", right=True)]
    )
    assert possible_marks(several) == {0, 50, 100}
    free = [FormField("a", "", checks=EQUALS), FormField("b", "")]
    assert possible_marks(scene(StepKind.FORM, fields=free)) == {50, 100}
    assert possible_marks(scene(StepKind.ORDER, [StepItem(k, k) for k in "abc"])) == {
        0,
        33,
        66,
        100,
    }
    assert possible_marks(scene(StepKind.REASON)) == {0, 100}


# --- days

days = st.dates(dt.date(2024, 1, 1), dt.date(2028, 12, 31))


def count_on_calendar(start, count, holidays, workdays):
    """Day by day on a calendar on the wall."""
    day, remaining = start, abs(count)
    while remaining > 0:
        day = day + dt.timedelta(days=1) if count > 0 else day - dt.timedelta(days=1)
        is_weekend = day.strftime("%A") in {"Saturday", "Sunday"}
        if day.isoformat() in workdays or not (is_weekend or day.isoformat() in holidays):
            remaining -= 1
    return day


@settings(max_examples=200, deadline=None)
@given(days, st.integers(-60, 60), st.sets(days, max_size=30), st.sets(days, max_size=10))
def test_working_days_are_counted_as_on_a_calendar(start, count, off, worked):
    near = {start + dt.timedelta(days=(d.toordinal() % 80) - 40) for d in off}
    holidays, workdays = {d.isoformat() for d in near}, {d.isoformat() for d in worked}
    scenario = Scenario("bà", "", (), holidays=tuple(holidays), workdays=tuple(workdays))
    assert reckon_day(scenario, start, count, "working_days") == count_on_calendar(
        start, count, holidays, workdays
    )


@given(days, st.integers(-400, 400))
def test_days_are_simply_days(start, count):
    assert reckon_day(SCENARIO, start, count, "days") == start + dt.timedelta(days=count)


@pytest.mark.parametrize(
    ("start", "count", "unit", "end"),
    [
        ("2026-01-31", 1, "months", "2026-02-28"),
        ("2024-02-29", 1, "years", "2025-02-28"),
        ("2026-03-31", -1, "months", "2026-02-28"),
        ("2026-11-15", 2, "months", "2027-01-15"),
        ("2026-10-20", 15, "working_days", "2026-11-10"),
    ],
)
def test_months_end_where_the_month_ends(start, count, unit, end):
    assert reckon_day(SCENARIO, dt.date.fromisoformat(start), count, unit).isoformat() == end


def test_a_day_beyond_all_calendars_is_no_day_and_takes_no_time():
    check = FieldCheck("date", "Sai", base="2026-10-05", count=10**9, unit="working_days")
    assert expected_day(SCENARIO, scene(StepKind.FORM), check, {}) is None
    assert abs(check.count) > MAX_DISTANCE
    years = FieldCheck("date", "Sai", base="2026-10-05", count=9000, unit="years")
    assert expected_day(SCENARIO, scene(StepKind.FORM), years, {}) is None


@given(days)
def test_a_date_is_known_however_people_write_it(day):
    for text in (
        f"{day:%d/%m/%Y}",
        f"{day.day}-{day.month}-{day.year}",
        f" {day:%d.%m.%Y} ",
        day.isoformat(),
    ):
        assert parse_day(text) == day
    assert parse_day("31/02/2026") is None and parse_day("hôm nay") is None


def test_a_date_is_counted_from_a_paper_or_from_another_field():
    paper = CounterPaper(
        "don", "Đơn", "ok", "", lines=(PaperLine("ngay", "Ngày nhận", "05/10/2026"),)
    )
    from_paper = FormField(
        "han",
        "Hạn",
        "date",
        checks=(FieldCheck("date", "Sai", base="paper:don.ngay", count=10, unit="working_days"),),
    )
    from_field = FormField(
        "tra",
        "Trả",
        "date",
        checks=(FieldCheck("date", "Sai", base="field:han", count=1, unit="days", op="<="),),
    )
    judged_scene = scene(StepKind.FORM, fields=[from_paper, from_field], papers=[paper])
    good = {"han": "19/10/2026", "tra": "20/10/2026"}
    assert judge_answer(SCENARIO, judged_scene, {"fields": good}).percent == 100
    assert (
        first_broken_check(SCENARIO, judged_scene, from_paper, {"han": "18/10/2026"}).text == "Sai"
    )
    assert (
        first_broken_check(
            SCENARIO, judged_scene, from_field, {"han": "", "tra": "20/10/2026"}
        ).text
        == "Sai"
    )


# --- texts


@given(st.text(alphabet=st.sampled_from("aáàạăằâấoóòôốeéêếuúùưứyýỳđĐ .Hhqnm"), max_size=60))
def test_two_ways_to_encode_marks_are_the_same_text(text):
    composed, apart = unicodedata.normalize("NFC", text), unicodedata.normalize("NFD", text)
    assert (
        comparable_text(composed)
        == comparable_text(apart)
        == comparable_text(text.upper())
        == comparable_text(f"  {text}  . ")
    )
    assert comparable_text(comparable_text(text)) == comparable_text(text)


def test_a_long_text_is_cut_in_the_same_place_however_marks_are_encoded():
    text = "ộ" * 3_000
    assert (
        comparable_text(text) == comparable_text(unicodedata.normalize("NFD", text)) == "ộ" * 2_000
    )


@pytest.mark.parametrize(
    "pair", ["Hòa Bình|Hoà Bình", "Lò Thị Thúy|Lò Thị Thuý", "khỏe|khoẻ", "Quý|quý", "HOÀN|hoàn"]
)
def test_tone_marks_may_stand_on_either_vowel(pair):
    newer, older = pair.split("|")
    assert comparable_text(newer) == comparable_text(older)


def test_words_that_differ_by_a_tone_are_not_the_same():
    assert comparable_text("hòa") != comparable_text("họa") != comparable_text("hoa")
