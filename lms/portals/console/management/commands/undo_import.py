"""`manage.py undo_import BATCH`: takes back what a workbook wrote, all of it or nothing."""

import argparse
import json
import sys
import uuid
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from lms.core.actor import Actor
from lms.core.errors import ApplicationError, NotFound
from lms.people.workbooks.actions import CannotUndo, undo_batch
from lms.people.workbooks.queries import my_batch

_REFUSED, _WRONG_USAGE = 1, 2


class Command(BaseCommand):
    help = (
        "Restore the exact state before a batch of import_officials. Exit 1 where it was not"
        " written, was undone already, or something of it was changed or used since; exit 2 where"
        ' there is no such batch. With --json stdout carries one JSON object: {"batch", "undone":'
        ' true} or {"error", "failed"}.'
    )

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("batch", help="as import_officials printed it")
        parser.add_argument("--json", action="store_true", help="one JSON object and nothing else")

    def handle(self, *args: Any, **options: Any) -> None:
        actor = Actor.system("undo_import")
        try:
            batch = my_batch(actor, uuid.UUID(options["batch"]))
        except (ValueError, NotFound):
            raise CommandError(
                f"Không có lô nhập nào mang mã {options['batch']}.", returncode=_WRONG_USAGE
            ) from None
        try:
            undo_batch(actor=actor, batch=batch)
        except ApplicationError as refusal:
            failed = refusal.failed if isinstance(refusal, CannotUndo) else []
            self._write_refusal(refusal.message, failed, as_json=options["json"])
        else:
            as_json = json.dumps({"batch": str(batch.uid), "undone": True})
            as_text = f"Đã hoàn tác lô {batch.uid} ({batch.name})."
            self.stdout.write(as_json if options["json"] else as_text)

    def _write_refusal(self, message: str, failed: list[dict[str, str]], *, as_json: bool) -> None:
        if as_json:
            self.stdout.write(json.dumps({"error": message, "failed": failed}, ensure_ascii=False))
        else:
            self.stderr.write(message)
            for failure in failed:
                self.stderr.write(f"  {failure['name']}: {failure['why']}")
        sys.exit(_REFUSED)
