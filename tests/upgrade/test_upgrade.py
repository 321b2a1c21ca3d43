"""The demo of an earlier release, migrated: nothing of it is lost, and it answers as it did."""

import json
import lzma
from collections.abc import Iterator
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.utils.module_loading import import_string

from lms.core.audit.models import Delivery
from lms.core.jobs.models import Job
from lms.project.reactions import JOBS
from tests.upgrade.expect import migrations
from tests.upgrade.facts import all_facts
from tests.upgrade.make import MOMENT
from tests.upgrade.pages import ask
from tests.upgrade.restoring import RELEASE, folder_of, restored

# (role, address) → why a later release tells other figures or names there. What is not named here
# answers as before.
CHANGED_ON_PURPOSE: dict[tuple[str, str], str] = {}


@pytest.fixture(scope="module")
def expected(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[dict[str, Any]]:
    """What the release answered; the tests of this module work on its demo, upgraded as `make run`
    does it.

    It is set one migration back first, so that there is something to do before the next release has
    any.
    """
    with django_db_blocker.unblock():
        stored = (folder_of(RELEASE) / "expected.json.xz").read_bytes()
        with restored(RELEASE, tmp_path_factory.mktemp("upgraded")):
            call_command("migrate", "personnel", "0001", verbosity=0)
            out = StringIO()
            call_command("demo", stdout=out)
            yield json.loads(lzma.decompress(stored)) | {"said": out.getvalue()}


def test_an_older_demo_is_migrated_and_kept(expected, db):
    assert "your data is kept" in expected["said"]
    call_command("migrate", "--check", verbosity=0)


def test_every_figure_and_file_is_as_before(expected, db):
    before, after = expected["facts"], all_facts(MOMENT.date())
    # looking at a picture may make a smaller one
    after["files"] = {path: after["files"].get(path) for path in before["files"]}
    # by name, so that a failure says what it is about
    different = {
        name: _difference(facts, after.get(name))
        for name, facts in before.items()
        if after.get(name) != facts
    }
    assert not different


def _difference(before: Any, after: Any) -> Any:
    if isinstance(before, dict) and isinstance(after, dict):
        keys = [key for key in before | after if before.get(key) != after.get(key)]
        return {key: [before.get(key), after.get(key)] for key in keys[:3]}
    return before, after


def test_every_page_tells_what_it_told(expected, db):
    addresses = [(role, address) for role, address, _told in expected["pages"]]
    before = [facts for _role, _address, facts in expected["pages"]]
    lost_by_page = {}
    for (role, address, after), before_facts in zip(ask(MOMENT, addresses), before, strict=True):
        lost = {key: value for key, value in before_facts.items() if not _tells(after, key, value)}
        if lost and (role, address) not in CHANGED_ON_PURPOSE:
            lost_by_page[role, address] = {
                key: _missing(value, after.get(key)) for key, value in lost.items()
            }
    assert not lost_by_page


def _tells(after: dict[str, Any], key: str, value: Any) -> bool:
    """Names and figures may join others; everything else stays what it is."""
    if isinstance(value, list):
        return set(value) <= set(after.get(key, ()))
    return after.get(key) == value


def _missing(value: Any, after: Any) -> Any:
    return sorted(set(value) - set(after or ())) if isinstance(value, list) else (value, after)


def test_the_audit_log_is_sound(expected, db):
    out = StringIO()
    call_command("verify_audit", stdout=out)
    assert out.getvalue().startswith(f"{expected['facts']['audit'][0]} sealed")


def test_reactions_and_jobs_that_are_stored_are_still_found(expected, db):
    paths = set(Delivery.objects.values_list("reaction", flat=True))
    kinds = set(Job.objects.values_list("kind", flat=True))
    assert paths and kinds <= set(JOBS)
    for path in sorted(paths):
        assert callable(import_string(path)), path


def test_the_tables_are_those_of_the_models(expected, db):
    call_command("makemigrations", "--check", "--dry-run", stdout=StringIO())


@pytest.mark.once
def test_migrations_of_a_release_stay_as_they_are():
    lines = (RELEASE / "migrations.txt").read_text(encoding="utf-8").splitlines()
    stored = {path: digest for digest, path in (line.split("  ") for line in lines)}
    now = migrations()
    changed = [path for path, digest in stored.items() if now.get(path) != digest]
    assert not changed, "written down for good: add a migration instead"
