"""One migrated template database a set of migrations; each run gets a copy of it.

The cast of the tests.
"""

import datetime as dt
import fcntl
import hashlib
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections
from django.utils import translation

from lms.core import clock
from tests import parts
from tests.factories import people
from tests.factories.own_database import own_database
from tests.factories.people import Cast

VAR = Path(settings.VAR_DIR)
RUN = f"{os.getpid()}"


# Marks of tests that need a real part: what it is called, whether it is here, how to get it.
REAL_PARTS = {
    "browser": ("Chromium", lambda: bool(parts.chromium()), "apt install chromium"),
    "redis": ("Redis", parts.has_redis, "apt install redis-server"),
    "gettext": ("gettext", parts.has_gettext, "apt install gettext"),
    "postgres": ("PostgreSQL", lambda: connection.vendor == "postgresql", "make test-pg"),
}
_NEEDS = "needs a real part: "


# What a test asks for that has a database behind it.
_DATABASE = {"db", "committed", "world", "everybody", "counts"}


def _speaks_of_the_database(item) -> bool:
    if item.get_closest_marker("once"):
        return False
    asks = _DATABASE & set(item.fixturenames) or item.get_closest_marker("django_db")
    return bool(asks or item.get_closest_marker("browser") or item.get_closest_marker("redis"))


def pytest_collection_modifyitems(config, items):
    """Truncating tables would take away what migrations wrote, and with it the ground of later
    tests.

    The run on PostgreSQL leaves out what has no database behind it, or says nothing about it
    (`once`): looks, weights, who is told what. That was proved in the other run.
    """
    if connection.vendor == "postgresql":
        config.hook.pytest_deselected(
            items=[item for item in items if not _speaks_of_the_database(item)]
        )
        items[:] = [item for item in items if _speaks_of_the_database(item)]
    for item in items:
        mark = item.get_closest_marker("django_db")
        wrong = mark and (mark.kwargs.get("transaction") or "committed" in item.fixturenames)
        if wrong:
            raise pytest.UsageError(f"{item.nodeid}: tests that commit use `committed`, unmarked")


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item):
    """Without its real part a test is not run, and said to be so at the end; in CI that is an
    error.

    PostgreSQL has a run of its own (`make test-pg`), which fails where it is missing.
    """
    for mark, (name, is_here, _) in REAL_PARTS.items():
        if item.get_closest_marker(mark) and not is_here():
            if os.environ.get("CI") == "true" and mark != "postgres":
                pytest.fail(f"{name} is missing")
            pytest.skip(f"{_NEEDS}{name}")


def pytest_terminal_summary(terminalreporter):
    """Say plainly what was not run."""
    reasons = [str(report.longrepr) for report in terminalreporter.stats.get("skipped", [])]
    for name, _, remedy in REAL_PARTS.values():
        count = sum(f"{_NEEDS}{name}" in reason for reason in reasons)
        if count:
            need = "test needs" if count == 1 else "tests need"
            terminalreporter.write_line(f"Not run here: {count} {need} {name} ({remedy}).")


def _fingerprint() -> str:
    digest = hashlib.sha256()
    for config in apps.get_app_configs():
        folder = Path(config.path) / "migrations"
        for file in sorted(folder.glob("*.py")):
            digest.update(str(file).encode() + file.read_bytes())
    return digest.hexdigest()[:16]


def _sqlite(template: str) -> Iterator[None]:
    VAR.mkdir(exist_ok=True)
    base, mine = VAR / f"{template}.sqlite3", VAR / f"test-{RUN}.sqlite3"
    with (VAR / "template.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not base.exists():
            for old in VAR.glob("template-*.sqlite3*"):
                old.unlink()
            making = base.with_suffix(".making")
            making.unlink(missing_ok=True)
            _use(str(making))
            call_command("migrate", verbosity=0)
            with connection.cursor() as cursor:
                cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            connection.close()
            making.rename(base)
        shutil.copy(base, mine)
    _use(str(mine))
    yield
    connections.close_all()
    for file in VAR.glob(f"{mine.name}*"):
        file.unlink()


def _postgres(template: str) -> Iterator[None]:
    mine, admin = f"test_{RUN}", psycopg.connect(**_admin_params(), autocommit=True)
    admin.execute("SELECT pg_advisory_lock(4711)")
    names = {row[0] for row in admin.execute("SELECT datname FROM pg_database")}
    if template not in names:
        admin.execute(f'CREATE DATABASE "{template}"')
        _use(template)
        call_command("migrate", verbosity=0)
        connection.close()
    admin.execute(f'CREATE DATABASE "{mine}" TEMPLATE "{template}"')
    admin.execute("SELECT pg_advisory_unlock(4711)")
    _use(mine)
    yield
    connections.close_all()
    admin.execute(f'DROP DATABASE "{mine}" WITH (FORCE)')
    admin.close()


def _admin_params() -> dict[str, str]:
    database = connection.settings_dict
    params = {
        "dbname": "postgres",
        "user": database["USER"],
        "password": database["PASSWORD"],
        "host": database["HOST"],
        "port": database["PORT"],
    }
    return {key: value for key, value in params.items() if value}


def _use(name: str) -> None:
    connection.close()
    connection.settings_dict["NAME"] = name
    settings.DATABASES["default"]["NAME"] = name


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment, django_db_blocker):
    """Replaces pytest-django's: migrations run once for all runs."""
    template = f"template-{_fingerprint()}"
    prepare = _postgres if connection.vendor == "postgresql" else _sqlite
    with django_db_blocker.unblock():
        setup = prepare(template)
        next(setup)
    yield
    with django_db_blocker.unblock():
        next(setup, None)


@pytest.fixture(scope="session", autouse=True)
def _fast_clock(django_db_setup, django_db_blocker):
    """The database's clock is asked before all tests, so that it never adds a query to a counted
    page.
    """
    with django_db_blocker.unblock():
        clock.now()
        connection.close()


@pytest.fixture
def cast(db) -> Cast:
    """The named people: cô Lan, thầy Minh, chị Hoa, ông Sơn, anh Tú, a unit manager, a stranger."""
    return people.cast()


@pytest.fixture
def committed(django_db_setup, django_db_blocker, tmp_path) -> Iterator[Cast]:
    """The named people in a database of their own, for tests with threads or a server: every row
    is committed.
    """
    with django_db_blocker.unblock(), own_database(tmp_path):
        yield people.cast()


@pytest.fixture
def at():
    """Set the clock: `with at(2026, 11, 23, 14, 0): …` (Vietnamese wall time)."""

    def moment(*parts: int):
        return clock.at(dt.datetime(*parts, tzinfo=clock.ZoneInfo(settings.TIME_ZONE)))

    return moment


@pytest.fixture
def english() -> Iterator[None]:
    """Messages in English, as they stand in the source."""
    with translation.override("en"):
        yield
