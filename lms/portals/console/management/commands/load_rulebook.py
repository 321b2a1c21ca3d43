"""`manage.py load_rulebook`: sets the rules that a new installation begins with.

Safe to run at every start.
"""

from typing import Any

from django.core.management.base import BaseCommand

from lms.core.actor import Actor
from lms.people.rulebook.actions import load_defaults


class Command(BaseCommand):
    help = (
        "Set the rules that a new installation begins with. A rule that somebody set or changed is"
        " left alone."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        count = load_defaults(actor=Actor.system("load_rulebook"))
        self.stdout.write(f"Rules set: {count}.")
