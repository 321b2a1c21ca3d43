"""Long work: done once, survives a dead worker, says what went wrong."""

import pytest

from lms.core.errors import NotFound, RuleBroken
from lms.core.jobs import actions as jobs
from lms.core.jobs.models import Job
from lms.core.jobs.queries import my_job, waiting_jobs
from lms.core.jobs.states import JOB, JobState
from lms.project import reactions, sweep

pytestmark = pytest.mark.django_db


def count(actor, job, progress):
    progress.start(job.params["to"])
    for _ in range(job.params["to"]):
        progress.step()
    progress.keep("dem.txt", "đủ".encode())
    progress.result(counted=job.params["to"])


def refuse(actor, job, progress):
    raise RuleBroken("Sổ chưa chốt.")


def crash(actor, job, progress):
    raise OSError("no disk")


@pytest.fixture(autouse=True)
def _kinds(monkeypatch, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    for work in (count, refuse, crash):
        monkeypatch.setitem(reactions.JOBS, work.__name__, f"{__name__}.{work.__name__}")


def enqueue(cast, kind="count", key="1", **params):
    return jobs.enqueue_job(
        actor=cast.actor(cast.hoa), kind=kind, title="Đếm", key=key, params={"to": 3, **params}
    )


def test_work_is_done_with_progress_and_a_file(cast):
    job = enqueue(cast)
    sweep.drain()
    job.refresh_from_db()
    assert (job.state, job.done, job.total, job.percent) == (JobState.DONE, 3, 3, 100)
    assert job.file.read().decode() == "đủ"
    assert job.result == {"counted": 3}


def test_the_same_key_gives_the_same_job(cast):
    assert enqueue(cast) == enqueue(cast)
    assert enqueue(cast, key="2") != enqueue(cast)


def test_a_second_ring_does_nothing(cast):
    job = enqueue(cast)
    jobs.perform_job(job.pk)
    jobs.perform_job(job.pk)
    assert Job.objects.get().attempt == 1


def test_a_dead_worker_is_replaced(cast, at):
    with at(2026, 11, 23, 8, 0):
        job = enqueue(cast)
        assert jobs._claim(job.pk)  # and the worker dies here
        jobs.perform_job(job.pk)  # its lease still holds
        assert not waiting_jobs().exists()
    with at(2026, 11, 23, 8, 5):
        sweep.drain()
    job.refresh_from_db()
    assert (job.state, job.attempt) == (JobState.DONE, 2)


def test_a_rule_that_says_no_is_shown_and_not_retried(cast):
    job = enqueue(cast, "refuse")
    sweep.drain()
    job.refresh_from_db()
    assert (job.state, job.message, job.attempt) == (JobState.FAILED, "Sổ chưa chốt.", 1)


def test_a_fault_is_retried_then_left_to_a_person(cast):
    job = enqueue(cast, "crash")
    sweep.drain()
    job.refresh_from_db()
    assert (job.state, job.attempt) == (JobState.FAILED, jobs.ATTEMPTS)


def test_nobody_sees_the_work_of_others(cast):
    job = enqueue(cast)
    with pytest.raises(NotFound):
        my_job(cast.actor(cast.stranger), job.pk)


def test_every_state_can_be_reached():
    assert JOB.unreachable() == set()
