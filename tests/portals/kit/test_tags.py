"""Dates, numbers and names as Vietnamese readers write them; forms that carry refusals."""

import datetime as dt
from decimal import Decimal

import pytest
from django import forms
from django.template import Context, Template
from django.utils import translation

from lms.core.errors import BadInput, NotFound, RuleBroken
from lms.portals.kit.forms import apply_action, status_of
from lms.portals.kit.templatetags import kit


def test_dates_and_times(at):
    moment = dt.datetime(2026, 11, 23, 7, 5, tzinfo=dt.UTC)
    assert kit.vi_date(moment) == "23/11/2026"
    assert kit.vi_date(dt.date(2026, 1, 2)) == "02/01/2026"
    assert kit.vi_time(moment) == "14:05"
    assert kit.vi_date(None) == ""
    day = moment.date()
    assert kit.vi_span(day, day) == "23/11/2026"
    assert kit.vi_span(day, day + dt.timedelta(days=2)) == "23/11/2026–25/11/2026"
    with translation.override("vi"), at(2026, 11, 23, 8):
        assert kit.vi_when(moment) == "Hôm nay, 14:05"
        assert kit.vi_when(moment + dt.timedelta(days=3)) == "Thứ Năm, 26/11/2026, 14:05"


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        ("7.50", "7,5"),
        (Decimal("8.00"), "8"),
        (100, "100"),
        (1200, "1.200"),
        (0, "0"),
        ("4.95", "4,95"),
        (None, ""),
        ("?", "?"),
    ],
)
def test_marks_are_written_with_a_comma(number, expected):
    with translation.override("vi"):
        assert kit.decimal_comma(number) == expected


def test_people_are_called_by_the_last_word():
    assert kit.initials("Lò Thị Ánh") == "Á"
    assert kit.initials("") == "?"


def test_icons_are_hidden_unless_they_are_named():
    html = Template('{% icon "house" %}{% icon "x" label="Đóng <b>" %}').render(Context())
    assert html.count('aria-hidden="true"') == 1
    assert "<b>" not in html


class Rename(forms.Form):
    name = forms.CharField()


def raise_refusal(error):
    raise error


def test_a_refusal_stands_at_its_field_and_keeps_what_was_typed():
    form = Rename({"name": "Lan"})
    assert form.is_valid()
    assert apply_action(form, lambda: raise_refusal(BadInput("Tên đã có.", field="name"))) is None
    assert form.errors["name"] == ["Tên đã có."]
    assert status_of(form) == 422
    assert 'value="Lan"' in str(form["name"])


def test_a_refusal_without_a_field_stands_above_the_form():
    form = Rename({"name": "Lan"})
    assert form.is_valid()
    apply_action(form, lambda: raise_refusal(RuleBroken("Lớp đã đủ.", field="elsewhere")))
    assert form.non_field_errors() == ["Lớp đã đủ."]


def test_what_does_not_exist_stays_a_page_of_its_own():
    form = Rename({"name": "Lan"})
    assert form.is_valid()
    with pytest.raises(NotFound):
        apply_action(form, lambda: raise_refusal(NotFound()))
    assert not form.errors


def test_a_percentage_without_data_is_words_and_not_zero():
    assert kit.percent(kit.share_of(1, 3)) == "33%"
    assert kit.percent(kit.share_of(0, 3)) == "0%"
    assert kit.percent(Decimal("95.7")) == "95,7%"
    for nothing in (kit.share_of(0, 0), None):
        assert kit.percent(nothing) == "chưa có dữ liệu"
        assert kit.percent(nothing, "chưa xếp loại") == "chưa xếp loại"
    assert kit.bar_percent(0, 0) == 0
    assert kit.bar_percent(199, 200) == 99
