"""`manage.py import_officials FILE --unit CODE`: writes a workbook into the files of officials."""

import argparse
import datetime as dt
import json
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from lms.core import clock
from lms.core.actor import Actor
from lms.core.errors import ApplicationError, BadInput, NotFound
from lms.people.organisation.models import Unit
from lms.people.organisation.queries import unit_by_code
from lms.people.workbooks import actions
from lms.people.workbooks.models import Batch, BatchRow
from lms.people.workbooks.queries import rows_of, undecided_rows, unread_columns, warned_rows
from lms.people.workbooks.warning_kinds import Decision

_REFUSED, _WRONG_USAGE = 1, 2
_COUNTS = ("rows", "new", "changed", "unchanged", "left_out")


class Command(BaseCommand):
    help = (
        "Read a list of a unit (.xlsx, .xls, .xlsb, .xlsm, .ods, .csv, .tsv, .txt) and write it"
        " into the register, or with --dry-run only say what it would do. Rows that are warned of"
        " (old fonts, people who have left, merged units) are shown as proposed; they are written"
        " with --accept-proposals alone, else left out. With --json stdout carries one JSON object"
        " and nothing else: rows = new + changed + unchanged + refused + left_out, refused (row,"
        " cell, reason), warnings (row, cell, reason, proposal), unread (sheet, column, header,"
        " cells, is_known: the columns that no field takes) and batch, the name that"
        " undo_import takes; for a file that is refused as a whole"
        ' {"error": …} and exit 1. Exit 2: wrong usage (no such file, unit or mapping). Refused'
        " rows and warnings are no failure: exit 0."
    )

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--unit", required=True, metavar="CODE", help="rows are of this unit and those below it"
        )
        parser.add_argument(
            "--mapping",
            type=Path,
            metavar="FILE",
            help='JSON: {"sheet": {"B": "full_name", …}}; other sheets as guessed',
        )
        parser.add_argument(
            "--as-of",
            type=dt.date.fromisoformat,
            default=None,
            metavar="DATE",
            help="the day of the figures; today",
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="write nothing into the register"
        )
        parser.add_argument(
            "--accept-proposals",
            action="store_true",
            help="write rows that are warned of as is proposed; without it they are left out",
        )
        parser.add_argument("--json", action="store_true", help="one JSON object and nothing else")

    def handle(self, *args: Any, **options: Any) -> None:
        unit = _unit_or_error(options["unit"])
        body = _read_file(options["file"])
        mapping = _read_mapping(options["mapping"])
        actor = Actor.system("import_officials")
        try:
            batch = actions.upload_workbook(
                actor=actor,
                unit=unit,
                name=options["file"].name,
                body=body,
                as_of=options["as_of"] or clock.today(),
            )
            if mapping:
                batch = actions.map_columns(actor=actor, batch=batch, columns=mapping)
            batch = actions.try_out(actor=actor, batch=batch)
            if not options["dry_run"]:
                batch = _decide_warned_rows(actor, batch, accept=options["accept_proposals"])
                batch = actions.apply_batch(actor=actor, batch=batch)
        except ApplicationError as error:
            self._write_refusal(error, as_json=options["json"])
        else:
            self._write_outcome(batch, as_json=options["json"], dry=options["dry_run"])

    def _write_refusal(self, error: ApplicationError, *, as_json: bool) -> None:
        where = f"{error.field}: " if isinstance(error, BadInput) and "!" in error.field else ""
        if as_json:
            self.stdout.write(json.dumps({"error": where + error.message}, ensure_ascii=False))
        else:
            self.stderr.write(where + error.message)
        sys.exit(_REFUSED)

    def _write_outcome(self, batch: Batch, *, as_json: bool, dry: bool) -> None:
        counts, refused, warnings = batch.counts, _refused_rows(batch), _warnings(batch)
        unread = unread_columns(batch)
        if as_json:
            outcome = {key: counts[key] for key in _COUNTS} | {
                "refused": refused,
                "warnings": warnings,
                "unread": unread,
                "batch": str(batch.uid),
            }
            self.stdout.write(json.dumps(outcome, ensure_ascii=False))
            return
        self.stdout.write(
            f"{batch.name}: {counts['rows']} dòng; mới {counts['new']}, thay đổi"
            f" {counts['changed']}, không đổi {counts['unchanged']}, từ chối {counts['refused']},"
            f" bỏ qua {counts['left_out']}."
        )
        for row in refused:
            self.stdout.write(f"  {row['cell']}: {row['reason']}")
        for warning in warnings:
            self.stdout.write(
                f"  {warning['cell']}: {warning['reason']} {warning['before']} → "
                f"{warning['proposal']}"
            )
        for column in unread:
            if not column["is_known"]:
                self.stdout.write(
                    f"  Không đọc cột {column['column']} “{column['header']}”: {column['cells']} ô."
                )
        written = "Chưa ghi gì (--dry-run)." if dry else "Đã ghi vào hồ sơ."
        self.stdout.write(f"{written} Lô: {batch.uid}")


def _refused_rows(batch: Batch) -> list[dict[str, Any]]:
    """The refused rows; of several sheets, the reason names the sheet."""
    rows = list(rows_of(batch, BatchRow.Outcome.REFUSED))
    several = batch.rows.values("sheet").distinct().count() > 1
    return [
        {
            "row": row.number,
            "cell": row.cell,
            "reason": f"{row.sheet}: {row.reason}" if several else row.reason,
        }
        for row in rows
    ]


def _decide_warned_rows(actor: Actor, batch: Batch, *, accept: bool) -> Batch:
    """Accept what is proposed for the rows that wait for a decision, or leave these rows out."""
    decision = Decision.PROPOSAL if accept else Decision.LEAVE_OUT
    decisions = dict.fromkeys(undecided_rows(batch).values_list("pk", flat=True), decision)
    batch = actions.decide_rows(actor=actor, batch=batch, decisions=decisions)
    return batch if batch.plan else actions.try_out(actor=actor, batch=batch)


def _warnings(batch: Batch) -> list[dict[str, Any]]:
    """What rows are warned of, in the order of the workbook; `decision`: what became of the row."""
    return [
        {
            "sheet": row.sheet,
            "row": row.number,
            **warning,
            "outcome": row.outcome,
            "decision": row.decision,
        }
        for row in warned_rows(batch)
        for warning in row.warnings
    ]


def _unit_or_error(code: str) -> Unit:
    try:
        return unit_by_code(code)
    except NotFound:
        raise CommandError(f"Không có đơn vị mang mã {code}.", returncode=_WRONG_USAGE) from None


def _read_file(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise CommandError(f"{path}: {error.strerror}", returncode=_WRONG_USAGE) from error


def _read_mapping(path: Path | None) -> dict[str, dict[str, str]]:
    if path is None:
        return {}
    try:
        mapping = json.loads(_read_file(path))
    except ValueError as error:
        raise CommandError(
            f"{path}: không phải JSON ({error}).", returncode=_WRONG_USAGE
        ) from error
    is_nested = isinstance(mapping, dict) and all(
        isinstance(columns, dict) for columns in mapping.values()
    )
    if not is_nested:
        raise CommandError(
            f'{path}: cần dạng {{"tên trang": {{"B": "full_name"}}}}.', returncode=_WRONG_USAGE
        )
    return {
        str(sheet): {str(column).upper(): str(field) for column, field in columns.items()}
        for sheet, columns in mapping.items()
    }
