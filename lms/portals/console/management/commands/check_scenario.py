"""`manage.py check_scenario FILE --format docx`: reads and checks a scenario.

Works without a database.
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
        "Check the scenario of a file. Exit 0 without blocking problems, 1 with them or when"
        " refused, 2 wrong usage."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        scenario_files.add_file_arguments(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        data = scenario_files.read_file(options["file"])
        reading = api.read_scenario(data, options["fmt"])
        # `clock.now` asks the database, which this command does not need.
        with clock.at(clock.machine()):
            problems = api.check_scenario(reading.scenario) if reading.scenario else ()
        report = scenario_files.describe_outcome(
            reading.scenario, reading.warnings, problems, reading.refused
        )
        scenario_files.write_report(self.stdout, report, as_json=options["json"])
        if reading.refused or any(problem.blocks for problem in problems):
            sys.exit(scenario_files.REFUSED)
