"""Builds units, officials, accounts and roles of the demo, through actions alone, once each."""

import csv
import datetime as dt
import random
from dataclasses import dataclass
from pathlib import Path

from django.contrib.auth.hashers import make_password
from django.db import transaction

from lms.core import text
from lms.core.actor import Actor
from lms.core.statistics import refresh_statistics
from lms.people.accounts.models import User
from lms.people.organisation.actions import UnitDraft, found_unit, found_units, grant_role
from lms.people.organisation.models import Role, RoleAssignment, Unit, UnitLevel, UnitState
from lms.people.personnel.actions import (
    AccountDraft,
    OfficialDraft,
    PostDraft,
    QualificationDraft,
    make_accounts,
    register_officials,
)
from lms.people.personnel.models import (
    Dimension,
    Group,
    Official,
    Post,
    Qualification,
    QualificationLevel,
    Rating,
    Sensitive,
    TrainingRecord,
)
from lms.people.standards.actions import decide_standards
from lms.portals.console.demo import historic
from lms.portals.console.demo.historic import reform
from lms.portals.console.demo.names import CUSTOMS, Namer

PASSWORD = "VungViec-2026"  # noqa: S105 - printed by `make run` for everybody
MAIL = "demo.vungviec.example"
PROVINCES = {
    "11": "Tỉnh Điện Biên",
    "12": "Tỉnh Lai Châu",
    "20": "Tỉnh Lạng Sơn",
    "75": "Thành phố Đồng Nai",
}
# Today's communes whose officials learn in the demo; the first is Mai's.
COMMUNES = {
    "03203": "Thái",
    "03370": "Mông",
    "03382": "Mông",
    "03385": "Mông",
    "03208": "Mông",
    "03214": "Thái",
}
_SINCE = dt.date(2025, 7, 1)
_SCHOOL_SINCE = dt.date(2019, 9, 1)
_FILES = (Unit, UnitState, Official, Post, Sensitive, Qualification, Rating, TrainingRecord)
_UNITS = Path(__file__).parent / "data" / "units_2026.csv"


@dataclass(frozen=True)
class CastMember:
    """A named person of the demo: their post at a unit, and the role that they hold on one."""

    key: str
    full_name: str
    sex: str
    born: dt.date
    ethnicity: str
    unit: str
    title: str
    group: Group
    role: str = ""
    role_unit: str = ""
    role_title: str = ""
    email: bool = True


_SCHOOL = "TCT-DB"
_TEACHER = Group.PUBLIC_EMPLOYEE
_SERVANT = Group.CIVIL_SERVANT
CAST = (
    CastMember(
        "hoa",
        "Nguyễn Thị Hoa",
        "f",
        dt.date(1985, 3, 8),
        "Kinh",
        _SCHOOL,
        "Chuyên viên Phòng Đào tạo",
        _TEACHER,
        Role.SCHOOL_OFFICE,
        _SCHOOL,
        "Chuyên viên Phòng Đào tạo",
    ),
    CastMember(
        "son",
        "Trần Hồng Sơn",
        "m",
        dt.date(1972, 11, 2),
        "Kinh",
        _SCHOOL,
        "Hiệu trưởng",
        _TEACHER,
        Role.SCHOOL_HEAD,
        _SCHOOL,
        "Hiệu trưởng",
    ),
    CastMember(
        "minh",
        "Hoàng Văn Minh",
        "m",
        dt.date(1980, 6, 21),
        "Thái",
        _SCHOOL,
        "Giảng viên chính, Khoa Nhà nước và pháp luật",
        _TEACHER,
    ),
    CastMember(
        "hanh",
        "Lường Thị Hạnh",
        "f",
        dt.date(1988, 1, 15),
        "Thái",
        _SCHOOL,
        "Giảng viên, Khoa Xây dựng Đảng",
        _TEACHER,
    ),
    CastMember(
        "ha",
        "Đặng Thu Hà",
        "f",
        dt.date(1990, 9, 30),
        "Kinh",
        _SCHOOL,
        "Giảng viên, biên soạn học liệu",
        _TEACHER,
        Role.EDITOR,
        _SCHOOL,
        "Biên tập học liệu",
    ),
    CastMember(
        "tu",
        "Lê Anh Tú",
        "m",
        dt.date(1983, 4, 12),
        "Kinh",
        "SNV-DB",
        "Phó Trưởng phòng Công chức, viên chức",
        _SERVANT,
        Role.AUTHORITY,
        "11",
        "Sở Nội vụ tỉnh Điện Biên",
    ),
    CastMember(
        "pao",
        "Hờ A Páo",
        "m",
        dt.date(1986, 12, 5),
        "Mông",
        "03203",
        "Chánh Văn phòng HĐND và UBND xã",
        _SERVANT,
        Role.UNIT_MANAGER,
        "03203",
        "Chánh Văn phòng HĐND và UBND xã",
    ),
    CastMember(
        "mai",
        "Lò Thị Mai",
        "f",
        dt.date(1992, 5, 17),
        "Thái",
        "03203",
        "Công chức Tư pháp – Hộ tịch",
        _SERVANT,
    ),
    CastMember(
        "dia",
        "Vừ A Dia",
        "m",
        dt.date(1995, 2, 9),
        "Mông",
        "03385",
        "Công chức Trung tâm Phục vụ hành chính công",
        _SERVANT,
        email=False,
    ),
)

