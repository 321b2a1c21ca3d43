"""Whoever is shown sensitive data of others leaves a row that they can read (Luật 91/2025/QH15):
every way is walked.
"""

import ast
import re
from collections.abc import Callable

import pytest

from cms.content import PlayMode
from lms.core import clock
from lms.core.errors import NotAllowed
from lms.learning.progress.actions import sync_batch
from lms.outcomes.evaluation.actions import look_at_takers
from lms.people.personnel.actions import (
    correct_sensitive,
    look_at_sensitive,
    note_activity_seen,
)
from lms.people.personnel.fields import SENSITIVE_FIELDS
from lms.people.personnel.models import Sensitive, SensitiveAccess
from lms.people.privacy.queries import my_accesses
from lms.people.workbooks.actions.listing import PeopleFilter, export_people
from tests.architecture.source import TEMPLATES, modules, short, tree
from tests.factories import learning, people

pytestmark = pytest.mark.django_db

WHY = "Rà soát hồ sơ theo kế hoạch"
CANARY = "Cống-canary"

# Who reads the table of sensitive fields, and why the person can trust it. Whoever else does is
# found below.
READERS = {
    "lms/people/personnel/actions/access.py": "shows, with a row",
    "lms/people/personnel/actions/sensitive.py": "shows and corrects, with a row",
    "lms/people/personnel/actions/officials.py": "writes",
    "lms/people/personnel/fields.py": "names the columns, and puts a row into words for its reader",
    "lms/people/personnel/duplicates.py": "compares numbers and shows none",
    "lms/people/personnel/merging.py": "moves rows",
    "lms/people/privacy/own_file.py": "shows people themselves",
    "lms/people/standards/profile.py": "counts; small cells are hidden",
    "lms/people/workbooks/exporting.py": "shows what export_people has written down",
    "lms/people/workbooks/journal.py": "writes, and takes back",
    "lms/people/workbooks/planning/comparing.py": "says that a field changes, never what it was",
    "lms/people/workbooks/planning/files.py": "reads for comparing",
    "lms/people/workbooks/planning/matching.py": "finds a person by the number that was brought",
    "lms/portals/learner/own/sheets.py": "shows people themselves",
    "lms/portals/unit/people/file.py": "shows what look_at_sensitive gave",
}
# Pages on which a value stands: one's own file, and the card behind a purpose.
PAGES = {"templates/learner/own/file.html", "templates/unit/people/_sensitive.html"}
# Actions that write such rows: each is walked below.
WRITERS = {
    "lms/people/personnel/actions/access.py",
    "lms/people/personnel/actions/sensitive.py",
    "lms/people/workbooks/actions/listing.py",
    "lms/outcomes/evaluation/actions.py",
}


def look(cast, actor):
    look_at_sensitive(actor=actor, official=cast.lan_official, purpose=WHY)


def correct(cast, actor):
    values = {"ethnicity": CANARY, "is_party_member": True}
    correct_sensitive(actor=actor, official=cast.lan_official, values=values, purpose=WHY)


def export(cast, actor):
    export_people(
        actor=actor, people_filter=PeopleFilter(day=clock.today().isoformat()), purpose=WHY
    )


def names(cast, actor):
    school = learning.school(cast)
    phone = learning.device(cast.lan, school.scenario)
    events = [phone.event("view", "canh-1"), *phone.choices(("canh-1", "a"))]
    sync_batch(actor=cast.actor(cast.lan), body=learning.batch(*events))
    look_at_takers(
        actor=actor,
        group=school.group,
        slug=school.scenario.slug,
        mode=PlayMode.GUIDED,
        scene="canh-1",
        choice="a",
    )


WAYS: dict[str, tuple[str, Callable, str]] = {
    "looking": ("pao", look, SensitiveAccess.What.FIELDS),
    "correcting": ("pao", correct, SensitiveAccess.What.FIELDS),
    "exporting": ("pao", export, SensitiveAccess.What.FIELDS),
    "names behind a count": ("minh", names, SensitiveAccess.What.ACTIVITY),
}


@pytest.fixture
def known(cast):
    Sensitive.objects.create(official=cast.lan_official, ethnicity=CANARY, id_number="011190000123")
    return cast


