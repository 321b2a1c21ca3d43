"""The register of a country of 34 provinces at 1,000, 10,000 and 100,000 officials: milliseconds
and queries of each question, its ratio to an indexed lookup of one official, and how much it grew
over the last tenfold growth. Run by `benchmarks.people`.
"""

import datetime as dt
import random
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass

from django.db import connection
from django.test import Client

from lms.core.actor import Actor
from lms.people.accounts.models import User
from lms.people.accounts.queries import actor_of
from lms.people.organisation.actions import UnitDraft, found_unit, found_units, grant_role
from lms.people.organisation.models import Role, Unit, UnitLevel
from lms.people.personnel.actions import (
    OfficialDraft,
    PostDraft,
    QualificationDraft,
    RatingDraft,
    register_officials,
)
from lms.people.personnel.models import Dimension, Group, Official, QualificationLevel
from lms.people.personnel.queries import find_officials, register_on
from lms.people.personnel.queries.files import RegisterFilter
from lms.people.standards.queries import unit_profile
from lms.portals.console.demo import rules
from lms.portals.console.demo.names import Namer

SIZES = (1_000, 10_000, 100_000)
IN_A_COMMUNE = 30
PROVINCES = 34
ROUNDS = 15
_SINCE = dt.date(2025, 7, 1)
_TODAY = dt.date(2026, 11, 22)
_CHUNK = 2_000
_SYSTEM = Actor.system("benchmark")


@dataclass(frozen=True)
class Cost:
    """Of one question: median milliseconds, queries."""

    milliseconds: float
    queries: int


def measure(question: Callable[[], object]) -> Cost:
    question()
    asked: list[str] = []

    def note(execute: Callable[..., object], sql: str, *rest: object) -> object:
        asked.append(sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(note):
        question()
    times = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        question()
        times.append(time.perf_counter() - start)
    return Cost(1000 * statistics.median(times), len(asked))


def found() -> tuple[Unit, User]:
    """The country with its provinces, and somebody who keeps all of it."""
    rules.build_rules(_SYSTEM)
    draft = UnitDraft("VN", "Việt Nam", UnitLevel.CENTRAL)
    country = found_unit(actor=_SYSTEM, parent=None, draft=draft)
    drafts = [
        UnitDraft(f"P{n:02d}", f"Tỉnh {n}", UnitLevel.PROVINCE, _SINCE) for n in range(PROVINCES)
    ]
    found_units(actor=_SYSTEM, parent=country, drafts=drafts)
    user = User.objects.create_user(full_name="Lê Anh Tú", email="tu@benchmark.example")
    grant_role(
        actor=_SYSTEM, user_id=user.pk, unit=country, role=Role.AUTHORITY, reason="benchmark"
    )
    return country, user


def grow(rng: random.Random, had: int, size: int) -> None:
    """Register people until there are `size`, in communes of IN_A_COMMUNE."""
    numbers = range(-(-had // IN_A_COMMUNE), -(-size // IN_A_COMMUNE))
    communes: list[Unit] = []
    for number, province in enumerate(
        Unit.objects.filter(level=UnitLevel.PROVINCE).order_by("code")
    ):
        drafts = [
            UnitDraft(
                f"C{n:05d}",
                f"Xã {Namer(rng).name('Thái', 'f').split()[-1]} {n}",
                UnitLevel.COMMUNE,
                _SINCE,
            )
            for n in numbers
            if n % PROVINCES == number
        ]
        communes += found_units(actor=_SYSTEM, parent=province, drafts=drafts)
    for start in range(had, size, _CHUNK):
        drafts = [
            person(rng, n, communes[min((n - had) // IN_A_COMMUNE, len(communes) - 1)])
            for n in range(start, min(start + _CHUNK, size))
        ]
        register_officials(actor=_SYSTEM, drafts=drafts)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def person(rng: random.Random, number: int, unit: Unit) -> OfficialDraft:
    people = rng.choice(("Thái", "Mông", "Kinh", "Kinh"))
    group = rng.choice((Group.ELECTED, Group.CIVIL_SERVANT, Group.CIVIL_SERVANT))
    professional = rng.choice((QualificationLevel.COLLEGE, QualificationLevel.UNIVERSITY))
    theory = rng.choice((QualificationLevel.ELEMENTARY, QualificationLevel.INTERMEDIATE))
    return OfficialDraft(
        f"B{number:06d}",
        Namer(rng).name(people, "f"),
        dt.date(rng.randint(1966, 2002), rng.randint(1, 12), rng.randint(1, 28)),
        "f",
        (PostDraft(unit, "Công chức Tư pháp – Hộ tịch", group, _SINCE, is_key=rng.random() < 0.2),),
        qualifications=(
            QualificationDraft(Dimension.PROFESSIONAL, professional, _SINCE),
            QualificationDraft(Dimension.THEORY, theory, _SINCE),
        ),
        ratings=(
            RatingDraft("2025", "2020", rng.choice(("excellent", "good")), dt.date(2025, 12, 20)),
        ),
        sensitive={
            "ethnicity": people,
            "is_ethnic_minority": people != "Kinh",
            "is_party_member": rng.random() < 0.8,
        },
    )


def questions(country: Unit, user: User, size: int) -> dict[str, Callable[[], object]]:
    official = Official.objects.order_by("pk")[size // 2]
    commune = Unit.objects.get(code="C00007")
    browser = Client()
    browser.force_login(user)

    def search(typed: str) -> Callable[[], object]:
        def ask() -> object:
            actor = actor_of(user)
            return find_officials(actor, typed, among=register_on(actor, RegisterFilter(_TODAY)))

        return ask

    return {
        "one official, indexed": lambda: Official.objects.get(uid=official.uid),
        "search: nguyen thi hoa": search("nguyen thi ha"),
        "search: with marks": search("Nguyễn Thị Hà"),
        "search: thi (common)": search("thi"),
        "search: lo (short)": search("lo"),
        "search: staff code": search(official.code),
        "search: nobody": search("khong co ai"),
        "search: name and unit": search(f"{official.given_name} {official.posts.get().unit.name}"),
        "page: list of people": lambda: browser.get("/don-vi/nhan-su/"),
        "page: search": lambda: browser.get("/don-vi/nhan-su/?tim=nguyen+thi+ha"),
        "profile of a commune": lambda: unit_profile(commune, _TODAY),
        "profile of the country": lambda: unit_profile(country, _TODAY),
    }


def main() -> None:
    rng = random.Random(2026)  # noqa: S311 - invented people, not secrets
    country, user = found()
    costs: dict[int, dict[str, Cost]] = {}
    for had, size in zip((0, *SIZES), SIZES, strict=False):
        grow(rng, had, size)
        costs[size] = {name: measure(ask) for name, ask in questions(country, user, size).items()}
    head = "".join(f"{size:>14,} (queries)   ratio" for size in SIZES)
    sys.stdout.write(f"{'officials':<24}{head}  growth\n")
    for name in costs[SIZES[0]]:
        line = f"{name:<24}"
        for size in SIZES:
            cost, lookup = costs[size][name], costs[size]["one official, indexed"]
            line += (
                f"{cost.milliseconds:>11.1f} ms ({cost.queries:>2})  "
                f" {cost.milliseconds / lookup.milliseconds:>9.1f}"
            )
        growth = costs[SIZES[2]][name].milliseconds / costs[SIZES[1]][name].milliseconds
        sys.stdout.write(f"{line} {growth:>6.1f}x\n")
