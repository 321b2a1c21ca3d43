"""Xã Bình Trung, huyện Cao Lộc: its officials of 2011 and of 2016.

The article (báo Lạng Sơn) prints shares: in 2011 74 % without training in political theory and 53 %
without professional training; "now" 85 % with theory and 80 % with a professional level from
intermediate to university. 19 officials with 14 and 10, then 20 with 17 and 16, are the only small
numbers that give them. Three study intermediate theory at that time.
"""

import datetime as dt
import random
from dataclasses import dataclass

from lms.core.actor import Actor
from lms.people.organisation.actions import UnitDraft, found_unit
from lms.people.organisation.models import Unit, UnitLevel
from lms.people.personnel.actions import (
    OfficialDraft,
    PostDraft,
    QualificationDraft,
    TrainingDraft,
    add_training_record,
    register_officials,
)
from lms.people.personnel.models import (
    Dimension,
    Group,
    Official,
    QualificationLevel,
    TrainingRecord,
)
from lms.portals.console.demo.historic.districts import LAST_DAY_OF_DISTRICTS
from lms.portals.console.demo.names import CUSTOMS, Namer

CODE = "BINHTRUNG"
_E, _S = Group.ELECTED, Group.CIVIL_SERVANT
_COURSE = (dt.date(2016, 9, 12), dt.date(2018, 6, 29))


@dataclass(frozen=True)
class _OfficialRow:
    """An invented official: the post with its years, and the year of each level.

    Year 0: held before the post began.
    """

    title: str
    group: Group
    born: int
    since: int
    until: int = 0
    is_key: bool = False
    professional: tuple[tuple[QualificationLevel, int], ...] = ()
    theory: tuple[tuple[QualificationLevel, int], ...] = ()
    studies: bool = False


_UNIVERSITY, _COLLEGE, _MIDDLE, _BASIC = (
    QualificationLevel.UNIVERSITY,
    QualificationLevel.COLLEGE,
    QualificationLevel.INTERMEDIATE,
    QualificationLevel.ELEMENTARY,
)
_OFFICIALS = (
    # in office in both years
    _OfficialRow(
        "Bí thư Đảng ủy",
        _E,
        1966,
        2005,
        is_key=True,
        professional=((_MIDDLE, 0), (_UNIVERSITY, 2015)),
        theory=((_MIDDLE, 0),),
    ),
    _OfficialRow(
        "Chủ tịch UBND",
        _E,
        1970,
        2005,
        is_key=True,
        professional=((_MIDDLE, 0),),
        theory=((_MIDDLE, 0),),
    ),
    _OfficialRow(
        "Phó Bí thư Đảng ủy",
        _E,
        1972,
        2006,
        is_key=True,
        professional=((_MIDDLE, 0),),
        theory=((_BASIC, 0), (_MIDDLE, 2014)),
    ),
    _OfficialRow(
        "Chủ tịch HĐND",
        _E,
        1968,
        2004,
        is_key=True,
        professional=((_MIDDLE, 0),),
        theory=((_MIDDLE, 0),),
    ),
    _OfficialRow(
        "Công chức Tài chính – Kế toán",
        _S,
        1980,
        2007,
        professional=((_MIDDLE, 0), (_UNIVERSITY, 2016)),
        theory=((_BASIC, 2013),),
        studies=True,
    ),
    _OfficialRow(
        "Công chức Tư pháp – Hộ tịch",
        _S,
        1982,
        2008,
        professional=((_MIDDLE, 0),),
        theory=((_BASIC, 2013),),
        studies=True,
    ),
    _OfficialRow(
        "Công chức Địa chính – Nông nghiệp – Xây dựng và Môi trường",
        _S,
        1979,
        2006,
        professional=((_COLLEGE, 0),),
        theory=((_MIDDLE, 2015),),
    ),
    _OfficialRow(
        "Phó Chủ tịch UBND",
        _E,
        1974,
        2006,
        is_key=True,
        professional=((_MIDDLE, 2013),),
        theory=((_MIDDLE, 2014),),
    ),
    _OfficialRow(
        "Công chức Văn phòng – Thống kê",
        _S,
        1984,
        2009,
        professional=((_MIDDLE, 2014),),
        theory=((_BASIC, 2015),),
    ),
    _OfficialRow(
        "Công chức Văn hóa – Xã hội",
        _S,
        1985,
        2010,
        professional=((_COLLEGE, 2015),),
        theory=((_BASIC, 2014),),
    ),
    _OfficialRow(
        "Chỉ huy trưởng Ban Chỉ huy Quân sự",
        _S,
        1978,
        2006,
        professional=((_MIDDLE, 2014),),
        theory=((_MIDDLE, 2016),),
    ),
    _OfficialRow(
        "Trưởng Công an", _S, 1976, 2005, professional=((_MIDDLE, 2015),), theory=((_BASIC, 2012),)
    ),
    _OfficialRow("Chủ tịch Hội Nông dân", _E, 1965, 2003, theory=((_BASIC, 2013),)),
    _OfficialRow("Chủ tịch Hội Cựu chiến binh", _E, 1960, 2004, theory=((_BASIC, 2013),)),
    _OfficialRow("Chủ tịch Hội Liên hiệp Phụ nữ", _E, 1971, 2006),
    _OfficialRow("Phó Chủ tịch HĐND", _E, 1964, 2004),
    # left before 2016
    _OfficialRow(
        "Chủ tịch Ủy ban MTTQ Việt Nam",
        _E,
        1954,
        2001,
        2013,
        professional=((_MIDDLE, 0),),
        theory=((_MIDDLE, 0),),
    ),
    _OfficialRow("Công chức Văn hóa – Xã hội", _S, 1957, 2002, 2014, professional=((_MIDDLE, 0),)),
    _OfficialRow("Bí thư Đoàn TNCS Hồ Chí Minh", _E, 1979, 2007, 2012),
    # came between the two years
    _OfficialRow(
        "Bí thư Đoàn TNCS Hồ Chí Minh",
        _E,
        1989,
        2013,
        professional=((_UNIVERSITY, 0),),
        theory=((_BASIC, 2015),),
        studies=True,
    ),
    _OfficialRow(
        "Chủ tịch Ủy ban MTTQ Việt Nam",
        _E,
        1975,
        2014,
        professional=((_MIDDLE, 0),),
        theory=((_MIDDLE, 0),),
    ),
    _OfficialRow(
        "Công chức Văn hóa – Xã hội",
        _S,
        1990,
        2015,
        professional=((_UNIVERSITY, 0),),
        theory=((_BASIC, 2016),),
    ),
    _OfficialRow("Công chức Tư pháp – Hộ tịch", _S, 1991, 2016, professional=((_UNIVERSITY, 0),)),
)


