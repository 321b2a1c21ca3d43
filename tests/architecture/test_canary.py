"""What stands about a sibling unit's people is found in no answer: pages, searches, exports, error
texts.

Somebody is planted in the neighbouring commune, with a word in each field that occurs nowhere else.
Then every address is asked by everybody who has no business with that person, with their keys in
the address and their words in the search.
"""

import datetime as dt
import io
import zipfile

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import Client, override_settings
from django.urls import NoReverseMatch, reverse

from lms.people.organisation.models import UnitLevel
from lms.people.personnel.fields import SENSITIVE_FIELDS, FieldKind
from lms.people.personnel.models import (
    Post,
    Qualification,
    RankHeld,
    Rating,
    Sensitive,
    TrainingRecord,
)
from lms.people.standards.models import StandardDecision
from tests.architecture import world as worlds
from tests.architecture.test_matrix import rows
from tests.factories import people

pytestmark = [pytest.mark.django_db, pytest.mark.once]

# Nobody's: no business with the sibling unit at all.
STRANGERS = ("lan", "minh", "pao", "other_tu")
# The school serves the province: it may know who they are, never what is sensitive or what their
# file says.
SCHOOL = ("hoa",)
# Addresses of classes and lessons, where a role is not one of theirs: the matrix keeps them shut.
ELSEWHERE = {"minh": ("studio_",)}
OPEN = {
    "name": "Kanarienvogel",
    "unit": "Zeisigtal",
    "title": "Stieglitzpost",
    "code": "ZEISIG-0815",
}
# A text for each sensitive field that holds one; figures fit every length.
SENSITIVE = {
    field.key: f"0111993{number:05d}"
    for number, field in enumerate(SENSITIVE_FIELDS)
    if field.kind is FieldKind.TEXT
}
CLOSED = {
    **SENSITIVE,
    "institution": "Rotkehlchenschule",
    "rank": "Amselrang",
    "decision": "4711-BUCHFINK",
    "training": "Nachtigallkurs",
    "birth": "13/02/1961",
}


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker, tmp_path_factory):
    with (
        override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("media")),
        django_db_blocker.unblock(),
        transaction.atomic(),
    ):
        built = worlds.build()
        _plant(built)
        yield built
        transaction.set_rollback(True)


def _plant(world) -> None:
    day = dt.date(2020, 1, 1)
    unit = people.unit("ZEISIG", f"Xã {OPEN['unit']}", UnitLevel.COMMUNE, world.cast.province)
    bird = people.official(
        f"Lò Thị {OPEN['name']}",
        unit,
        code=OPEN["code"],
        title=OPEN["title"],
        birth_date=dt.date(1961, 2, 13),
    )
    flags = {field.key: True for field in SENSITIVE_FIELDS if field.kind is FieldKind.FLAG}
    Sensitive.objects.create(official=bird, **SENSITIVE, **flags)
    Qualification.objects.create(
        official=bird,
        dimension="professional",
        level="master",
        held_from=day,
        institution=CLOSED["institution"],
    )
    RankHeld.objects.create(official=bird, rank="expert", title=CLOSED["rank"], valid_from=day)
    Rating.objects.create(
        official=bird,
        period="2025",
        scale="2020",
        value="good",
        decided_on=day,
        decision=CLOSED["decision"],
    )
    StandardDecision.objects.create(
        official=bird,
        dimension="it",
        met=True,
        basis="exception",
        decided_on=day,
        decision=CLOSED["decision"],
    )
    TrainingRecord.objects.create(
        official=bird,
        source="canary",
        title=CLOSED["training"],
        school="X",
        kind="bồi dưỡng",
        periods=8,
        starts_on=day,
        ends_on=day,
    )
    # the words of the official's own page and of their unit's, where an address asks for them
    world.names |= {
        "bird": bird.uid,
        "nest": unit.code,
        "bird_post": Post.objects.get(official=bird).pk,
    }


def addresses(world):
    """(path, method) of everything, with the names of the world and with those of the planted
    one.
    """
    swapped = {"official": "bird", "unit": "nest", "twin": "bird", "post": "bird_post"}
    for row in rows():
        parts = dict(pair.split("=") for pair in row.names.split())
        for names in (parts, {part: swapped.get(name, name) for part, name in parts.items()}):
            try:
                path = reverse(row.name, kwargs={p: world.names[n] for p, n in names.items()})
            except NoReverseMatch:
                continue
            yield row, path


def said(answer) -> str:
    """Everything that an answer says, workbooks opened."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if body[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(body)) as workbook:
            body = b"".join(workbook.read(name) for name in workbook.namelist())
    return body.decode("utf-8", "replace")


def told(text: str, words, asked: str) -> list[str]:
    """Which planted words an answer tells that were not in the question."""
    return [word for word in words if word in text and word.lower() not in asked.lower()]


def questions(row, path):
    """GET and POST as somebody curious would ask."""
    if row.get != "-":
        yield "GET", path, {}
        if not row.names:
            yield "GET", path, {"tim": OPEN["name"], "q": OPEN["name"], "ngay": "2026-11-01"}
            yield "GET", path, {"tim": OPEN["code"], "don-vi": "ZEISIG", "unit": "ZEISIG"}
    if row.post != "-":
        yield (
            "POST",
            path,
            {
                "unit": "ZEISIG",
                "don-vi": "ZEISIG",
                "code": OPEN["code"],
                "full_name": f"Lò Thị {OPEN['name']}",
                "birth_date": "1961-02-13",
                "tim": OPEN["name"],
                "reason": "x",
                "do": "look",
                "purpose": "x",
            },
        )


def answers(world, role):
    """(question, what was said, what was asked) for one role; nothing stays written."""
    client = Client()
    client.force_login(world.users[role])
    shut = ELSEWHERE.get(role, ("studio_", "live_", "instructor_"))
    for row, path in addresses(world):
        if row.name.startswith(shut):
            continue
        cache.clear()  # a limit that is reached would hide what is said
        for method, where, data in questions(row, path):
            with transaction.atomic():
                answer = client.get(where, data) if method == "GET" else client.post(where, data)
                text = said(answer)
                transaction.set_rollback(True)
            yield f"{method} {where} {data}", text, f"{where} {data}"


@pytest.mark.parametrize("role", STRANGERS)
def test_strangers_are_told_nothing(world, role):
    words = [*OPEN.values(), *CLOSED.values()]
    leaks = [
        (question, leaked)
        for question, text, asked in answers(world, role)
        if (leaked := told(text, words, asked))
    ]
    assert not leaks


@pytest.mark.parametrize("role", SCHOOL)
def test_the_school_is_not_told_what_the_file_says(world, role):
    # ZEISIG stands in the staff code
    leaks = [
        (question, leaked)
        for question, text, asked in answers(world, role)
        if (leaked := told(text, CLOSED.values(), asked))
    ]
    assert not leaks


def test_his_own_unit_is_told(world):
    """The words would be found where they may stand: else this file proves nothing."""
    manager = people.user("Quản lý Zeisigtal")
    nest = Post.objects.get(pk=world.names["bird_post"]).unit
    people.role(manager, nest, "unit_manager")
    client = Client()
    client.force_login(manager)
    page = said(client.get(f"/don-vi/nhan-su/{world.names['bird']}/"))
    for word in ("name", "unit", "title", "code"):
        assert OPEN[word] in page
    for word in ("institution", "rank", "training"):
        assert CLOSED[word] in page