_POSTS = (
    ("Phó Chủ tịch UBND xã", Group.ELECTED, True),
    ("Công chức Trung tâm Phục vụ hành chính công", Group.CIVIL_SERVANT, False),
    ("Công chức Tư pháp – Hộ tịch", Group.CIVIL_SERVANT, False),
    ("Công chức Phòng Văn hóa – Xã hội", Group.CIVIL_SERVANT, False),
    ("Công chức Phòng Kinh tế", Group.CIVIL_SERVANT, False),
    ("Chuyên viên Văn phòng HĐND và UBND", Group.CIVIL_SERVANT, False),
    ("Công chức Trung tâm Phục vụ hành chính công", Group.CIVIL_SERVANT, False),
    ("Phó Trưởng phòng Văn hóa – Xã hội", Group.CIVIL_SERVANT, False),
    ("Chủ tịch Ủy ban MTTQ Việt Nam xã", Group.ELECTED, True),
    ("Công chức Tài chính – Kế toán", Group.CIVIL_SERVANT, False),
)


@dataclass(frozen=True)
class DemoPeople:
    """The school and the people of whom the rest of the demo tells."""

    school: Unit
    users: dict[str, User]  # by the keys of CAST: hoa, son, minh, hanh, ha, tu, pao, mai, dia
    officials: dict[str, Official]
    # Mai, Dia and the present-day officials of COMMUNES, always in the same order
    learners: list[Official]


@transaction.atomic
def build_people(actor: Actor) -> DemoPeople:
    """Build everything about people; what exists stays as it is."""
    _create_units(actor)
    _register_historic(actor)
    reform.build_reform(actor)
    _register_missing(actor, _present_drafts())
    codes = [_staff_code(named) for named in CAST]
    present = Official.objects.filter(code__startswith="DB26-").order_by("code")
    by_code = {official.code: official for official in present}
    _open_accounts(actor, list(by_code.values()))
    accounts = _cast_accounts(codes)
    _grant_roles(actor, accounts)
    officials = {person.key: by_code[_staff_code(person)] for person in CAST}
    others = [official for code, official in by_code.items() if code not in codes]
    learners = [officials["mai"], officials["dia"], *others]
    return DemoPeople(Unit.objects.get(code=_SCHOOL), accounts, officials, learners)


def _cast_accounts(codes: list[str]) -> dict[str, User]:
    """The accounts of the cast by key; read anew, for they may have been opened just now."""
    officials = Official.objects.filter(code__in=codes).select_related("user")
    users = {official.code: official.user for official in officials}
    accounts = {}
    for person in CAST:
        user = users[_staff_code(person)]
        if user is not None:
            accounts[person.key] = user
    return accounts


def _register_missing(actor: Actor, drafts: list[OfficialDraft]) -> list[Official]:
    """Register the officials whose staff code does not exist yet; returns them."""
    existing = set(Official.objects.values_list("code", flat=True))
    missing = [draft for draft in drafts if draft.code not in existing]
    officials = register_officials(actor=actor, drafts=missing)
    if officials:
        # The decisions about them join these tables next.
        refresh_statistics(*_FILES)
    return officials


def _register_historic(actor: Actor) -> None:
    """Register the officials of units that ended, with the decisions about their standards."""
    drafted = {official.draft.code: official for official in _historic_officials()}
    registered = _register_missing(actor, [official.draft for official in drafted.values()])
    decisions = [
        (official, decision)
        for official in registered
        for decision in drafted[official.code].decisions
    ]
    decide_standards(actor=actor, decisions=decisions)


