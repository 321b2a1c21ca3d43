"""`manage.py import_scenario FILE --format docx --into LESSON`: a file into a lesson's draft."""

import argparse
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from cms import api
from lms.core.actor import Actor
from lms.core.errors import ApplicationError, NotFound
from lms.portals.console import scenario_files


class Command(BaseCommand):
    help = (
        "Write the scenario of a file into the draft of a lesson. Exit 0 imported, 1 refused,"
        " 2 wrong usage."
    )

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        scenario_files.add_file_arguments(parser)
        parser.add_argument("--into", required=True, metavar="LESSON", help="address of the lesson")
        parser.add_argument("--dry-run", action="store_true", help="read and check, write nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        data = scenario_files.read_file(options["file"])
        refused = ""
        try:
            outcome = api.import_scenario(
                actor=Actor.system("import_scenario"),
                lesson_slug=options["into"],
                data=data,
                fmt=options["fmt"],
                dry_run=options["dry_run"],
            )
            report = scenario_files.describe_outcome(
                outcome.read.scenario, outcome.read.warnings, outcome.problems
            )
        except NotFound as error:
            raise CommandError(error.message, returncode=scenario_files.WRONG_USAGE) from error
        except ApplicationError as refusal:
            refused = refusal.message
            report = scenario_files.describe_outcome(None, (), (), refused)
        scenario_files.write_report(self.stdout, report, as_json=options["json"])
        if refused:
            sys.exit(scenario_files.REFUSED)
