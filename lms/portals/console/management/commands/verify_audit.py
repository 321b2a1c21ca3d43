"""`manage.py verify_audit`: recomputes the audit log's seals, to find what was changed."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from lms.core.audit.queries import verify_chain


class Command(BaseCommand):
    help = (
        "Recompute the seals of the audit log. Exit 1 and the broken links where something was"
        " changed."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        verdict = verify_chain()
        self.stdout.write(f"{verdict.sealed} sealed, {verdict.unsealed} not sealed yet")
        if not verdict.is_sound:
            links = ", ".join(f"{number} ({why})" for number, why in verdict.broken)
            raise CommandError(f"Broken links: {links}", returncode=1)
