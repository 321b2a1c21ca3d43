"""Styles and scripts as browsers are served them: one file a page asks for, without remarks and
white space.

`static/` holds them as people read them: one component a file, one declaration a line. The finder
below builds what is served from it, for `collectstatic` and for the server of development alike.

What is served stands in `static/css/` and `static/js/` itself; files in folders below are parts of
it:

- A style sheet names its parts by lines of `@import "folder/part.css";`, and they are put in its
  place.
- A page that weighs fetches its modules in one file (`BUNDLES`): a cold visit over a slow network
  asks once
  instead of five times. These modules have named imports and exports alone, nothing default or
  dynamic, and no two of those that export declare the same name. A folder is part of the file too:
  each module in it enters itself somewhere (a kind of step, static/js/kinds.js), so that nothing
  else needs to name it.

The schema of the JSON of scenarios is made of the types that it describes.
"""

import json
import posixpath
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path, PurePosixPath
from tempfile import NamedTemporaryFile
from typing import Any

import rcssmin
import rjsmin
from django.conf import settings
from django.contrib.staticfiles.finders import FileSystemFinder
from django.core.files.storage import FileSystemStorage

from cms.api import json_schema

# What is served, the module that it begins with, and folders of modules that come before.
BUNDLES: dict[str, tuple[str, ...]] = {
    "js/pack.js": ("js/case.js", "js/steps"),
    "js/reading.js": ("js/lesson.js",),
}

_PART = re.compile(r'^@import "([^":]+)";\n', re.MULTILINE)
_URL = re.compile(r'url\("(?!data:)([^"]+)"\)')
_EMPTY_VALUE = re.compile(r"(--[\w-]+:)(?=[;}])")
_IMPORT = re.compile(
    r'^import (?:\* as \w+|\{[^}]+\}) from "(\.{1,2}/[\w/]+\.js)";\n', re.MULTILINE
)
_NAMESPACE = re.compile(r"^import \* as (\w+) from", re.MULTILINE)  # called as its file is
_DECLARED = re.compile(
    r"^(?:async )?(?:const|let|function|class) (?:(\w+)|[{\[]([^;]+)[}\]] = )", re.MULTILINE
)
_EXPORT = re.compile(r"^export (?:async )?(?:const|function|class) (\w+)", re.MULTILINE)
_EXPORTED = re.compile(r"^export (?=async |const |function |class )", re.MULTILINE)


def _write_schema() -> str:
    return json.dumps(json_schema(), ensure_ascii=False, indent=1)


# What has no source in `static/`.
GENERATED: dict[str, Callable[[], str]] = {"schema/scenario-1.json": _write_schema}


def _build_styles(path: Path) -> str:
    """The style sheet with its parts in place, minified."""
    minified = rcssmin.cssmin(_read_with_parts(path, path.parent))
    # Browsers of 2022 want white space in an empty custom property; the palette is switched by
    # some.
    return _EMPTY_VALUE.sub(r"\1 ", minified)


def _read_with_parts(path: Path, folder: Path) -> str:
    """The text of a style sheet; addresses in it lead from `folder`, where the whole is served."""
    source = path.read_text(encoding="utf-8")
    below = path.parent.relative_to(folder).as_posix()
    source = _URL.sub(lambda match: f'url("{_address_from_above(below, match[1])}")', source)
    return _PART.sub(lambda match: _read_with_parts(path.parent / match[1], folder), source)


def _address_from_above(folder: str, address: str) -> str:
    return posixpath.normpath(posixpath.join(folder, address))


def _build_script(path: Path) -> str:
    """The script alone, minified; modules that it imports are fetched by the browser."""
    return minify_script(path.read_text(encoding="utf-8"))


def build_bundle(path: Path, folders: Iterable[Path] = ()) -> str:
    """The module and all that it imports, minified; before it the modules of the folders."""
    modules: dict[Path, str] = {}
    for module in [*(file for folder in folders for file in sorted(folder.glob("*.js"))), path]:
        _add_module(module.resolve(), modules)
    return minify_script("".join(_joined_modules(modules)))


