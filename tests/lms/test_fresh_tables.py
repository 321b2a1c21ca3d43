"""Heavy questions end soon, also where PostgreSQL takes full tables for empty ones."""

import datetime as dt
from collections.abc import Callable, Iterable
from typing import Any

import pytest
from django.apps import apps
from django.db import OperationalError, connection, transaction
from django.db.models import Model

from lms.core import clock
from lms.core.statistics import refresh_statistics
from lms.learning.conduct.queries import exemptable_among
from lms.outcomes.certificates.queries import classes_to_sign, corrections_wanted
from lms.outcomes.reporting.queries.area import area_units, area_year
from lms.outcomes.reporting.queries.conduct import area_conduct, unit_conduct
from lms.outcomes.reporting.queries.reorganising import simulate_reorganisation
from lms.outcomes.reporting.queries.unit import unit_year
from lms.people.organisation.drafts import Reorganisation, UnitDraft
from lms.people.organisation.models import Role, Succession, Unit, UnitLevel
from lms.people.personnel.duplicates import find_duplicates, kept_merges
from lms.people.personnel.models import Official
from lms.people.personnel.queries import files, people_seen, register_on, schooled_officials
from lms.people.personnel.queries.roles import area_roles, role_candidates
from lms.people.privacy.queries import open_requests
from lms.people.standards import queries as standards
from lms.people.workbooks import lists
from lms.teaching.enrolment.queries import clashes_with_class, enrolment_candidates
from tests.factories import country, people, workbooks
from tests.factories.people import Cast

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]

Question = Callable[[], Any]

# With statistics each takes less than a second.
SECONDS = 5


def forget_rows() -> None:
    """PostgreSQL believes of every table filled by this transaction that it is empty.

    It counts rows in another session, as its own autovacuum does, before ours are committed.
    """
    other = connection.copy()
    with other.cursor() as cursor:
        cursor.execute("ANALYZE")
    other.close()


@pytest.fixture
def crowded(cast) -> Cast:
    """A province of 2,000 officials of whom the planner knows nothing; anh Páo manages it."""
    people.role(cast.pao, cast.province, Role.UNIT_MANAGER)
    country.fill(cast, 2_000)
    forget_rows()
    return cast


def questions_of_imports(cast: Cast) -> dict[str, Question]:
    """Asked while rows are written, when nobody has counted them yet."""
    today = clock.today()
    keys = list(Official.objects.values_list("pk", flat=True))
    rows = [
        workbooks.person_row(official.full_name, f"{official.birth_date:%d/%m/%Y}", "Nữ")
        for official in Official.objects.order_by("pk")[:300]
    ]
    body = workbooks.build_xlsx(*rows)
    return {
        "gaps of a unit": lambda: standards.unit_gaps(cast.province, today),
        "gaps of many": lambda: standards.gaps_among(keys, today),
        "a workbook tried out": lambda: workbooks.upload_and_try(cast.province, body),
    }


