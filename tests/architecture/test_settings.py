"""Settings fail loudly, and production refuses to start half configured."""

import os
import subprocess
import sys

import pytest
from django.core.exceptions import ImproperlyConfigured

from lms.project.settings import env
from tests.architecture.source import ROOT

GOOD = {
    "DJANGO_SETTINGS_MODULE": "lms.project.settings.production",
    "SECRET_KEY": "k" * 25 + "3f9A-zQ" * 6,
    "ALLOWED_HOSTS": "hoc.dienbien.example.vn",
    "DATABASE_URL": "postgresql://lms:secret@db:5432/lms",
    "REDIS_URL": "redis://redis:6379/0",
    "SITE_URL": "https://hoc.dienbien.example.vn",
}


def check(**changes):
    values = {**GOOD, **changes, "PATH": os.environ["PATH"]}
    values = {key: value for key, value in values.items() if value is not None}
    return subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        cwd=ROOT,
        env=values,
        capture_output=True,
        text=True,
    )


def test_production_is_clean():
    done = check()
    assert done.returncode == 0, done.stderr
    assert "no issues" in done.stdout


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("SECRET_KEY", None, "SECRET_KEY must be set"),
        ("SECRET_KEY", "short", "at least 40"),
        ("DEBUG", "1", "DEBUG must not"),
        ("ALLOWED_HOSTS", "*", "* is refused"),
        ("DATABASE_URL", None, "DATABASE_URL must be set"),
        ("REDIS_URL", None, "REDIS_URL must be set"),
    ],
)
def test_production_refuses(name, value, says):
    done = check(**{name: value})
    assert done.returncode != 0
    assert says in done.stderr


def test_readers_name_what_is_wrong(monkeypatch):
    monkeypatch.setenv("PORT", "acht")
    with pytest.raises(ImproperlyConfigured, match="PORT must be a whole number"):
        env.number("PORT", 1)
    monkeypatch.setenv("DEBUG", "maybe")
    with pytest.raises(ImproperlyConfigured, match="DEBUG must be 1 or 0"):
        env.flag("DEBUG", False)
    monkeypatch.setenv("DATABASE_URL", "mysql://x")
    with pytest.raises(ImproperlyConfigured, match="postgresql://"):
        env.database("DATABASE_URL", ROOT)


def test_a_database_address_is_read_whole(monkeypatch):
    monkeypatch.setenv(
        "DATABASE_URL", "postgresql://lms:p%40ss@db.example:5433/hoc?sslmode=require"
    )
    database = env.database("DATABASE_URL", ROOT)
    assert (
        database["USER"],
        database["PASSWORD"],
        database["HOST"],
        database["PORT"],
        database["NAME"],
    ) == (
        "lms",
        "p@ss",
        "db.example",
        "5433",
        "hoc",
    )
    assert database["OPTIONS"] == {"sslmode": "require"}
