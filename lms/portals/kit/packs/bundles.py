"""Modules of a page that weighs, in one file: a cold visit over a slow network asks once instead of
five times.

Our own modules only, written for it: named imports and exports, one a line, no default exports, no
dynamic imports.
"""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage

# What is served, and the module that it begins with.
BUNDLES = {"js/pack.js": "case", "js/reading.js": "lesson"}
_IMPORT = re.compile(r'^import (?:\* as (\w+)|(\{[^}]+\})) from "\./(\w+)\.js";\n', re.MULTILINE)
_EXPORT = re.compile(r"^export ((?:async )?(?:const|function|class) (\w+))", re.MULTILINE)
_REMARK = re.compile(r"^\s*//.*\n|^\s*/\*\*.*?\*/\n|^[ \t]+| /\* .*? \*/", re.MULTILINE | re.DOTALL)
_LINE_REMARK = re.compile(r"^\s*//.*\n|^\s*\n", re.MULTILINE)


def bundle(first: str, folder: Path) -> str:
    """The module `first` of `folder` and all that it imports, each in a room of its own, without
    remarks and indents.
    """
    parts: dict[str, str] = {}
    _add(first, folder, parts)
    return "".join(parts.values())


def _add(name: str, folder: Path, parts: dict[str, str]) -> None:
    source = (folder / f"{name}.js").read_text(encoding="utf-8")
    for _whole, _names, module in _IMPORT.findall(source):
        if module not in parts:
            _add(module, folder, parts)
    source = _IMPORT.sub(lambda found: f"const {found[1] or found[2]} = ${found[3]};\n", source)
    exports = [found[1] for found in _EXPORT.findall(source)]
    source = _REMARK.sub("", _LINE_REMARK.sub("", _EXPORT.sub(r"\1", source)))
    parts[name] = f"const ${name} = (() => {{\n{source}return {{ {', '.join(exports)} }};\n}})();\n"


class BundleFinder(BaseFinder):
    """Offers the bundles among the static files."""

    def __init__(self, *_args: Any, **_options: Any) -> None:
        self.folder = Path(settings.VAR_DIR) / "bundles"
        self.storage = FileSystemStorage(location=self.folder)

    def check(self, **_options: Any) -> list[Any]:
        return []

    def find(self, path: str, find_all: bool = False, **_options: Any) -> Any:
        found = [str(self._made(path))] if path in BUNDLES else []
        return found if find_all else (found[0] if found else [])

    def list(self, _ignored: Iterable[str] | None) -> Iterator[tuple[str, FileSystemStorage]]:
        for path in BUNDLES:
            self._made(path)
            yield path, self.storage

    def _made(self, path: str) -> Path:
        target = self.folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        text = bundle(BUNDLES[path], Path(settings.BASE_DIR) / "static" / "js")
        if not target.exists() or target.read_text(encoding="utf-8") != text:
            target.write_text(text, encoding="utf-8")
        return target
