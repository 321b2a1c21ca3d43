"""Gives every text to the catalogue of its app, and refuses what no catalogue may hold."""

import os
import tempfile
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from django.core.management.base import CommandError

from lms.portals.console.catalogues import po
from lms.portals.console.catalogues.extraction import extract_texts, run_gettext
from lms.portals.console.catalogues.ownership import Apps

# What Django loads: all catalogues in one file.
COMPILED = Path("lms/project/locale/vi/LC_MESSAGES")
# Texts of the libraries which they do not translate, or not in our words. Kept by hand.
LIBRARIES = Path("lms/project/locale/libraries")

_OF_APP = Path("locale/vi/LC_MESSAGES/django.po")

# Paths are relative to the root of the code base.
Catalogues = dict[Path, list[po.CatalogueEntry]]


@dataclass(frozen=True, slots=True)
class CatalogueUpdate:
    """What the catalogues must hold, and the entries that no source uses any more."""

    catalogues: Catalogues
    removed: tuple[po.CatalogueEntry, ...]

    def outdated(self, existing: Catalogues, root: Path) -> list[Path]:
        """The catalogues that must be written, and those that are left without a text."""
        return [
            path
            for path in sorted(self.catalogues.keys() | existing.keys())
            if path not in self.catalogues
            or path not in existing
            or (root / path).read_text(encoding="utf-8")
            != po.render_catalogue(self.catalogues[path])
        ]

    def write(self, path: Path, root: Path) -> None:
        """Write one catalogue, or remove it if it is left without a text."""
        target = root / path
        if path not in self.catalogues:
            target.unlink()
            return
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(po.render_catalogue(self.catalogues[path]), encoding="utf-8")

    @property
    def unfinished(self) -> list[str]:
        """The texts without a translation or with a fuzzy one, each with its catalogue."""
        return [
            f"{path}: “{entry.text}” {'is fuzzy' if entry.is_fuzzy else 'has no translation'}"
            for path, entries in self.catalogues.items()
            for entry in entries
            if entry.is_fuzzy or not entry.translation
        ]


def read_catalogues(root: Path) -> Catalogues:
    """The catalogue of every app and that of the libraries."""
    paths = [
        *(root / "lms").rglob(str(_OF_APP)),
        *(root / "cms").rglob(str(_OF_APP)),
        *(root / LIBRARIES).glob("django.po"),
    ]
    return {path.relative_to(root): read_catalogue(path) for path in sorted(paths)}


def read_catalogue(path: Path) -> list[po.CatalogueEntry]:
    """The entries of one catalogue.

    msgfmt refuses what `po.parse_catalogue` would pass over: broken syntax, a text that occurs
    twice, and placeholders that differ between a text and its translation.
    """
    run_gettext("msgfmt", "--check-format", f"--output-file={os.devnull}", str(path))
    return po.parse_catalogue(path.read_text(encoding="utf-8"))


def update_catalogues(existing: Catalogues, root: Path) -> CatalogueUpdate:
    """Every text in the catalogue of the app that owns it, with the translation that is known."""
    translated = _collect_translations(existing)
    apps = Apps(root)
    updated: Catalogues = defaultdict(list)
    for entry in extract_texts(root):
        path = Path(*apps.owner(entry.sources).split("."), _OF_APP)
        updated[path].append(_with_translation(entry, translated.get(entry.key)))
    used = {entry.key for entries in updated.values() for entry in entries}
    of_libraries = existing.get(LIBRARIES / "django.po", [])
    updated[LIBRARIES / "django.po"] = [entry for entry in of_libraries if entry.key not in used]
    used.update(entry.key for entry in of_libraries)
    removed = tuple(entry for key, entry in translated.items() if key not in used)
    return CatalogueUpdate(dict(sorted(updated.items())), removed)


def _collect_translations(catalogues: Catalogues) -> dict[po.Key, po.CatalogueEntry]:
    """The translated entry of every text; CommandError if two catalogues contradict each other."""
    translated: dict[po.Key, tuple[Path, po.CatalogueEntry]] = {}
    contradictions = []
    for path, entries in catalogues.items():
        for entry in entries:
            if not entry.translation:
                continue
            first_path, first = translated.setdefault(entry.key, (path, entry))
            if first.translation != entry.translation:
                contradictions.append(
                    f"“{entry.text}” is “{first.translation}” in {first_path}, "
                    f"but “{entry.translation}” in {path}."
                )
    if contradictions:
        advice = "Keep one translation, or tell the texts apart by a context (pgettext)."
        raise CommandError("\n".join([*contradictions, advice]))
    return {key: entry for key, (_path, entry) in translated.items()}


def compile_entries(entries: Sequence[po.CatalogueEntry], target: Path) -> None:
    """Write the entries as the compiled file that Django loads."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, "merged.po")
        source.write_text(po.render_catalogue(entries), encoding="utf-8")
        target.parent.mkdir(parents=True, exist_ok=True)
        run_gettext("msgfmt", "--check-format", f"--output-file={target}", str(source))


def is_compiled(entries: Sequence[po.CatalogueEntry], target: Path) -> bool:
    """True if the compiled file holds these entries and no others.

    Texts are compared, not bytes: other releases of gettext write the same texts as other bytes.
    """
    if not target.exists():
        return False
    with tempfile.TemporaryDirectory() as folder:
        fresh = Path(folder, "fresh.mo")
        compile_entries(entries, fresh)
        return run_gettext("msgunfmt", str(fresh)) == run_gettext("msgunfmt", str(target))


def _with_translation(
    extracted: po.CatalogueEntry, translated: po.CatalogueEntry | None
) -> po.CatalogueEntry:
    """The extracted text with its translation, and with the remarks and the doubts about it."""
    if translated is None:
        return extracted
    remarks = tuple(note for note in translated.notes if note.startswith("# "))
    return replace(
        extracted,
        translation=translated.translation,
        notes=remarks + extracted.notes,
        flags=(("fuzzy",) if translated.is_fuzzy else ()) + extracted.flags,
    )
