"""Finds the texts of modules and templates with xgettext, as Django's `makemessages` does."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from django.core.management.base import CommandError
from django.core.management.utils import popen_wrapper
from django.utils.translation.template import templatize

from lms.portals.console.catalogues import po

_KEYWORDS = (
    "gettext_noop",
    "gettext_lazy",
    "ngettext_lazy:1,2",
    "pgettext:1c,2",
    "npgettext:1c,2,3",
    "pgettext_lazy:1c,2",
    "npgettext_lazy:1c,2,3",
)


def extract_texts(root: Path) -> list[po.CatalogueEntry]:
    """Every text below `root` that is marked for translation, with the files that use it."""
    with tempfile.TemporaryDirectory() as folder:
        names = [*_module_names(root), *_templates_as_python(root, Path(folder))]
        file_list = Path(folder, "files")
        file_list.write_text("\n".join(names), encoding="utf-8")
        catalogue = run_gettext(
            "xgettext",
            "--language=Python",
            "--from-code=UTF-8",
            *(f"--keyword={keyword}" for keyword in _KEYWORDS),
            "--add-comments=Translators",
            "--add-location=file",
            "--no-wrap",
            f"--files-from={file_list}",
            # Templates are read from the first folder, where they stand as Python.
            f"--directory={folder}",
            f"--directory={root}",
            "--output=-",
        )
    return po.parse_catalogue(catalogue)


def run_gettext(program: str, *arguments: str) -> str:
    """What the program writes to stdout. A failure is a CommandError with its own words."""
    if shutil.which(program) is None:
        raise CommandError(f"{program} is missing: install gettext.")
    output, errors, status = popen_wrapper([program, *arguments])
    if status:
        raise CommandError(errors.strip())
    return output


def _module_names(root: Path) -> Iterator[str]:
    for folder in ("lms", "cms"):
        for path in sorted((root / folder).rglob("*.py")):
            yield path.relative_to(root).as_posix()


def _templates_as_python(root: Path, target: Path) -> Iterator[str]:
    """Writes every template as Python that xgettext can read below `target`, under its own name."""
    for path in sorted((root / "templates").rglob("*")):
        if path.suffix not in {".html", ".txt"}:
            continue
        name = path.relative_to(root)
        python = templatize(path.read_text(encoding="utf-8"), origin=str(name))
        copy = target / name
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_text(python, encoding="utf-8")
        yield name.as_posix()
