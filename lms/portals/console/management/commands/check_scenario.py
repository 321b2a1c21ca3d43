"""`manage.py check_scenario FILE --format docx`: reads and checks a case.

The database is not asked anything.
"""

import argparse
import sys
from typing import Any

from django.core.management.base import BaseCommand

from cms import api
from lms.core import clock
from lms.portals.console import scenario_files


class Command(BaseCommand):
    help = (
        "Check the case of a file. Exit 0 without blocking problems, 1 with them or when refused, 2"
        " wrong usage."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        scenario_files.add_file_arguments(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        data = scenario_files.file_bytes(options["file"])
        found = api.read_scenario(data, options["fmt"])
        # The house's clock asks the database; this command may not.
        with clock.at(clock.machine()):
            problems = api.check_scenario(found.scenario) if found.scenario else ()
        report = scenario_files.told(found.scenario, found.warnings, problems, found.refused)
        scenario_files.show(self.stdout, report, as_json=options["json"])
        if found.refused or any(problem.blocks for problem in problems):
            sys.exit(scenario_files.REFUSED)
