"""Every address × every role, declared in matrix.csv. An address that is not declared fails; a
stranger gets 404.

Columns: `name` of the address, `names` = which of the world's names fill its parts (part=name),
`get` and `post` = who may (roles, or `all` = everybody signed in, `public` = everybody, `-` =
nobody may use this method). Who may not is answered with 404 (403 where `seen` says that they
know of the thing), a stranger with the sign-in page, and nothing is written.
"""

import csv
from dataclasses import dataclass
from urllib.parse import parse_qsl

import pytest
from django.apps import apps
from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client, override_settings
from django.urls import reverse

from tests.architecture import world as worlds
from tests.architecture.source import ROOT
from tests.architecture.world import ROLES, World, routes

pytestmark = pytest.mark.django_db

TABLE = ROOT / "tests/architecture/matrix.csv"


@dataclass(frozen=True)
class Row:
    """One line of the table."""

    name: str
    names: str
    get: str
    post: str
    seen: str = ""
    data: str = ""

    def may(self, role: str, method: str) -> bool:
        who = (self.get if method == "GET" else self.post).split()
        signed_in = role not in {"anon", "gone"}
        return "public" in who or ("all" in who and signed_in) or role in who

    def url(self, world: World) -> str:
        parts = dict(pair.split("=") for pair in self.names.split())
        return reverse(self.name, kwargs={part: world.names[name] for part, name in parts.items()})


def rows() -> list[Row]:
    with TABLE.open(encoding="utf-8", newline="") as file:
        return [
            Row(**{key: value or "" for key, value in line.items()})
            for line in csv.DictReader(file)
        ]


def outcome(client: Client, method: str, url: str, world: World, role: str, data: str = "") -> str:
    """ok, sign-in, or the status; what was written is taken back."""
    user = world.users[role]
    if user is not None:
        client.force_login(user)
    with transaction.atomic():
        before = fingerprint() if method == "POST" else None
        answer = client.get(url) if method == "GET" else client.post(url, dict(parse_qsl(data)))
        wrote = before is not None and fingerprint() != before
        transaction.set_rollback(True)
    if answer.status_code in {301, 302} and "/tai-khoan/dang-nhap/" in answer["Location"]:
        word = "sign-in"
    else:
        word = (
            "ok"
            if answer.status_code < 400 or answer.status_code in {400, 409, 422}
            else str(answer.status_code)
        )
    return f"{word}+wrote" if wrote and word != "ok" else word


def fingerprint() -> tuple[int, ...]:
    """How many rows each of our tables has, in one query."""
    counts = ", ".join(f'(SELECT COUNT(*) FROM "{m._meta.db_table}")' for m in OURS)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {counts}")
        return cursor.fetchone()


OURS = [m for m in apps.get_models() if m.__module__.startswith(("lms.", "cms."))]


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker, tmp_path_factory):
    """One world for all rows, taken back at the end."""
    with (
        override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("media")),
        django_db_blocker.unblock(),
        transaction.atomic(),
    ):
        yield worlds.build()
        transaction.set_rollback(True)


def test_every_address_of_ours_is_declared():
    ours = {name for name, _, module in routes() if module.startswith(("lms.", "cms."))}
    declared = [row.name for row in rows()]
    assert sorted(declared) == sorted(ours)


def test_roles_in_the_table_exist():
    words = {word for row in rows() for word in (row.get + " " + row.post + " " + row.seen).split()}
    assert words <= {*ROLES, "all", "public", "nobody", "-"}


@pytest.mark.parametrize("row", rows() if TABLE.exists() else [], ids=lambda row: row.name)
def test_who_may(row, world):
    cache.clear()  # what others asked within this minute counts towards no limit here
    url, wrong = row.url(world), []
    for role in ROLES:
        for method in ("GET", "POST"):
            status = outcome(Client(), method, url, world, role, row.data)
            if status != expected(row, role, method) and status not in also(row, role, method):
                wrong.append(f"{method} {role}: {status}, not {expected(row, role, method)}")
    assert not wrong


def expected(row: Row, role: str, method: str) -> str:
    if (row.get if method == "GET" else row.post) == "-":
        return "405"
    if row.may(role, method):
        return "ok"
    if role in {"anon", "gone"}:
        return "sign-in"
    return "403" if role in row.seen.split() else "404"


def also(row: Row, role: str, method: str) -> set[str]:
    """Other fitting answers to those who may not."""
    if row.may(role, method):
        return set()
    if row.name.startswith(
        "studio_"
    ):  # Wagtail sends everybody who may not enter to the sign-in page
        return {"sign-in"}
    if row.get == "nobody":  # a public page of a thing that is not there
        return {"404"}
    return {"401"} if role in {"anon", "gone"} else set()  # JSON views
