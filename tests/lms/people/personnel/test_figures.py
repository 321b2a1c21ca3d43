"""Figures of old reports: written once, by the authority, lượt and người never together."""

import dataclasses
import datetime as dt
from decimal import Decimal

import pytest

from lms.core.errors import BadInput, NotAllowed
from lms.people.personnel.actions.figures import FigureDraft, write_figure
from lms.people.personnel.models import HistoricFigure
from lms.people.personnel.queries.figures import figures_seen, group_figures
from tests.factories import people

MEASURE, QUALIFIER = HistoricFigure.Measure, HistoricFigure.Qualifier


def draft(cast, **fields) -> FigureDraft:
    defaults = {
        "unit": cast.province,
        "title": "Đào tạo, bồi dưỡng",
        "starts_on": dt.date(2011, 1, 1),
        "ends_on": dt.date(2015, 12, 31),
        "value": Decimal(66649),
        "measure": MEASURE.TURNS,
        "source": "Báo",
    }
    return FigureDraft(**defaults | fields)


def test_parts_that_are_exact_come_to_the_total(cast):
    tu = cast.actor(cast.tu)
    total = write_figure(actor=tu, draft=draft(cast))
    for title, value in (("Đào tạo", 6900), ("Bồi dưỡng", 59749)):
        part = draft(cast, title=title, value=Decimal(value), part_of=total)
        write_figure(actor=tu, draft=part)
    (group,) = group_figures(figures_seen(tu))
    assert group.adds_up
    assert [part.value for part in group.parts] == [6900, 59749]


@pytest.mark.parametrize("rough", [QUALIFIER.OVER, QUALIFIER.NEARLY])
def test_rough_figures_are_never_summed(cast, rough):
    tu = cast.actor(cast.tu)
    total = write_figure(actor=tu, draft=draft(cast, value=Decimal(7600)))
    for title, value, word in (("a", 400, QUALIFIER.EXACT), ("b", 7200, rough)):
        write_figure(
            actor=tu,
            draft=draft(cast, title=title, value=Decimal(value), qualifier=word, part_of=total),
        )
    (group,) = group_figures(figures_seen(tu))
    assert not group.adds_up


def test_luot_are_no_part_of_nguoi(cast):
    tu = cast.actor(cast.tu)
    total = write_figure(actor=tu, draft=draft(cast, measure=MEASURE.PERSONS))
    for fields in ({}, {"measure": MEASURE.PERSONS, "source": "Báo khác"}):
        with pytest.raises(BadInput) as refused:
            write_figure(actor=tu, draft=draft(cast, title="Phần", part_of=total, **fields))
        assert refused.value.field == "part_of"
    assert HistoricFigure.objects.count() == 1


@pytest.mark.parametrize(
    ("fields", "where"),
    [
        ({"title": ""}, "title"),
        ({"source": ""}, "source"),
        ({"ends_on": dt.date(2010, 1, 1)}, "ends_on"),
        ({"value": Decimal(-1)}, "value"),
        ({"measure": MEASURE.PERCENT, "value": Decimal(101)}, "value"),
    ],
)
def test_what_cannot_be_is_refused(cast, fields, where):
    with pytest.raises(BadInput) as refused:
        write_figure(actor=cast.actor(cast.tu), draft=draft(cast, **fields))
    assert refused.value.field == where
    assert not HistoricFigure.objects.exists()


def test_a_figure_is_written_once_and_by_the_authority_of_its_area(cast):
    tu = cast.actor(cast.tu)
    write_figure(actor=tu, draft=draft(cast))
    with pytest.raises(BadInput):
        write_figure(actor=tu, draft=dataclasses.replace(draft(cast), value=Decimal(1)))
    for who in (cast.pao, cast.hoa, cast.lan, cast.stranger):
        with pytest.raises(NotAllowed):
            write_figure(actor=cast.actor(who), draft=draft(cast, title="Khác"))
        assert not figures_seen(cast.actor(who)).exists()
    with pytest.raises(NotAllowed):
        write_figure(actor=tu, draft=draft(cast, unit=cast.other_province))
    people.role(cast.stranger, cast.province, "auditor")
    assert figures_seen(cast.actor(cast.stranger)).count() == HistoricFigure.objects.count() == 1
