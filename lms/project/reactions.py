"""What follows what: event kind → functions `f(event)` run after the commit; job kind → function
`f(actor, job, progress)` of the work.

Each is named by its path, so that nothing is imported before it is needed.
"""

REACTIONS: dict[str, tuple[str, ...]] = {
    "class.announced": ("lms.teaching.enrolment.tasks.tell_announced",),
    "class.cancelled": ("lms.teaching.enrolment.tasks.tell_cancelled",),
    "enrolment.enrolled": ("lms.teaching.enrolment.tasks.tell_enrolled",),
    "leave.decided": ("lms.teaching.attendance.tasks.tell_decided",),
    "leave.requested": ("lms.teaching.attendance.tasks.tell_requested",),
    "privacy.asked": ("lms.people.privacy.tasks.tell_asked",),
    "privacy.extended": ("lms.people.privacy.tasks.tell_extended",),
    "privacy.finished": ("lms.people.privacy.tasks.tell_closed",),
    "privacy.refused": ("lms.people.privacy.tasks.tell_closed",),
    "privacy.taken": ("lms.people.privacy.tasks.tell_taken",),
    "submission.graded": ("lms.learning.assessment.tasks.tell_graded",),
    "submission.returned": ("lms.learning.assessment.tasks.tell_returned",),
    "reason.remarked": ("lms.learning.assessment.tasks.tell_remarked",),
    "results.approved": ("lms.outcomes.certificates.tasks.propose_after_approval",),
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
