"""Units, the named cast, officials."""

import datetime as dt
import itertools
from dataclasses import dataclass

from lms.core import clock, text
from lms.core.actor import Actor
from lms.people.accounts.models import User
from lms.people.accounts.names import name_columns
from lms.people.accounts.queries import actor_of
from lms.people.organisation.models import Role, RoleAssignment, Unit, UnitLevel
from lms.people.organisation.periods import begin_state
from lms.people.organisation.policies import on_day
from lms.people.personnel.models import Group, Official, Post, RankHeld
from lms.people.rulebook.catalogue import ENTRIES
from lms.people.rulebook.models import Rule

SYSTEM = Actor.system("tests")
PASSWORD = "Chàm-và-lúa-2026"
LONG_AGO = dt.date(2000, 1, 1)
_serial = itertools.count(1)


def unit(
    code: str = "",
    name: str = "",
    level: str = UnitLevel.COMMUNE,
    parent: Unit | None = None,
    **fields,
) -> Unit:
    code = code or f"U{next(_serial)}"
    name = name or f"Xã {code}"
    fields = {
        "code": code,
        "name": name,
        "name_fold": text.fold_marks(name),
        "level": level,
        **fields,
    }
    new_unit = parent.add_child(**fields) if parent else Unit.add_root(**fields)
    begin_state(new_unit, parent)
    return new_unit


def user(full_name: str, **fields) -> User:
    fields.setdefault("email", f"{text.make_slug(full_name)}.{next(_serial)}@demo.example")
    return User.objects.create_user(full_name=full_name, password=PASSWORD, **fields)


def role(user: User, unit: Unit, role: str, **fields) -> RoleAssignment:
    fields = {"valid_from": LONG_AGO, "reason": "tests", **fields}
    return RoleAssignment.objects.create(user=user, unit=unit, role=role, **fields)


def official(full_name: str, unit: Unit, account: User | None = None, **fields) -> Official:
    post = {
        "title": fields.pop("title", "Công chức Tư pháp – Hộ tịch"),
        "is_key": fields.pop("is_key", False),
        "group": fields.pop("group", Group.CIVIL_SERVANT),
    }
    fields.setdefault("code", f"CB{next(_serial):05d}")
    fields.setdefault("birth_date", dt.date(1990, 5, 17))
    fields.setdefault("sex", "f")
    person = Official.objects.create(
        full_name=full_name,
        **name_columns(full_name),
        user=account,
        **fields,
    )
    Post.objects.create(official=person, unit=unit, valid_from=LONG_AGO, **post)
    return person


def rank_on(official: Official, day: dt.date | None = None) -> RankHeld | None:
    """The rank or grade that the official holds on `day` (None: today)."""
    return official.ranks.filter(on_day(day)).order_by("-valid_from", "-pk").first()


def rules() -> None:
    """The rulebook of a new installation. Keys that are written already keep their value."""
    written = set(Rule.objects.filter(unit=None).values_list("key", flat=True))
    Rule.objects.bulk_create(
        Rule(
            key=entry.key,
            title=entry.title,
            measure=entry.measure,
            value=default.value,
            basis=default.basis,
            source=default.source,
            is_verified=default.is_verified,
            valid_from=default.valid_from,
            valid_to=default.valid_to,
            written_at=clock.now(),
        )
        for entry in ENTRIES.values()
        if entry.key not in written
        for default in entry.defaults
    )


@dataclass
class Cast:
    """The people of the tests: users by their names; `cast.actor(user)` is a fresh actor."""

    province: Unit
    school: Unit
    commune: Unit
    other_province: Unit
    other_school: Unit
    lan: User  # learner, commune officer
    lan_official: Official
    minh: User  # instructor (when a class names them)
    hoa: User  # school office
    son: User  # school head
    tu: User  # training authority (Sở Nội vụ)
    pao: User  # unit manager of the commune
    editor: User
    stranger: User
    other_hoa: User  # school office of another school

    @staticmethod
    def actor(user: User) -> Actor:
        return actor_of(User.objects.get(pk=user.pk))


def cast() -> Cast:
    rules()
    province = unit("DIENBIEN", "Tỉnh Điện Biên", UnitLevel.PROVINCE)
    school = unit("TCT-DB", "Trường Chính trị tỉnh Điện Biên", UnitLevel.SCHOOL, province)
    commune = unit("NASON", "Xã Na Son", UnitLevel.COMMUNE, province)
    other_province = unit("LANGSON", "Tỉnh Lạng Sơn", UnitLevel.PROVINCE)
    other_school = unit(
        "TCT-LS", "Trường Chính trị tỉnh Lạng Sơn", UnitLevel.SCHOOL, other_province
    )
    people = {
        "lan": user("Lò Thị Lan"),
        "minh": user("Hoàng Văn Minh"),
        "hoa": user("Nguyễn Thị Hoa"),
        "son": user("Trần Hồng Sơn"),
        "tu": user("Lê Anh Tú"),
        "pao": user("Hờ A Páo"),
        "editor": user("Đặng Thu Hà"),
        "stranger": user("Vũ Thị Lạ"),
        "other_hoa": user("Hứa Thị Hoa"),
    }
    role(people["hoa"], school, Role.SCHOOL_OFFICE, title="Cán bộ phòng Đào tạo")
    role(people["son"], school, Role.SCHOOL_HEAD, title="Hiệu trưởng")
    role(people["editor"], school, Role.EDITOR)
    role(people["tu"], province, Role.AUTHORITY)
    role(people["pao"], commune, Role.UNIT_MANAGER)
    role(people["other_hoa"], other_school, Role.SCHOOL_OFFICE)
    return Cast(
        province=province,
        school=school,
        commune=commune,
        other_province=other_province,
        other_school=other_school,
        lan_official=official("Lò Thị Lan", commune, people["lan"]),
        **people,
    )
