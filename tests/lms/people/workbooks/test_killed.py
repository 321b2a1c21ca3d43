"""A worker that dies in the middle of writing leaves nothing; while it lives, its counts are
seen by others (PostgreSQL).
"""

import os
import signal
import subprocess
import sys
import time

import pytest
from django.conf import settings
from django.db import connection

from lms.core.jobs.models import Job
from lms.core.jobs.queries import STALE
from lms.people.personnel.models import Official
from lms.people.workbooks import actions
from lms.people.workbooks.models import Batch, BatchWrite
from lms.project import sweep
from tests.factories.workbooks import build_xlsx, hash_people_tables, person_row, upload_and_try

# Stops for ever after the second person was written, inside the transaction.
WORKER = """
import pkgutil, sys, time, django
from unittest import mock
django.setup()
from lms.core.jobs.actions import perform_job
from lms.core.jobs import progress
from lms.people.workbooks.actions import applying
progress._PAUSE = 0
applying.chunks = lambda items: ([item] for item in items)
NAME = "lms.people.workbooks.actions.applying._write_people"
write, parts = pkgutil.resolve_name(NAME), []
def write_and_stop(batch, part):
    write(batch, part)
    parts.append(part)
    if len(parts) == 3:
        print("in the middle", flush=True)
        time.sleep(600)
mock.patch(NAME, write_and_stop).start()
perform_job(sys.argv[1])
"""


@pytest.mark.postgres
def test_killed_in_the_middle_nothing_is_written_and_it_is_taken_up_again(committed):
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one writer: nobody sees anything meanwhile")
    cast = committed
    pao = cast.actor(cast.pao)
    batch = upload_and_try(
        cast.commune,
        build_xlsx(*(person_row(f"Người Thứ {n}") for n in ("Một", "Hai", "Ba", "Bốn"))),
        actor=pao,
    )
    job = actions.start_batch_job(actor=pao, batch=batch, kind=actions.APPLY, back_url="")
    before = hash_people_tables()
    env = {
        **os.environ,
        "DATABASE_URL": _database_url(),
        "VAR_DIR": str(settings.VAR_DIR),
        "DJANGO_SETTINGS_MODULE": "lms.project.settings.test",
        "PYTHONPATH": str(settings.BASE_DIR),
    }
    worker = subprocess.Popen(
        [sys.executable, "-c", WORKER, str(job.pk)], env=env, stdout=subprocess.PIPE, text=True
    )
    try:
        assert worker.stdout.readline() == "in the middle\n"
        job.refresh_from_db()
        assert (job.state, job.done, job.total) == ("running", 2, 4)
        assert hash_people_tables() == before
    finally:
        worker.send_signal(signal.SIGKILL)
        worker.wait(10)
    assert _is_settled(before)
    assert not BatchWrite.objects.exists()
    assert Batch.objects.get().state == "checked"
    Job.objects.update(heartbeat_at=job.heartbeat_at - STALE)
    sweep.drain()
    job.refresh_from_db()
    assert (job.state, job.done, job.attempt) == ("done", 4, 2)
    assert Official.objects.filter(name_fold__startswith=" nguoi thu").count() == 4


def _database_url():
    database = connection.settings_dict
    credentials = f"{database['USER']}:{database['PASSWORD']}"
    place = f"host={database['HOST']}&port={database['PORT']}"
    return f"postgresql://{credentials}@/{database['NAME']}?{place}"


def _is_settled(before):
    """Whether the tables are as before: the server may notice the lost client with a delay."""
    for _attempt in range(50):
        if hash_people_tables() == before:
            return True
        time.sleep(0.1)
    return False
