"""The id of the current request, for log lines.

Settings import this module, so it must not import Django.
"""

import logging
from contextvars import ContextVar

current: ContextVar[str] = ContextVar("request_id", default="")


class RequestIdFilter(logging.Filter):
    """Adds the id of the current request to log records."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.request_id = current.get()
        return True
