"""A small pool of threads for the sockets' database work, so that a slow query never stalls the
event loop or the pages.
"""

import asyncio
import functools
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import ParamSpec, TypeVar

from django.db import InterfaceError, OperationalError, connections

P = ParamSpec("P")
R = TypeVar("R")
_threads = ThreadPoolExecutor(max_workers=4, thread_name_prefix="live")


async def run_in_pool(work: Callable[P, R], /, *args: P.args, **kwargs: P.kwargs) -> R:
    """Run `work(*args, **kwargs)` in a thread of the pool with a sound database connection."""
    call = functools.partial(_run_with_connection, functools.partial(work, *args, **kwargs))
    return await asyncio.get_running_loop().run_in_executor(_threads, call)


def _run_with_connection(work: Callable[[], R]) -> R:
    # Django closes broken connections only at the end of a request, and here is none.
    for connection in connections.all(initialized_only=True):
        connection.close_if_unusable_or_obsolete()
    try:
        return work()
    except (InterfaceError, OperationalError):
        connections.close_all()
        raise
