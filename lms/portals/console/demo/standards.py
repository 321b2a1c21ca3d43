"""Builds standards of commune posts, the review of 2026, and an auditor who reads figures.

No text of law was read for these levels: they are entered as practice of their time, unverified,
each with its source. The review leaves half of Na Son open, so that there is something to do in the
yearly review.
"""

import datetime as dt

from django.contrib.auth.hashers import make_password

from lms.core.actor import Actor
from lms.people.organisation.actions import UnitDraft, found_unit, grant_role
from lms.people.organisation.models import Role, Unit, UnitLevel
from lms.people.personnel.actions import (
    AccountDraft,
    OfficialDraft,
    PostDraft,
    QualificationDraft,
    make_accounts,
    register_official,
)
from lms.people.personnel.models import Dimension, Group, Official, QualificationLevel
from lms.people.rulebook.models import Basis
from lms.people.standards.actions import (
    DecisionDraft,
    StandardDraft,
    decide_standards,
    set_standard,
)
from lms.people.standards.gaps import Gap
from lms.people.standards.models import Standard, StandardDecision
from lms.people.standards.queries import unit_gaps
from lms.portals.console.demo.people import COMMUNES, MAIL, PASSWORD

_LONG_AGO, _NEW_COMMUNES = dt.date(2000, 1, 1), dt.date(2025, 7, 1)
_LAST_OF_DISTRICTS = _NEW_COMMUNES - dt.timedelta(days=1)
_REVIEW = dt.date(2026, 6, 25)
_FIVE_YEARS, _OVER = dt.date(2030, 6, 30), dt.date(2026, 9, 30)
_GROUPS = (Group.ELECTED, Group.CIVIL_SERVANT)
_MAIN_COMMUNE = "03203"
_PAST = "Thông lệ rà soát tiêu chuẩn cán bộ, công chức cấp xã khi báo chí đưa tin (2011–2021)"
_UPLAND = "Thông lệ ở vùng cao khi báo Điện Biên Phủ đưa tin ngày 23/09/2019: từ sơ cấp trở lên"
_TODAY = (
    "Thông lệ từ 01/07/2025; báo chí nêu công chức cấp xã chưa có bằng đại học được 5 năm để đạt"
    " chuẩn"
)
_THEORY = (
    "Thông lệ với cán bộ chủ chốt cấp xã; Quy định 57-QĐ/TW ngày 08/02/2022 (đọc qua bản tóm tắt)"
)
_OF_COMMUNES = (
    (Dimension.GENERAL, QualificationLevel.UPPER_SECONDARY, _LONG_AGO, None, _PAST),
    (Dimension.PROFESSIONAL, QualificationLevel.INTERMEDIATE, _LONG_AGO, _LAST_OF_DISTRICTS, _PAST),
    (Dimension.PROFESSIONAL, QualificationLevel.UNIVERSITY, _NEW_COMMUNES, None, _TODAY),
)


def build_standards(actor: Actor) -> None:
    """Set the standards, decide the review, appoint the auditor, once."""
    if Standard.objects.exists():
        return
    _set_standards(actor)
    decisions = []
    for code in COMMUNES:
        decisions += _review_commune(Unit.objects.get(code=code))
    decide_standards(actor=actor, decisions=decisions)
    _add_auditor(actor)


def _set_standards(actor: Actor) -> None:
    for group in _GROUPS:
        for dimension, least, first, last, source in _OF_COMMUNES:
            set_standard(
                actor=actor,
                draft=StandardDraft(
                    dimension,
                    least,
                    first,
                    Basis.PRACTICE,
                    source,
                    group=group,
                    unit_level=UnitLevel.COMMUNE,
                    valid_to=last,
                ),
            )
    set_standard(
        actor=actor,
        draft=StandardDraft(
            Dimension.THEORY,
            QualificationLevel.INTERMEDIATE,
            _LONG_AGO,
            Basis.PRACTICE,
            _THEORY,
            unit_level=UnitLevel.COMMUNE,
            keys_only=True,
        ),
    )
    upland = StandardDraft(
        Dimension.PROFESSIONAL,
        QualificationLevel.ELEMENTARY,
        _LONG_AGO,
        Basis.PRACTICE,
        _UPLAND,
        unit_level=UnitLevel.COMMUNE,
        valid_to=_LAST_OF_DISTRICTS,
    )
    set_standard(actor=actor, draft=upland, unit=Unit.objects.get(code="DIENBIENDONG"))


def _review_commune(unit: Unit) -> list[tuple[Official, DecisionDraft]]:
    """The review of one commune: met by level, else two deadlines, one exception, then not met."""
    decisions, short = [], 0
    for number, gap in enumerate(unit_gaps(unit, _REVIEW)):
        if unit.code == _MAIN_COMMUNE and number % 2:
            continue
        short += not gap.level_suffices
        decisions.append((gap.official, _review_decision(gap, short)))
    return decisions


def _review_decision(gap: Gap, short: int) -> DecisionDraft:
    """The decision about one official; `short` counts those of the commune below the level."""
    basis = StandardDecision.Basis
    dimension = Dimension(gap.dimension)
    if gap.level_suffices:
        return DecisionDraft(dimension, basis.LEVEL, _REVIEW, "Kết luận rà soát năm 2026")
    by_number = {
        1: DecisionDraft(dimension, basis.DEADLINE, _REVIEW, deadline=_FIVE_YEARS),
        2: DecisionDraft(
            dimension, basis.DEADLINE, _REVIEW, deadline=_OVER, remark="Nộp bằng trước ngày này"
        ),
        3: DecisionDraft(dimension, basis.EXCEPTION, _REVIEW, "Kết luận số 31-KL/ĐU, 20/06/2026"),
    }
    return by_number.get(short) or DecisionDraft(dimension, basis.NOT_MET, _REVIEW)


def _add_auditor(actor: Actor) -> None:
    """Appoint Nông Thị Thu, who reads Lạng Sơn and the former Bình Phước and decides nothing."""
    province = Unit.objects.get(code="20")
    office = found_unit(
        actor=actor,
        parent=province,
        draft=UnitDraft("TTT-LS", "Thanh tra tỉnh Lạng Sơn", UnitLevel.DEPARTMENT),
    )
    official = register_official(
        actor=actor,
        draft=OfficialDraft(
            "LS26-001",
            "Nông Thị Thu",
            dt.date(1984, 10, 3),
            "f",
            (PostDraft(office, "Thanh tra viên chính", Group.CIVIL_SERVANT, dt.date(2019, 3, 1)),),
            qualifications=(
                QualificationDraft(
                    Dimension.PROFESSIONAL, QualificationLevel.MASTER, dt.date(2014, 7, 1), "Luật"
                ),
            ),
        ),
    )
    account = AccountDraft(official, f"thu@{MAIL}", make_password(PASSWORD))
    user = make_accounts(actor=actor, drafts=[account])[0]
    for code in ("20", "BINHPHUOC"):
        grant_role(
            actor=actor,
            user_id=user.pk,
            unit=Unit.objects.get(code=code),
            role=Role.AUDITOR,
            title="Thanh tra viên chính",
            reason="Quyết định giao nhiệm vụ kiểm tra công tác đào tạo, bồi dưỡng năm 2026",
            period=(_NEW_COMMUNES, None),
        )
