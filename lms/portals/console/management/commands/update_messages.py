"""`manage.py update_messages`: extracts, checks and compiles the Vietnamese catalogues."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from lms.portals.console.catalogues import merging, po


class Command(BaseCommand):
    help = (
        "Bring the Vietnamese catalogue of every app up to date with the source, then merge and "
        "compile them. Fails where two catalogues contradict each other, naming both, and where a "
        "text has no translation or a fuzzy one. Needs gettext."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--check",
            action="store_true",
            help="write nothing; fail if a run without --check would write something or fail",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        root = Path(settings.BASE_DIR)
        existing = merging.read_catalogues(root)
        update = merging.update_catalogues(existing, root)
        outdated = update.outdated(existing, root)
        if options["check"]:
            stale = [
                str(path.relative_to(root))
                for path in _outdated_files(_compiled_files(update, root))
            ]
            problems = [*map(str, outdated), *update.unfinished, *stale]
            if problems:
                advice = "These are not up to date. Run `make messages`."
                raise CommandError("\n".join([advice, *problems]))
            return
        for entry in update.removed:
            self.stdout.write(f"No longer used: “{entry.text}” (“{entry.translation}”)")
        for path in outdated:
            update.write(path, root)
            self.stdout.write(f"Updated {path}")
        if update.unfinished:
            raise CommandError("\n".join(update.unfinished))
        compiled = _compiled_files(update, root)
        for path in _outdated_files(compiled):
            merging.compile_entries(compiled[path], path)
            self.stdout.write(f"Compiled {path.relative_to(root)}")


def _compiled_files(
    update: merging.CatalogueUpdate, root: Path
) -> dict[Path, list[po.CatalogueEntry]]:
    """The compiled files and the entries that each must hold."""
    folder = root / merging.COMPILED
    everything = [entry for entries in update.catalogues.values() for entry in entries]
    # Only scripts of the libraries hold texts; ours are handed theirs by the templates.
    of_scripts = merging.read_catalogue(root / merging.LIBRARIES / "djangojs.po")
    return {folder / "django.mo": everything, folder / "djangojs.mo": of_scripts}


def _outdated_files(compiled: dict[Path, list[po.CatalogueEntry]]) -> list[Path]:
    return [path for path, entries in compiled.items() if not merging.is_compiled(entries, path)]
