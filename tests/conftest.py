"""One migrated template database a set of migrations; each run gets a copy of it. The cast of the house."""

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

from lms.core import clock
from tests.factories import people
from tests.factories.people import Cast

VAR = Path(settings.VAR_DIR)
RUN = f"{os.getpid()}"


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
    found = connection.settings_dict
    params = {"dbname": "postgres", "user": found["USER"], "password": found["PASSWORD"],
              "host": found["HOST"], "port": found["PORT"]}  # fmt: skip
    return {key: value for key, value in params.items() if value}


def _use(name: str) -> None:
    connection.close()
    connection.settings_dict["NAME"] = name
    settings.DATABASES["default"]["NAME"] = name


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment, django_db_blocker):  # noqa: ARG001
    """Replaces pytest-django's: migrations run once for all runs."""
    template = f"template-{_fingerprint()}"
    prepare = _postgres if connection.vendor == "postgresql" else _sqlite
    with django_db_blocker.unblock():
        setup = prepare(template)
        next(setup)
    yield
    with django_db_blocker.unblock():
        next(setup, None)


@pytest.fixture(autouse=True)
def _fast_clock(request):
    """The database's clock is asked before the test, so that it never adds a query to a counted page."""
    if "django_db_setup" in request.fixturenames and connection.vendor == "postgresql":
        request.getfixturevalue("db")
        clock.now()


@pytest.fixture
def cast(db) -> Cast:
    """The named people: cô Lan, thầy Minh, chị Hoa, ông Sơn, anh Tú, a unit manager, a stranger."""
    return people.cast()


@pytest.fixture
def at():
    """Set the clock: `with at(2026, 11, 23, 14, 0): …` (Vietnamese wall time)."""

    def moment(*parts: int):
        return clock.at(dt.datetime(*parts, tzinfo=clock.ZoneInfo(settings.TIME_ZONE)))

    return moment
