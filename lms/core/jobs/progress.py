"""Progress of work that is one long transaction.

Nobody sees what a transaction writes before it ends, its own counts included: they are written
through a connection of their own.
"""

import contextlib
import time
from collections.abc import Iterator

from django.db import DatabaseError, connection

from lms.core import clock
from lms.core.jobs.models import Job

# Seconds between two writes of the counts.
_PAUSE = 1.0


class ProgressReporter:
    """Items done of `total`. Without a job (a command, a test) nothing is written."""

    def __init__(self, job: Job | None = None) -> None:
        self.job = job
        self.total = self.done = 0
        self.message = ""
        self._written_at = 0.0
        # PostgreSQL lets a second connection write the job's row meanwhile; SQLite has one writer,
        # so that its page stands still until the work is done
        self._connection = connection.copy() if job and connection.vendor == "postgresql" else None

    def start(self, total: int, message: str) -> None:
        """Begin a stretch of work: `total` items, and the message shown beside the count."""
        self.total, self.done, self.message = total, 0, message
        self._write()

    def step(self, by: int = 1) -> None:
        """`by` more items are done."""
        self.done += by
        if time.monotonic() - self._written_at >= _PAUSE:
            self._write()

    def stop(self, *, is_committed: bool) -> None:
        """End the work; after a rollback nothing counts as done."""
        if not is_committed:
            self.done = 0
        if self.job is not None:
            self.job.total, self.job.done = self.total, self.done
            self.job.save(update_fields=["total", "done"])
        if self._connection is not None:
            self._connection.close()

    def _write(self) -> None:
        if self._connection is None or self.job is None:
            return
        self._written_at = time.monotonic()
        # A row that somebody else has locked is written next time.
        with contextlib.suppress(DatabaseError), self._connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '500ms'")
            cursor.execute(
                "UPDATE jobs_job SET total = %s, done = %s, message = %s, heartbeat_at = %s WHERE"
                " id = %s",
                [self.total, self.done, self.message, clock.now(), self.job.pk],
            )


@contextlib.contextmanager
def report_progress(job: Job | None = None) -> Iterator[ProgressReporter]:
    """A reporter for the work inside. Open it around the transaction, never inside it."""
    reporter = ProgressReporter(job)
    is_committed = False
    try:
        yield reporter
        is_committed = True
    finally:
        reporter.stop(is_committed=is_committed)
