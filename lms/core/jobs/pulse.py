"""Counting work that is one long transaction: what it writes is seen by nobody before it ends, and
its counts would be.
"""

import contextlib
import time
from collections.abc import Iterator

from django.db import DatabaseError, connection

from lms.core import clock
from lms.core.jobs.models import Job

# Seconds between two signs of life.
_PAUSE = 1.0


class Pulse:
    """Items done of `total`. Without a job (a command, a test) it counts for nobody."""

    def __init__(self, job: Job | None = None) -> None:
        self.job = job
        self.total = self.done = 0
        self.message = ""
        self._told = 0.0
        # PostgreSQL lets a second connection write the job's row meanwhile; SQLite has one writer,
        # so that its page stands still until the work is done
        self._line = connection.copy() if job and connection.vendor == "postgresql" else None

    def start(self, total: int, message: str) -> None:
        """A stretch of work begins: `total` items, and what is done with them."""
        self.total, self.done, self.message = total, 0, message
        self._tell()

    def step(self, by: int = 1) -> None:
        """`by` more items are done."""
        self.done += by
        if time.monotonic() - self._told >= _PAUSE:
            self._tell()

    def stop(self, *, came_through: bool) -> None:
        """The transaction is over. What was rolled back counts as nothing done."""
        if not came_through:
            self.done = 0
        if self.job is not None:
            self.job.total, self.job.done = self.total, self.done
            self.job.save(update_fields=["total", "done"])
        if self._line is not None:
            self._line.close()

    def _tell(self) -> None:
        if self._line is None or self.job is None:
            return
        self._told = time.monotonic()
        # a row that somebody holds is told of next time
        with contextlib.suppress(DatabaseError), self._line.cursor() as cursor:
            cursor.execute("SET lock_timeout = '500ms'")
            cursor.execute(
                "UPDATE jobs_job SET total = %s, done = %s, message = %s, heartbeat_at = %s WHERE"
                " id = %s",
                [self.total, self.done, self.message, clock.now(), self.job.pk],
            )


@contextlib.contextmanager
def pulse(job: Job | None = None) -> Iterator[Pulse]:
    """To be put around the transaction, never inside it."""
    beating = Pulse(job)
    came_through = False
    try:
        yield beating
        came_through = True
    finally:
        beating.stop(came_through=came_through)
