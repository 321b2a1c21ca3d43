"""The register of the tests: the units of the lists, and what it holds after an import."""

import contextlib
import datetime as dt
from collections.abc import Iterator

from django.db import transaction

from lms.people.organisation.models import Succession, Unit, UnitLevel
from lms.people.personnel.actions import reorganise_units
from lms.people.personnel.actions.reorganising import Reorganisation
from lms.people.personnel.models import Official
from tests.factories import people
from tests.lms.people.workbooks.generated.invented import (
    COMMUNES,
    DEPARTMENTS,
    FORMER_COMMUNES,
    PROVINCE_CODE,
    Place,
)

AS_OF = dt.date(2026, 6, 30)


def build_register() -> None:
    """The province with its communes and their departments, and the named cast."""
    province = people.cast().province
    communes = {"Xã Na Son": Unit.objects.get(code="NASON")}
    for commune in COMMUNES:
        if commune.name not in communes:
            communes[commune.name] = people.unit(
                commune.code, commune.name, UnitLevel.COMMUNE, province
            )
            province.refresh_from_db()
    for department in DEPARTMENTS:
        commune = communes[department.commune]
        commune.refresh_from_db()
        people.unit(department.code, department.name, UnitLevel.DEPARTMENT, commune)
    for former in FORMER_COMMUNES:
        _merge_commune(former, communes[former.successor], province)
    assert province.code == PROVINCE_CODE


def _merge_commune(former: Place, successor: Unit, province: Unit) -> None:
    """Found the commune below the province and merge it in the reform of 2025."""
    province.refresh_from_db()
    unit = people.unit(former.code, former.name, UnitLevel.COMMUNE, province)
    plan = Reorganisation(
        Succession.Kind.MERGE, dt.date(2025, 7, 1), "NQ 1661", (unit,), (successor,)
    )
    reorganise_units(actor=people.SYSTEM, plan=plan)


@contextlib.contextmanager
def undone() -> Iterator[None]:
    """Leave the register as it was before."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def read_officials() -> dict[str, dict[str, object]]:
    """Each official by name, with what the register holds in the words of `ListColumn.says`."""
    officials = Official.objects.select_related("sensitive").prefetch_related(
        "posts__unit", "ranks", "qualifications", "ratings"
    )
    return {official.full_name: _read_official(official) for official in officials}


def _read_official(official: Official) -> dict[str, object]:
    values: dict[str, object] = {
        "full_name": official.full_name,
        "birth_date": official.birth_date,
        "birth_precision": official.birth_precision,
        "sex": official.sex,
        "code": official.code,
    }
    sensitive = getattr(official, "sensitive", None)
    if sensitive is not None:
        values |= {
            "ethnicity": sensitive.ethnicity,
            "id_number": sensitive.id_number,
            "is_party_member": sensitive.is_party_member,
        }
    for post in official.posts.all():
        values |= {
            "place": post.unit.code,
            "title": post.title,
            "position": post.position,
            "group": post.group,
            "is_key": post.is_key,
            "post_from": post.valid_from,
            "post_to": post.valid_to,
        }
    for rank in official.ranks.all():
        values["rank"] = rank.rank
    for qualification in official.qualifications.all():
        values[f"level {qualification.dimension}"] = qualification.level
        if qualification.field:
            values["study"] = qualification.field
    for rating in official.ratings.all():
        values[f"rating {rating.period}"] = rating.value
    return values
