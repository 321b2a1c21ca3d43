"""A database of its own with really committed rows, for tests with threads or a server process
beside them.
"""

import contextlib
import shutil
from collections.abc import Iterator
from pathlib import Path

import psycopg
from django.conf import settings
from django.db import connection, connections

from tests import (
    conftest as setup,
)  # which imports this module: its names are read when they are needed


@contextlib.contextmanager
def own_database(folder: Path) -> Iterator[dict[str, str]]:
    """Copy the migrated template and work on the copy; yields the environment in which a server
    uses it too.
    """
    template, before = f"template-{setup._fingerprint()}", connection.settings_dict["NAME"]
    (folder / "secret_key").write_text(settings.SECRET_KEY, encoding="utf-8")
    environment = {"VAR_DIR": str(folder), "DATABASE_URL": ""}
    if connection.vendor == "postgresql":
        mine = f"own_{setup.RUN}_{folder.name}".replace("-", "_")
        with psycopg.connect(**setup._admin_params(), autocommit=True) as admin:
            admin.execute(f'CREATE DATABASE "{mine}" TEMPLATE "{template}"')
        database = connection.settings_dict
        environment["DATABASE_URL"] = (
            f"postgresql://{database['USER']}:{database['PASSWORD']}@/{mine}?host={database['HOST']}&port={database['PORT']}"
        )
    else:
        mine = str(folder / "vungviec.sqlite3")
        shutil.copy(Path(settings.VAR_DIR) / f"{template}.sqlite3", mine)
    setup._use(mine)
    try:
        yield environment
    finally:
        connections.close_all()
        setup._use(before)
        if connection.vendor == "postgresql":
            with psycopg.connect(**setup._admin_params(), autocommit=True) as admin:
                admin.execute(f'DROP DATABASE "{mine}" WITH (FORCE)')