@pytest.mark.parametrize("way", WAYS)
def test_every_way_leaves_a_row_that_the_person_reads(known, way):
    who, walk, what = WAYS[way]
    user = getattr(known, who)
    before = clock.now()
    walk(known, known.actor(user))
    row = my_accesses(known.actor(known.lan)).get()
    assert (row.official, row.user, row.what) == (known.lan_official, user, what)
    assert row.purpose and row.at >= before


@pytest.mark.parametrize("way", WAYS)
def test_who_may_not_is_shown_nothing_and_leaves_no_row(known, way):
    sibling = people.user("Sùng A Chu")
    people.role(sibling, people.unit("PUNHI", "Xã Pú Nhi", parent=known.province), "unit_manager")
    with pytest.raises(NotAllowed):
        WAYS[way][1](known, known.actor(sibling))
    assert not SensitiveAccess.objects.exists()


def test_the_page_of_a_person_shows_nothing_before_and_writes_a_row_with_what_it_shows(
    known, client
):
    client.force_login(known.pao)
    url = f"/don-vi/nhan-su/{known.lan_official.uid}/"
    assert CANARY not in client.get(url).content.decode()
    assert CANARY not in client.post(url, {"do": "look", "purpose": " "}).content.decode()
    assert not SensitiveAccess.objects.exists()
    assert CANARY in client.post(url, {"do": "look", "purpose": WHY}).content.decode()
    assert SensitiveAccess.objects.get().user == known.pao


def test_who_stands_among_those_looked_at_gets_no_row_about_themselves(cast):
    looker = people.official("Hoàng Văn Minh", cast.commune, cast.minh)
    both = [cast.lan_official, looker]
    note_activity_seen(actor=cast.actor(cast.minh), officials=both, purpose=WHY)
    assert [row.official for row in SensitiveAccess.objects.all()] == [cast.lan_official]
    with pytest.raises(NotAllowed):
        note_activity_seen(actor=people.SYSTEM, officials=both, purpose=WHY)


def reads_sensitive(module: ast.Module) -> bool:
    """Takes the model, or looks through it ("official__sensitive__…")."""
    taken, lookups = [], []
    for node in ast.walk(module):
        if isinstance(node, ast.ImportFrom) and node.module == "lms.people.personnel.models":
            taken += [name.name for name in node.names]
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            lookups.append(node.value)
        elif isinstance(node, ast.keyword):
            lookups.append(node.arg or "")
    return "Sensitive" in taken or any(re.match(r"(\w+__)?sensitive__", one) for one in lookups)


@pytest.mark.parametrize(
    "line, reads",
    [
        ("from lms.people.personnel.models import Official, Sensitive", True),
        ("rows.filter(official__sensitive__ethnicity='Thái')", True),
        ("rows.values('sensitive__id_number')", True),
        ("from lms.people.personnel.models import Official", False),
        ("found = 'Sensitive'", False),
    ],
)
def test_a_reader_is_known_by_what_it_takes(line, reads):
    assert reads_sensitive(ast.parse(line)) == reads


def test_nobody_else_reads_the_sensitive_fields():
    readers = {
        short(path)
        for path in modules("lms")
        if "console" not in path.parts and reads_sensitive(tree(path))
    }
    assert readers - set(READERS) == set(), (
        "say in READERS why, and walk it in WAYS if it shows them"
    )


def test_no_other_page_prints_them():
    keys = "|".join(field.key for field in SENSITIVE_FIELDS)
    value = re.compile(rf"\.({keys})\b|\bsensitive(\.|_)lines\b")
    pages = {
        short(path)
        for path in TEMPLATES.rglob("*.html")
        if value.search(path.read_text(encoding="utf-8"))
    }
    assert pages == PAGES


def test_every_action_that_writes_such_rows_is_walked():
    calls = re.compile(
        r"SensitiveAccess\.objects\.(bulk_)?create|(?<!def"
        r" )\b(look_at_sensitive|note_activity_seen)\("
    )
    writers = {
        short(path)
        for path in modules("lms/people", "lms/teaching", "lms/learning", "lms/outcomes")
        if calls.search(path.read_text(encoding="utf-8"))
    }
    assert writers == WRITERS
