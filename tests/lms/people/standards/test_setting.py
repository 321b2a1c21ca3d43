"""Setting and ending standards: by the authority of the area, as rows that are never rewritten."""

import dataclasses
import datetime as dt

import pytest

from lms.core.audit.models import Event
from lms.core.errors import BadInput, NotAllowed, NotFound, RuleBroken
from lms.people.personnel.models import Dimension, QualificationLevel
from lms.people.rulebook.models import Basis
from lms.people.standards.actions import StandardDraft, end_standard, set_standard
from lms.people.standards.models import Standard
from lms.people.standards.queries import standard_history, standards_on
from tests.factories import people, standards

FIRST, LATER = dt.date(2020, 1, 1), dt.date(2025, 7, 1)
DRAFT = StandardDraft(
    Dimension.PROFESSIONAL,
    QualificationLevel.INTERMEDIATE,
    FIRST,
    Basis.PRACTICE,
    "Thông lệ",
    title="Công chức Tư pháp",
)


def test_a_new_standard_ends_the_one_before_and_keeps_its_row(cast):
    tu = cast.actor(cast.tu)
    old = set_standard(actor=tu, draft=DRAFT, unit=cast.province)
    new = dataclasses.replace(DRAFT, least=QualificationLevel.UNIVERSITY, valid_from=LATER)
    set_standard(actor=tu, draft=new, unit=cast.province)
    old.refresh_from_db()
    assert (old.valid_to, old.least) == (None, "intermediate")
    assert old.replaced_at is not None
    before = standards_on(tu, LATER - dt.timedelta(days=1))
    assert [(s.least, s.valid_to) for s in before] == [("intermediate", dt.date(2025, 6, 30))]
    assert [(s.least, s.title_fold) for s in standards_on(tu, LATER)] == [
        ("university", "cong chuc tu phap")
    ]
    standard, rows = standard_history(tu, old.pk)
    assert standard == old
    assert len(rows) == 3
    assert Event.objects.filter(kind="standard.set").count() == 2


def test_other_posts_keep_their_standard(cast):
    tu = cast.actor(cast.tu)
    kept = [
        set_standard(
            actor=tu, draft=dataclasses.replace(DRAFT, **fields, valid_from=FIRST), unit=unit
        )
        for fields, unit in (
            ({"title": "Trưởng Công an"}, cast.province),
            ({"keys_only": True}, cast.province),
            ({}, cast.commune),
        )
    ]
    set_standard(actor=tu, draft=dataclasses.replace(DRAFT, valid_from=LATER), unit=cast.province)
    assert not Standard.objects.filter(pk__in=[s.pk for s in kept], replaced_at=None).count() < 3


def test_a_correction_of_the_first_day_replaces(cast):
    tu = cast.actor(cast.tu)
    set_standard(actor=tu, draft=DRAFT, unit=cast.province)
    set_standard(
        actor=tu,
        draft=dataclasses.replace(DRAFT, least=QualificationLevel.COLLEGE),
        unit=cast.province,
    )
    assert [s.least for s in standards_on(tu, LATER)] == ["college"]


def test_a_standard_does_not_run_into_a_later_one(cast):
    tu = cast.actor(cast.tu)
    set_standard(actor=tu, draft=dataclasses.replace(DRAFT, valid_from=LATER), unit=cast.province)
    with pytest.raises(BadInput, match="01/07/2025") as refused:
        set_standard(actor=tu, draft=DRAFT, unit=cast.province)
    assert refused.value.field == "valid_to"
    closed = dataclasses.replace(DRAFT, valid_to=LATER - dt.timedelta(days=1))
    set_standard(actor=tu, draft=closed, unit=cast.province)
    assert Standard.objects.filter(replaced_at=None).count() == 2


def test_ending_writes_a_row_that_says_why(cast):
    tu = cast.actor(cast.tu)
    old = set_standard(actor=tu, draft=DRAFT, unit=cast.province)
    ended = end_standard(actor=tu, standard=old, on=LATER, reason="Bỏ chức danh")
    assert (ended.valid_to, ended.reason, ended.title) == (LATER, "Bỏ chức danh", DRAFT.title)
    assert not standards_on(tu, LATER + dt.timedelta(days=1)).exists()
    with pytest.raises(RuleBroken):
        end_standard(actor=tu, standard=old, on=LATER, reason="Lần nữa")
    with pytest.raises(BadInput):
        end_standard(actor=tu, standard=ended, on=dt.date(2019, 1, 1), reason="Sớm")
    with pytest.raises(BadInput):
        end_standard(actor=tu, standard=ended, on=FIRST, reason="")


@pytest.mark.parametrize(
    ("fields", "where"),
    [
        ({"least": QualificationLevel.UPPER_SECONDARY}, "least"),
        ({"source": ""}, "source"),
        ({"valid_to": dt.date(2019, 1, 1)}, "valid_to"),
    ],
)
def test_what_cannot_be_is_refused(cast, fields, where):
    with pytest.raises(BadInput) as refused:
        set_standard(
            actor=cast.actor(cast.tu), draft=dataclasses.replace(DRAFT, **fields), unit=cast.commune
        )
    assert refused.value.field == where
    assert not Standard.objects.exists()


@pytest.mark.parametrize("who", ["pao", "hoa", "lan", "stranger"])
def test_nobody_else_sets_standards(cast, who):
    theirs = standards.standard(unit=cast.commune)
    actor = cast.actor(getattr(cast, who))
    for unit in (cast.commune, cast.province, None):
        with pytest.raises(NotAllowed):
            set_standard(actor=actor, draft=DRAFT, unit=unit)
    with pytest.raises(NotAllowed):
        end_standard(actor=actor, standard=theirs, on=LATER, reason="x")
    with pytest.raises(NotFound):
        standards_on(actor, LATER)
    assert list(Standard.objects.filter(replaced_at=None)) == [theirs]
    assert not Event.objects.exists()


def test_what_holds_everywhere_is_set_by_the_system_alone(cast):
    with pytest.raises(NotAllowed):
        set_standard(actor=cast.actor(cast.tu), draft=DRAFT)
    row = set_standard(actor=people.SYSTEM, draft=DRAFT)
    assert row in standards_on(cast.actor(cast.tu), LATER)


def test_standards_of_another_area_are_not_there(cast):
    theirs = standards.standard(unit=cast.other_province)
    tu = cast.actor(cast.tu)
    assert not standards_on(tu, LATER).exists()
    with pytest.raises(NotFound):
        standard_history(tu, theirs.pk)
    with pytest.raises(NotAllowed):
        set_standard(actor=tu, draft=DRAFT, unit=cast.other_province)
