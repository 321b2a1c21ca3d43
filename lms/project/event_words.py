"""The words of every kind of event, collected from the `event_words.py` of the apps."""

from importlib import import_module

from django.utils.functional import Promise

EVENT_MODULES = (
    "cms.library.event_words",
    "cms.courses.event_words",
    "cms.pages.event_words",
    "cms.studio.event_words",
    "lms.core.jobs.event_words",
    "lms.people.accounts.event_words",
    "lms.people.organisation.event_words",
    "lms.people.rulebook.event_words",
    "lms.people.personnel.event_words",
    "lms.people.standards.event_words",
    "lms.people.privacy.event_words",
    "lms.people.workbooks.event_words",
    "lms.teaching.classes.event_words",
    "lms.teaching.enrolment.event_words",
    "lms.teaching.attendance.event_words",
    "lms.teaching.live.event_words",
    "lms.learning.progress.event_words",
    "lms.learning.assessment.event_words",
    "lms.learning.conduct.event_words",
    "lms.outcomes.results.event_words",
    "lms.outcomes.certificates.event_words",
    "lms.outcomes.evaluation.event_words",
    "lms.portals.console.event_words",
)

EVENT_WORDS: dict[str, str | Promise] = {}
for module in EVENT_MODULES:
    EVENT_WORDS |= import_module(module).EVENT_WORDS
