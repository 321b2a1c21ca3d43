"""What follows what: event kind → functions `f(event)` run after the commit; job kind → function
`f(actor, job, progress)` of the work.

Each is named by its path, so that a delivery that is stored finds it again.
"""

from collections import defaultdict
from importlib import import_module

from lms.core.notices.event_notices import EventNotice

# Every EventNotice in these modules follows its events.
NOTICE_MODULES = (
    "lms.people.personnel.tasks",
    "lms.people.privacy.tasks",
    "lms.teaching.enrolment.tasks",
    "lms.teaching.attendance.tasks",
    "lms.learning.assessment.tasks",
    "lms.outcomes.certificates.tasks",
)
_OTHER_REACTIONS = {
    "results.approved": "lms.outcomes.certificates.tasks.propose_after_approval",
}

JOBS: dict[str, str] = {
    "attendance.register": "lms.teaching.attendance.tasks.export_register",
    "certificates.issue_class": "lms.outcomes.certificates.tasks.issue_class",
    "reporting.conduct": "lms.outcomes.reporting.tasks.export_conduct",
    "certificates.export_register": "lms.outcomes.certificates.tasks.export_register",
    "workbooks.try_out": "lms.people.workbooks.tasks.try_out",
    "workbooks.apply": "lms.people.workbooks.tasks.apply",
    "workbooks.undo": "lms.people.workbooks.tasks.undo",
    "workbooks.people": "lms.people.workbooks.tasks.export_people",
}


def _collect_reactions() -> dict[str, tuple[str, ...]]:
    """Event kind → paths of what follows it."""
    paths: dict[str, list[str]] = defaultdict(list)
    for kind, path in _OTHER_REACTIONS.items():
        paths[kind].append(path)
    for module in NOTICE_MODULES:
        for name, notice in vars(import_module(module)).items():
            if isinstance(notice, EventNotice):
                for kind in notice.events:
                    paths[kind].append(f"{module}.{name}")
    return {kind: tuple(following) for kind, following in paths.items()}


REACTIONS = _collect_reactions()
