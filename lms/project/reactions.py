"""What follows what: event kind → functions `f(event)` run after the commit; job kind → function `f(actor, job, progress)` of the work.

Each is named by its path, so that nothing is imported before it is needed.
"""

REACTIONS: dict[str, tuple[str, ...]] = {}

JOBS: dict[str, str] = {}