def _add_module(path: Path, modules: dict[Path, str]) -> None:
    """Add the source of a module after those that it imports; paths are resolved."""
    source = path.read_text(encoding="utf-8")
    for address in _IMPORT.findall(source):
        imported = (path.parent / address).resolve()
        if imported not in modules:
            _add_module(imported, modules)
    modules[path] = source


def _joined_modules(modules: dict[Path, str]) -> Iterator[str]:
    """The modules without their imports and exports, as parts of one file.

    What is imported by its name stands at the head of the file; a module that is imported whole
    (`import * as play`) is an object, and one that exports nothing a block. ValueError where two
    modules would have one name at the head.
    """
    spaces = {name for source in modules.values() for name in _NAMESPACE.findall(source)}
    at_head: set[str] = set()
    for path, source in modules.items():
        exports = ", ".join(_EXPORT.findall(source))
        body = _EXPORTED.sub("", _IMPORT.sub("", source))
        if path.stem in spaces:
            names = {path.stem}
            yield f"const {path.stem} = (() => {{\n{body}return {{ {exports} }};\n}})();\n"
        elif exports:
            names = _declared_names(body)
            yield body
        else:
            names = set()
            yield f"{{\n{body}}}\n"
        if twice := at_head & names:
            raise ValueError(f"{path}: another module of the file has {sorted(twice)} too")
        at_head |= names


def _declared_names(source: str) -> set[str]:
    """What stands at the head of a module, taken apart where it is (`const { a, b = 1 } = c`)."""
    names = [
        re.split(r"\W", name.strip())[0]
        for single, several in _DECLARED.findall(source)
        for name in (single or several).split(",")
    ]
    return set(names) - {""}


def minify_script(source: str) -> str:
    return f"{rjsmin.jsmin(source)}\n"


class AssetFinder(FileSystemFinder):
    """Offers the files of STATICFILES_DIRS; styles and scripts as they are built into VAR_DIR."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.built = FileSystemStorage(location=Path(settings.VAR_DIR) / "assets")

    def find_location(self, root: str, path: str, prefix: str | None = None) -> str | None:
        if _is_part(path):
            return None
        if path in GENERATED:
            return self._store(path, GENERATED[path]())
        source = super().find_location(root, BUNDLES.get(path, (path,))[0], prefix)
        return self._build(path, Path(source)) if source and _is_built(path) else source

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, Any]]:
        for path, storage in super().list(ignore_patterns):
            if not _is_part(path) and not _is_built(path):
                yield path, storage
            elif not _is_part(path):
                self._build(path, Path(storage.path(path)))
                yield path, self.built
        for path in (*BUNDLES, *GENERATED):
            if self.find(path):
                yield path, self.built

    def _build(self, path: str, source: Path) -> str:
        return self._store(path, _build_text(path, source))

    def _store(self, path: str, text: str) -> str:
        """Where the built file lies; written only when it has changed, whole or not at all."""
        target = Path(self.built.path(path))
        if not target.exists() or target.read_text(encoding="utf-8") != text:
            target.parent.mkdir(parents=True, exist_ok=True)
            with NamedTemporaryFile(
                "w", encoding="utf-8", dir=target.parent, delete=False
            ) as unfinished:
                unfinished.write(text)
            Path(unfinished.name).chmod(0o644)
            Path(unfinished.name).replace(target)
        return str(target)


def _build_text(path: str, source: Path) -> str:
    if path in BUNDLES:
        root = source.parents[len(PurePosixPath(path).parts) - 1]
        return build_bundle(source, [root / folder for folder in BUNDLES[path][1:]])
    return _build_styles(source) if path.endswith(".css") else _build_script(source)


def _is_built(path: str) -> bool:
    return path.endswith((".css", ".js"))


def _is_part(path: str) -> bool:
    """Whether a style sheet or script is served as a part of another only."""
    return _is_built(path) and len(PurePosixPath(path).parts) > 2