def _create_units(actor: Actor) -> None:
    with _UNITS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for code, name in PROVINCES.items():
        province = _get_or_create_unit(actor, UnitDraft(code, name, UnitLevel.PROVINCE), None)
        communes = [
            UnitDraft(row["code"], row["name"], UnitLevel.COMMUNE, _SINCE)
            for row in rows
            if row["province_code"] == code and row["code"] != code
        ]
        _create_missing_units(actor, province, communes)
    dienbien, langson = Unit.objects.get(code="11"), Unit.objects.get(code="20")
    _create_missing_units(
        actor,
        dienbien,
        [
            UnitDraft(_SCHOOL, "Trường Chính trị tỉnh Điện Biên", UnitLevel.SCHOOL),
            UnitDraft("SNV-DB", "Sở Nội vụ tỉnh Điện Biên", UnitLevel.DEPARTMENT),
        ],
    )
    ended = historic.LAST_DAY_OF_DISTRICTS
    # It ends with its communes on the same day, by `reform`.
    district = UnitDraft(reform.DISTRICT, "Huyện Điện Biên Đông", UnitLevel.DISTRICT)
    city = UnitDraft("LANGSON-CITY", "Thành phố Lạng Sơn", UnitLevel.DISTRICT, valid_to=ended)
    _create_historic_units(
        actor,
        _get_or_create_unit(actor, district, dienbien),
        "DBD",
        historic.COMMUNES_OF_DIENBIENDONG,
    )
    _create_historic_units(
        actor, _get_or_create_unit(actor, city, langson), "TPLS", historic.WARDS_OF_LANGSON
    )


def _get_or_create_unit(actor: Actor, draft: UnitDraft, parent: Unit | None) -> Unit:
    existing = Unit.objects.filter(code=draft.code).first()
    if existing is not None:
        return existing
    return found_unit(actor=actor, parent=parent, draft=draft)


def _create_missing_units(actor: Actor, parent: Unit, drafts: list[UnitDraft]) -> None:
    existing = set(Unit.objects.values_list("code", flat=True))
    missing = [draft for draft in drafts if draft.code not in existing]
    found_units(actor=actor, parent=parent, drafts=missing)


def _create_historic_units(
    actor: Actor, district: Unit, prefix: str, names: tuple[str, ...]
) -> None:
    drafts = [
        UnitDraft(_historic_code(prefix, name), name, UnitLevel.COMMUNE, valid_to=district.valid_to)
        for name in names
    ]
    _create_missing_units(actor, district, drafts)


def _historic_code(prefix: str, name: str) -> str:
    """The code of a former commune: DONGKINH as reports call it, others with their district.

    Today's communes have some of the same names.
    """
    words_of_level = 2 if name.startswith("Thị trấn") else 1
    bare_name = name.split(maxsplit=words_of_level)[-1]
    code = text.make_slug(bare_name).replace("-", "").upper()
    return code if code == "DONGKINH" else f"{prefix}-{code}"


def _historic_officials() -> list[historic.DraftedOfficial]:
    communes = _by_code("DBD", historic.COMMUNES_OF_DIENBIENDONG)
    wards = _by_code("TPLS", historic.WARDS_OF_LANGSON)
    return historic.officials_of_dienbiendong(communes) + historic.officials_of_langson_city(wards)


def _by_code(prefix: str, names: tuple[str, ...]) -> list[Unit]:
    codes = [_historic_code(prefix, name) for name in names]
    units = {unit.code: unit for unit in Unit.objects.filter(code__in=codes)}
    return [units[code] for code in codes]


def _present_drafts() -> list[OfficialDraft]:
    """The cast, and ten officials of each of today's communes."""
    rng = random.Random(20260701)  # noqa: S311 - invented people, not secrets
    workplaces = Unit.objects.filter(code__in=[*COMMUNES, _SCHOOL, "SNV-DB"])
    units = {unit.code: unit for unit in workplaces}
    drafts = [_cast_draft(person, units[person.unit]) for person in CAST]
    namer = Namer(rng, {person.full_name for person in CAST})
    serial = len(CAST)
    for code, ethnicity in COMMUNES.items():
        for title, group, is_key in _POSTS:
            serial += 1
            # Six of ten are of the people that most of the commune belongs to.
            people = rng.choice([ethnicity] * 6 + ["Thái", "Mông", "Khơ Mú", "Kinh"])
            post = PostDraft(units[code], title, group, _SINCE, is_key=is_key)
            drafts.append(_learner_draft(rng, namer, serial, people, post))
    return drafts