def build_binhtrung(actor: Actor) -> None:
    """Build the commune with its officials below its district of that time, once."""
    if Unit.objects.filter(code=CODE).exists():
        return
    province = Unit.objects.get(code="20")
    district = _ended_unit(actor, "CAOLOC", "Huyện Cao Lộc", UnitLevel.DISTRICT, province)
    commune = _ended_unit(actor, CODE, "Xã Bình Trung", UnitLevel.COMMUNE, district)
    rng = random.Random(20161231)  # noqa: S311 - invented people, not secrets
    namer = Namer(rng)
    drafts = [
        _official_draft(rng, namer, number, row, commune)
        for number, row in enumerate(_OFFICIALS, start=1)
    ]
    officials = register_officials(actor=actor, drafts=drafts)
    for official, row in zip(officials, _OFFICIALS, strict=True):
        if row.studies:
            _add_course_record(actor, official)


def _ended_unit(actor: Actor, code: str, name: str, level: UnitLevel, parent: Unit) -> Unit:
    existing = Unit.objects.filter(code=code).first()
    if existing is not None:
        return existing
    draft = UnitDraft(code, name, level, valid_to=LAST_DAY_OF_DISTRICTS)
    return found_unit(actor=actor, parent=parent, draft=draft)


def _official_draft(
    rng: random.Random, namer: Namer, number: int, row: _OfficialRow, commune: Unit
) -> OfficialDraft:
    ethnicity = rng.choice(("Tày", "Tày", "Nùng", "Nùng", "Nùng", "Kinh"))
    sex = "f" if "Phụ nữ" in row.title else rng.choice("mmf")
    began = dt.date(row.since, 7, 1)
    ended = dt.date(row.until, 6, 30) if row.until else LAST_DAY_OF_DISTRICTS
    return OfficialDraft(
        code=f"BT{number:03d}",
        full_name=namer.name(ethnicity, sex),
        birth_date=dt.date(row.born, rng.randint(1, 12), rng.randint(1, 28)),
        sex=sex,
        posts=(PostDraft(commune, row.title, row.group, began, ended, row.is_key),),
        qualifications=_qualification_drafts(row, began),
        sensitive={
            "ethnicity": ethnicity,
            "is_ethnic_minority": CUSTOMS[ethnicity].is_minority,
            "is_party_member": rng.random() < 0.8,
        },
    )


def _qualification_drafts(row: _OfficialRow, began: dt.date) -> tuple[QualificationDraft, ...]:
    drafts = [QualificationDraft(Dimension.GENERAL, QualificationLevel.UPPER_SECONDARY, began)]
    for dimension, levels in (
        (Dimension.PROFESSIONAL, row.professional),
        (Dimension.THEORY, row.theory),
    ):
        drafts += [
            QualificationDraft(dimension, level, dt.date(year, 6, 30) if year else began)
            for level, year in levels
        ]
    if row.studies:
        drafts.append(
            QualificationDraft(Dimension.THEORY, QualificationLevel.INTERMEDIATE, _COURSE[1])
        )
    return tuple(drafts)


def _add_course_record(actor: Actor, official: Official) -> None:
    """Add the course in which the article finds the official, with its first and last day."""
    add_training_record(
        actor=actor,
        official=official,
        draft=TrainingDraft(
            source=f"external:binhtrung-{official.code}",
            title="Trung cấp lý luận chính trị – hành chính, hệ không tập trung",
            school="Trường Chính trị Hoàng Văn Thụ, tỉnh Lạng Sơn",
            kind="đào tạo",
            periods=1056,
            starts_on=_COURSE[0],
            ends_on=_COURSE[1],
            origin=TrainingRecord.Origin.EXTERNAL,
        ),
    )
