"""`manage.py demo`: everything that `make run` needs, once: tables, content, people, classes.

A second call keeps all of it; data of an earlier release is migrated, never built anew.
"""

import json
import os
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from lms.portals.console.demo import build, facts


class Command(BaseCommand):
    help = (
        "Make the demo's data where there is none yet, and print who may sign in and what to try"
        " first."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--facts", action="store_true", help="print accounts and addresses as JSON alone"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["facts"]:
            self.stdout.write(json.dumps(facts.facts_as_json(), ensure_ascii=False))
            return
        if self._is_behind():
            self.stdout.write("Bringing the tables up to date …")
            call_command("migrate", verbosity=0)
        if build.is_built():
            self.stdout.write(
                "The demo is here already: your data is kept. (`make clean` throws it away.)"
            )
        else:
            self.stdout.write(
                "Writing the demo: units, officials, courses, classes (about half a minute) …"
            )
            build.build_demo()
        self.stdout.write(facts.welcome_text(os.environ.get("PORT", "8000")))

    def _is_behind(self) -> bool:
        executor = MigrationExecutor(connection)
        return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))
