"""Make the demo of a release that later releases are upgraded from: `python -m tests.upgrade.make
tests/upgrade/0.1`.

Builds what `make run` builds at one fixed moment, adds what the demo lacks (enriching.py), and
stores the database and its files, compressed. SQLite, or PostgreSQL where DATABASE_URL is given
(`python -m tests.parts python -m …`). Then `python -m tests.upgrade.expect` writes down what that
release answered.
"""

import datetime as dt
import io
import lzma
import os
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path
from urllib.parse import urlsplit

import psycopg

# The moment of the demo, and of everything that is asked of it.
MOMENT = dt.datetime(2026, 11, 30, 9, 30, tzinfo=dt.timezone(dt.timedelta(hours=7)))
NAME = "demo_to_store"


def main(release: Path) -> None:
    server = os.environ.pop("DATABASE_URL", "")
    os.environ.pop("REDIS_URL", None)
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "lms.project.settings.dev",
        "ALLOWED_HOSTS": "testserver",
        "LOG_LEVEL": "ERROR",
    }
    with tempfile.TemporaryDirectory(prefix="vungviec-demo-") as folder:
        os.environ["VAR_DIR"] = folder
        if server:
            with psycopg.connect(server, autocommit=True) as admin:
                admin.execute(f'DROP DATABASE IF EXISTS "{NAME}" WITH (FORCE)')
                admin.execute(f'CREATE DATABASE "{NAME}"')
            os.environ["DATABASE_URL"] = urlsplit(server)._replace(path=f"/{NAME}").geturl()
        _build()
        target = release / ("postgresql" if server else "sqlite")
        target.mkdir(parents=True, exist_ok=True)
        body = _dumped() if server else _copied(Path(folder))
        (target / "database.xz").write_bytes(lzma.compress(body, preset=9 | lzma.PRESET_EXTREME))
        packed = _packed(Path(folder) / "media")
        (target / "files.tar.xz").write_bytes(lzma.compress(packed, preset=9 | lzma.PRESET_EXTREME))


def _build() -> None:
    import django

    django.setup()
    from django.contrib.sessions.models import Session
    from django.core.management import call_command

    from lms.core import clock
    from tests.upgrade.enriching import enrich

    with clock.at(MOMENT):
        call_command("demo")
        enrich()
    Session.objects.all().delete()


def _copied(folder: Path) -> bytes:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("VACUUM")
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    return (folder / "vungviec.sqlite3").read_bytes()


def _dumped() -> bytes:
    """Plain SQL that needs no program to restore it: rows as INSERT, no owner, no grants."""
    from django.db import connection

    connection.close()
    words = ("--no-owner", "--no-privileges", "--no-comments", "--rows-per-insert=200")
    return subprocess.run(
        ["pg_dump", *words, os.environ["DATABASE_URL"]], check=True, capture_output=True
    ).stdout


def _packed(media: Path) -> bytes:
    """Like files beside each other and without times, so that they compress well and the same
    files pack the same.
    """
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as tar:
        for path in sorted(media.rglob("*")):
            if path.is_file():
                entry = tarfile.TarInfo(path.relative_to(media).as_posix())
                entry.size = path.stat().st_size
                tar.addfile(entry, io.BytesIO(path.read_bytes()))
    return out.getvalue()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
