"""What follows an event or does a job is named by its path: each leads to something that can be
called, and no notice is left out.
"""

import ast
from importlib import import_module
from inspect import isfunction
from pathlib import Path

from django.utils.module_loading import import_string

from lms.core.notices.event_notices import EventNotice
from lms.project.event_words import EVENT_WORDS
from lms.project.reactions import JOBS, NOTICE_MODULES, REACTIONS

# Deliveries are stored with these paths: a name that is gone would be mail that never goes out.
# What is new is added; nothing is taken away.
STORED_PATHS = {
    "lms.learning.assessment.tasks": {"tell_graded", "tell_remarked", "tell_returned"},
    "lms.outcomes.certificates.tasks": {
        "ask_holder_again",
        "ask_holders",
        "propose_after_approval",
        "tell_cancelled",
        "tell_corrected",
        "tell_declined",
        "tell_issued",
        "tell_revoked",
    },
    "lms.people.personnel.tasks": {"tell_qualification_decided"},
    "lms.people.privacy.tasks": {"tell_asked", "tell_closed", "tell_extended", "tell_taken"},
    "lms.teaching.attendance.tasks": {"tell_decided", "tell_requested"},
    "lms.teaching.enrolment.tasks": {"tell_announced", "tell_cancelled", "tell_enrolled"},
}


def test_what_is_stored_with_deliveries_still_follows_its_events():
    stored = {f"{module}.{name}" for module, names in STORED_PATHS.items() for name in names}
    following = {path for paths in REACTIONS.values() for path in paths}
    assert sorted(stored - following) == []


def test_every_path_leads_to_something_that_can_be_called():
    paths = {path for paths in REACTIONS.values() for path in paths} | set(JOBS.values())
    for path in sorted(paths):
        target = import_string(path)
        assert isfunction(target) or isinstance(target, EventNotice), path


def test_every_module_with_notices_is_followed():
    with_notices = set()
    for path in Path("lms").rglob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        if any(_makes_notice(node) for node in ast.walk(tree)):
            with_notices.add(".".join(path.with_suffix("").parts))
    assert with_notices == set(NOTICE_MODULES)


def test_every_notice_follows_events_that_are_recorded():
    for module in NOTICE_MODULES:
        for name, notice in vars(import_module(module)).items():
            if isinstance(notice, EventNotice):
                assert notice.events, name
                for kind in notice.events:
                    assert kind in EVENT_WORDS, (name, kind)
                    assert f"{module}.{name}" in REACTIONS[kind]


def test_only_notices_put_something_into_an_inbox():
    """Who is told, in which language and by which channels is said in one place."""
    callers = [
        str(path)
        for path in Path("lms").rglob("*.py")
        if "notify(\n" in (text := path.read_text(encoding="utf-8")) and "def notify(" not in text
    ]
    assert callers == ["lms/core/notices/event_notices.py"]


def _makes_notice(node: ast.AST) -> bool:
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "EventNotice"
    )
