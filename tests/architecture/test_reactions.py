"""What follows an event or does a job is named by its path: each path leads to a function."""

from inspect import isfunction

from django.utils.module_loading import import_string

from lms.project.reactions import JOBS, REACTIONS


def test_every_path_leads_to_a_function():
    paths = {path for paths in REACTIONS.values() for path in paths} | set(JOBS.values())
    for path in sorted(paths):
        assert isfunction(import_string(path)), path
