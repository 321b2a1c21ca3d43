"""What the database knows about the size of its tables, by which it plans queries."""

from django.db import connection
from django.db.models import Model


def refresh_statistics(*models: type[Model]) -> None:
    """Have the tables of `models` counted now, inside the transaction of the caller.

    Whoever has filled tables calls this, last of all: until the transaction ends nobody else can
    have them counted. PostgreSQL counts rows in the background, some time after they were written.
    Where it does so while they are not committed yet, it takes a full table for an empty one, and
    plans joins as if each table had one row: they take minutes where it should be milliseconds.
    SQLite plans by the indexes alone; nothing is done there.
    """
    if connection.vendor != "postgresql" or not models:
        # without a list of tables ANALYZE would count the whole database
        return
    tables = ", ".join(connection.ops.quote_name(model._meta.db_table) for model in models)
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {tables}")
