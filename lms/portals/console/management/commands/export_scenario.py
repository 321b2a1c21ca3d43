"""`manage.py export_scenario LESSON --format twee`: the scenario of a lesson's draft as a file."""

import argparse
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from cms import api
from lms.core.actor import Actor
from lms.core.errors import NotFound
from lms.portals.console import scenario_files


class Command(BaseCommand):
    help = (
        "Write the scenario of a lesson to stdout or a file; what the format cannot hold is listed"
        " on stderr."
    )

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("lesson", help="address of the lesson")
        parser.add_argument("--format", required=True, choices=api.WRITTEN_FORMATS, dest="fmt")
        parser.add_argument("--output", type=Path, default=None)

    def handle(self, *args: Any, **options: Any) -> None:
        actor = Actor.system("export_scenario")
        try:
            written = api.export_scenario(
                actor=actor, lesson_slug=options["lesson"], fmt=options["fmt"]
            )
        except NotFound as error:
            raise CommandError(error.message, returncode=scenario_files.WRONG_USAGE) from error
        for loss in written.lost:
            self.stderr.write(f"{loss.where}: {loss.text}")
        if options["output"] is None:
            sys.stdout.buffer.write(written.data)
            sys.stdout.flush()
            return
        try:
            options["output"].write_bytes(written.data)
        except OSError as error:
            raise CommandError(
                f"{options['output']}: {error.strerror}", returncode=scenario_files.WRONG_USAGE
            ) from error
