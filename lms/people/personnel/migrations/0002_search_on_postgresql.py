"""Search by the beginnings of words: trigrams know where a word begins, so that two letters narrow 100,000 names.

PostgreSQL alone: on SQLite the scan of the embedded demo needs no index. A server without the extension searches
slower and right.
"""

from typing import Any

from django.db import migrations

_INDEXES = {
    "official_name_words": "ON personnel_official USING gin (name_fold gin_trgm_ops)",
    "official_code_begins": "ON personnel_official (upper(code) varchar_pattern_ops)",
}


def add(apps: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor != "postgresql":
        return
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_available_extensions WHERE name = 'pg_trgm'")
        has_trigrams = cursor.fetchone() is not None
    if has_trigrams:
        schema_editor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
    for name, body in _INDEXES.items():
        if has_trigrams or "trgm" not in body:
            schema_editor.execute(f"CREATE INDEX IF NOT EXISTS {name} {body}")


def remove(apps: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor == "postgresql":
        for name in _INDEXES:
            schema_editor.execute(f"DROP INDEX IF EXISTS {name}")


class Migration(migrations.Migration):
    dependencies = [("personnel", "0001_initial")]
    operations = [migrations.RunPython(add, remove)]
