"""The id of the request in hand, for log lines.

Imported while settings load: nothing of Django here.
"""

import logging
from contextvars import ContextVar

current: ContextVar[str] = ContextVar("request_id", default="")


class RequestIdFilter(logging.Filter):
    """Gives log records the id of the request in whose thread they were written."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.request_id = current.get()
        return True
