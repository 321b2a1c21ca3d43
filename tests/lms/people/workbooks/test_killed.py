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
from tests.factories.workbooks import person, state_of_people, tried, xlsx

# Stops for ever after the second person was written, inside the transaction.
WORKER = """
import sys, time, django
django.setup()
from lms.core.jobs.actions import run
from lms.core.jobs import pulse
from lms.people.workbooks.actions import applying
pulse._PAUSE = 0
applying.chunks = lambda items: ([one] for one in items)
real, seen = applying._write, []
def write(batch, part):
    real(batch, part)
    seen.append(part)
    if len(seen) == 3:
        print("in the middle", flush=True)
        time.sleep(600)
applying._write = write
run(sys.argv[1])
"""


@pytest.mark.postgres
def test_killed_in_the_middle_nothing_is_written_and_it_is_taken_up_again(committed):
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one writer: nobody sees anything meanwhile")
    cast = committed
    pao = cast.actor(cast.pao)
    batch = tried(
        cast.commune,
        xlsx(*(person(f"Người Thứ {n}") for n in ("Một", "Hai", "Ba", "Bốn"))),
        actor=pao,
    )
    job = actions.start(actor=pao, batch=batch, kind=actions.APPLY, back_url="")
    before = state_of_people()
    env = {
        **os.environ,
        "DATABASE_URL": _address(),
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
        assert state_of_people() == before
    finally:
        worker.send_signal(signal.SIGKILL)
        worker.wait(10)
    assert _settled(before)
    assert not BatchWrite.objects.exists()
    assert Batch.objects.get().state == "checked"
    Job.objects.update(heartbeat_at=job.heartbeat_at - STALE)
    sweep.drain()
    job.refresh_from_db()
    assert (job.state, job.done, job.attempt) == ("done", 4, 2)
    assert Official.objects.filter(name_fold__startswith=" nguoi thu").count() == 4


def _address():
    at = connection.settings_dict
    return f"postgresql://{at['USER']}:{at['PASSWORD']}@/{at['NAME']}?host={at['HOST']}&port={at['PORT']}"


def _settled(before):
    """The server may need a moment to see that its client is gone."""
    for _wait in range(50):
        if state_of_people() == before:
            return True
        time.sleep(0.1)
    return False
