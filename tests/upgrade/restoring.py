"""A stored demo as it was made, in a database and a folder of its own."""

import contextlib
import io
import lzma
import tarfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
from django.core.cache import cache
from django.db import connection, connections
from django.test import override_settings

from cms.courses import editions
from tests import conftest as setup

RELEASE = Path(__file__).parent / "0.1"


def folder_of(release: Path) -> Path:
    """What is stored of a release for the database of this run."""
    return release / connection.vendor


@contextlib.contextmanager
def restored(release: Path, folder: Path) -> Iterator[None]:
    """Work on the demo of `release`, whose files are put into `folder`."""
    stored, before = folder_of(release), connection.settings_dict["NAME"]
    body = lzma.decompress((stored / "database.xz").read_bytes())
    packed = lzma.decompress((stored / "files.tar.xz").read_bytes())
    with tarfile.open(fileobj=io.BytesIO(packed)) as tar:
        tar.extractall(folder / "media", filter="data")
    restore = _postgres if connection.vendor == "postgresql" else _sqlite
    with restore(body, folder) as name:
        setup._use(name)
        _forget_other_databases()
        try:
            with override_settings(MEDIA_ROOT=folder / "media"):
                yield
        finally:
            connections.close_all()
            setup._use(before)
            _forget_other_databases()


def _forget_other_databases() -> None:
    """Empty what this process remembers by primary key: the same keys are other rows now."""
    cache.clear()
    editions._remembered.clear()


@contextlib.contextmanager
def _sqlite(body: bytes, folder: Path) -> Iterator[str]:
    file = folder / "vungviec.sqlite3"
    file.write_bytes(body)
    yield str(file)


@contextlib.contextmanager
def _postgres(body: bytes, folder: Path) -> Iterator[str]:
    name = f"upgraded_{setup.RUN}_{folder.name}".replace("-", "_")
    params = setup._admin_params()
    with psycopg.connect(**params, autocommit=True) as admin:
        admin.execute(f'CREATE DATABASE "{name}" TEMPLATE template0')
        try:
            with psycopg.connect(**params | {"dbname": name}, autocommit=True) as mine:
                mine.execute(_sql(body, mine))
                mine.execute("ANALYZE")
            yield name
        finally:
            admin.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def _sql(body: bytes, server: psycopg.Connection) -> bytes:
    """The dump without what only psql reads; a server without trigrams goes without their index,
    as a new one does.
    """
    extension = server.execute("SELECT 1 FROM pg_available_extensions WHERE name = 'pg_trgm'")
    skipped: tuple[bytes, ...] = (b"\\restrict ", b"\\unrestrict ")
    if extension.fetchone() is None:
        skipped += (b"CREATE EXTENSION ", b"CREATE INDEX official_name_words ")
    return b"\n".join(line for line in body.split(b"\n") if not line.startswith(skipped))
