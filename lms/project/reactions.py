"""What follows what: event kind → functions `f(event)` run after the commit; job kind → function `f(actor, job, progress)` of the work.

Each is named by its path, so that nothing is imported before it is needed.
"""

REACTIONS: dict[str, tuple[str, ...]] = {
    "results.approved": ("lms.outcomes.certificates.tasks.propose_after_approval",),
}

JOBS: dict[str, str] = {
    "certificates.issue_class": "lms.outcomes.certificates.tasks.issue_class",
    "certificates.export_register": "lms.outcomes.certificates.tasks.export_register",
}
