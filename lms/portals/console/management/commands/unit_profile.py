"""`manage.py unit_profile CODE`: prints the figures of a unit on a day, to check a report."""

import argparse
import datetime as dt
import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from lms.core import clock
from lms.core.errors import NotFound
from lms.people.organisation.queries import names_on, unit_by_code
from lms.people.standards.queries import unit_profile


class Command(BaseCommand):
    help = "manage.py unit_profile DIENBIENDONG --as-of 2019-09-23 --json"

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("code")
        parser.add_argument("--as-of", type=dt.date.fromisoformat, default=None)
        parser.add_argument("--json", action="store_true", help="the JSON alone")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            unit = unit_by_code(options["code"])
        except NotFound:
            raise CommandError(f"Không có đơn vị mang mã {options['code']}.") from None
        day = options["as_of"] or clock.today()
        if not options["json"]:
            self.stdout.write(f"{names_on([unit], day)[unit.pk]}, {day:%d/%m/%Y}")
        profile = unit_profile(unit, day).as_json()
        self.stdout.write(
            json.dumps(profile, ensure_ascii=False, indent=None if options["json"] else 2)
        )
