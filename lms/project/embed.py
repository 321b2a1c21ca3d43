"""Celery's worker and beat as threads of the web process, for the demo and small schools."""

import logging
import threading

from celery.beat import EmbeddedService

from lms.project.celery import app

log = logging.getLogger(__name__)


class EmbeddedWorker:
    """Start and stop together with the server."""

    def __init__(self) -> None:
        app.loader.import_default_modules()
        self.worker = app.WorkController(
            hostname="embedded@localhost",
            pool_cls="threads",
            concurrency=2,
            without_heartbeat=True,
            without_mingle=True,
            without_gossip=True,
        )
        self.beat = EmbeddedService(app, thread=True)
        self.thread = threading.Thread(target=self.worker.start, name="worker", daemon=True)

    def start(self) -> None:
        self.thread.start()
        self.beat.start()

    def stop(self) -> None:
        self.beat.stop()
        self.worker.stop()
        self.thread.join(timeout=5)