def _learner_draft(
    rng: random.Random, namer: Namer, serial: int, people: str, post: PostDraft
) -> OfficialDraft:
    sex = rng.choice("mmff")
    born = dt.date(rng.randint(1970, 2000), rng.randint(1, 12), rng.randint(1, 28))
    level = rng.choices(
        (
            QualificationLevel.INTERMEDIATE,
            QualificationLevel.COLLEGE,
            QualificationLevel.UNIVERSITY,
            QualificationLevel.MASTER,
        ),
        (2, 1, 12, 1),
    )[0]
    theory = rng.choices(
        (
            QualificationLevel.ELEMENTARY,
            QualificationLevel.INTERMEDIATE,
            QualificationLevel.ADVANCED,
        ),
        (4, 9, 2 if post.is_key else 0),
    )[0]
    since = dt.date(born.year + 23, 9, 1)
    return OfficialDraft(
        f"DB26-{serial:03d}",
        namer.name(people, sex),
        born,
        sex,
        (post,),
        qualifications=(
            QualificationDraft(
                Dimension.GENERAL, QualificationLevel.UPPER_SECONDARY, dt.date(born.year + 18, 6, 1)
            ),
            QualificationDraft(
                Dimension.PROFESSIONAL,
                level,
                since,
                rng.choice(("Luật", "Hành chính học", "Kế toán", "Nông lâm")),
            ),
            QualificationDraft(Dimension.THEORY, theory, dt.date(born.year + 25, 9, 1)),
        ),
        sensitive={
            "ethnicity": people,
            "is_ethnic_minority": CUSTOMS[people].is_minority,
            "is_party_member": rng.random() < 0.8,
        },
    )


def _cast_draft(person: CastMember, unit: Unit) -> OfficialDraft:
    since = _SCHOOL_SINCE if unit.level in (UnitLevel.SCHOOL, UnitLevel.DEPARTMENT) else _SINCE
    level = QualificationLevel.MASTER if unit.code == _SCHOOL else QualificationLevel.UNIVERSITY
    return OfficialDraft(
        _staff_code(person),
        person.full_name,
        person.born,
        person.sex,
        (PostDraft(unit, person.title, person.group, since, is_key=person.title == "Hiệu trưởng"),),
        qualifications=(
            QualificationDraft(
                Dimension.GENERAL,
                QualificationLevel.UPPER_SECONDARY,
                dt.date(person.born.year + 18, 6, 1),
            ),
            QualificationDraft(
                Dimension.PROFESSIONAL, level, dt.date(person.born.year + 25, 7, 1), "Luật"
            ),
            QualificationDraft(
                Dimension.THEORY,
                QualificationLevel.INTERMEDIATE,
                dt.date(person.born.year + 28, 7, 1),
            ),
        ),
        sensitive={
            "ethnicity": person.ethnicity,
            "is_ethnic_minority": CUSTOMS[person.ethnicity].is_minority,
            "is_party_member": True,
        },
    )


def _staff_code(person: CastMember) -> str:
    return f"DB26-{CAST.index(person) + 1:03d}"


def _email_of(official: Official) -> str:
    """The address of the cast by key (mai@…, as the demo prints it), of others by name."""
    keys = {_staff_code(person): person.key for person in CAST}
    local = keys.get(official.code) or text.make_slug(official.full_name).replace("-", ".")
    return f"{local}@{MAIL}"


def _open_accounts(actor: Actor, officials: list[Official]) -> None:
    """Open the missing accounts, all with one password: the demo prints it anyway.

    Two whose names differ in marks only get different addresses.
    """
    # Hashed once: hashing is slow on purpose.
    hashed = make_password(PASSWORD)
    without_email = {_staff_code(person) for person in CAST if not person.email}
    used = set(User.objects.exclude(email=None).values_list("email", flat=True))
    drafts = []
    for official in officials:
        if official.user_id is not None:
            continue
        email = "" if official.code in without_email else _email_of(official)
        if email in used:
            email = email.replace("@", f".{official.code[-3:]}@")
        used.add(email)
        drafts.append(AccountDraft(official, email, hashed))
    make_accounts(actor=actor, drafts=drafts)


def _grant_roles(actor: Actor, users: dict[str, User]) -> None:
    for person in CAST:
        if not person.role:
            continue
        unit = Unit.objects.get(code=person.role_unit)
        user = users[person.key]
        if not RoleAssignment.objects.filter(user=user, unit=unit, role=person.role).exists():
            grant_role(
                actor=actor,
                user_id=user.pk,
                unit=unit,
                role=Role(person.role),
                title=person.role_title,
                reason="Quyết định phân công nhiệm vụ năm 2026",
                period=(_SINCE, None),
            )