def questions(cast: Cast) -> dict[str, Question]:
    """Questions about all officials of the province over several tables, by name."""
    authority, manager, office, head = (
        cast.actor(user) for user in (cast.tu, cast.pao, cast.hoa, cast.son)
    )
    today, yesterday = clock.today(), clock.today() - dt.timedelta(days=1)
    province = cast.province
    officials = list(Official.objects.order_by("pk"))
    keys = [official.pk for official in officials]
    group = cast.school.classes.latest("pk")
    everybody = lists.PeopleFilter(today.isoformat())
    named = lists.PeopleFilter(today.isoformat(), typed="lo thi muong")
    return _of_people(cast, officials) | {
        "gaps of a unit": lambda: standards.unit_gaps(province, today),
        "gaps of many": lambda: standards.gaps_among(keys, today),
        "profile of a unit": lambda: standards.unit_profile(province, today),
        "gaps that a manager reads": lambda: standards.readable_among(
            manager, cast.commune, standards.unit_gaps(province, today)
        ),
        "officials to review": lambda: standards.reviewable_among(authority, keys),
        "an official to review": lambda: standards.reviewed_official(authority, officials[0].uid),
        "listed officials": lambda: lists.count_of(authority, everybody),
        "listed and kept officials": lambda: lists.kept_count_of(authority, everybody),
        "officials found by name and unit": lambda: lists.kept_count_of(authority, named),
        "requests about data": lambda: list(open_requests(authority)),
        "officials to exempt": lambda: exemptable_among(authority, keys),
        "candidates of a class": lambda: list(enrolment_candidates(group, "mường")),
        "clashes of classes": lambda: clashes_with_class(group, keys),
        "classes to sign": lambda: list(classes_to_sign(head)),
        "corrections wanted": lambda: list(corrections_wanted(office)),
        "year of a unit": lambda: unit_year(manager),
        "year of an area": lambda: area_year(authority),
        "units of an area": lambda: list(area_units(authority)),
        "conduct of a unit": lambda: unit_conduct(manager, today),
        "conduct of an area": lambda: area_conduct(authority, yesterday),
        "roles of an area": lambda: list(area_roles(authority, typed="hờ a")),
        "candidates for a role": lambda: role_candidates(authority, "lo thi"),
        "a reorganisation": lambda: simulate_reorganisation(people.SYSTEM, _merger(province)),
    }


def _of_people(cast: Cast, officials: list[Official]) -> dict[str, Question]:
    authority, office = cast.actor(cast.tu), cast.actor(cast.hoa)
    today, last_year = clock.today(), clock.today() - dt.timedelta(days=365)
    first = officials[0]
    return {
        "officials seen": lambda: list(people_seen(authority)),
        "officials of a school": lambda: list(schooled_officials(office)),
        "officials kept": lambda: list(files.kept_officials(authority)),
        "files read": lambda: list(files.readable_officials(authority)),
        "files read among others": lambda: files.readable_among(authority, officials),
        "register of today": lambda: list(
            register_on(authority, files.RegisterFilter(today, cast.province))
        ),
        "register of a past day": lambda: list(
            register_on(authority, files.RegisterFilter(last_year, cast.province))
        ),
        "namesakes": lambda: files.find_namesakes(
            authority, first.full_name, first.birth_date, cast.commune
        ),
        "twins": lambda: find_duplicates(authority),
        "merges": lambda: list(kept_merges(authority)),
    }


def _merger(province: Unit) -> Reorganisation:
    communes = tuple(
        province.get_children().filter(level=UnitLevel.COMMUNE, name__contains="Mường")
    )
    successor = UnitDraft("MUONG", "Xã Mường", UnitLevel.COMMUNE)
    first_day = clock.today() + dt.timedelta(days=30)
    return Reorganisation(Succession.Kind.MERGE, first_day, "QĐ 7", communes[:50], (successor,))


def unanswered(asked: dict[str, Question]) -> Iterable[str]:
    """Names of the questions that take longer than SECONDS."""
    for name, ask in asked.items():
        try:
            with transaction.atomic():
                with connection.cursor() as cursor:
                    cursor.execute(f"SET LOCAL statement_timeout = '{SECONDS}s'")
                ask()
        except OperationalError as error:
            yield f"{name}: {error}"


def believes_empty(model: type[Model]) -> bool:
    """Whether the planner takes the table for empty though it has pages."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relpages, reltuples FROM pg_class WHERE relname = %s", [model._meta.db_table]
        )
        pages, rows = cursor.fetchone()
    return pages > 0 and rows == 0


def test_what_imports_ask_ends_on_tables_that_the_planner_believes_empty(crowded):
    assert believes_empty(Official)
    assert not list(unanswered(questions_of_imports(crowded)))
    assert believes_empty(Official), "nobody has counted the rows in between"


def test_every_heavy_question_ends_once_the_writer_had_its_tables_counted(crowded):
    asked = questions(crowded)
    refresh_statistics(*apps.get_models())
    assert not believes_empty(Official)
    assert not list(unanswered(asked))
