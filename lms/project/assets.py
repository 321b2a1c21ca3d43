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
  dynamic.
"""

import posixpath
import re
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath
from tempfile import NamedTemporaryFile
from typing import Any

import rcssmin
import rjsmin
from django.conf import settings
from django.contrib.staticfiles.finders import FileSystemFinder
from django.core.files.storage import FileSystemStorage

# What is served, and the module that it begins with.
BUNDLES = {"js/pack.js": "js/case.js", "js/reading.js": "js/lesson.js"}

_PART = re.compile(r'^@import "([^":]+)";\n', re.MULTILINE)
_URL = re.compile(r'url\("(?!data:)([^"]+)"\)')
_EMPTY_VALUE = re.compile(r"(--[\w-]+:)(?=[;}])")
_IMPORT = re.compile(r'^import (?:\* as (\w+)|(\{[^}]+\})) from "\./(\w+)\.js";\n', re.MULTILINE)
_EXPORT = re.compile(r"^export ((?:async )?(?:const|function|class) (\w+))", re.MULTILINE)


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


def _build_bundle(path: Path) -> str:
    """The module and all that it imports, each in a scope of its own, minified."""
    modules: dict[str, str] = {}
    _add_module(path, modules)
    return minify_script("".join(modules.values()))


def _add_module(path: Path, modules: dict[str, str]) -> None:
    source = path.read_text(encoding="utf-8")
    for _namespace, _names, module in _IMPORT.findall(source):
        if module not in modules:
            _add_module(path.with_name(f"{module}.js"), modules)
    source = _IMPORT.sub(lambda match: f"const {match[1] or match[2]} = ${match[3]};\n", source)
    exports = ", ".join(name for _declaration, name in _EXPORT.findall(source))
    source = _EXPORT.sub(r"\1", source)
    modules[path.stem] = (
        f"const ${path.stem} = (() => {{\n{source}return {{ {exports} }};\n}})();\n"
    )


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
        source = super().find_location(root, BUNDLES.get(path, path), prefix)
        return self._build(path, Path(source)) if source and _is_built(path) else source

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, Any]]:
        for path, storage in super().list(ignore_patterns):
            if not _is_part(path) and not _is_built(path):
                yield path, storage
            elif not _is_part(path):
                self._build(path, Path(storage.path(path)))
                yield path, self.built
        for path in BUNDLES:
            if self.find(path):
                yield path, self.built

    def _build(self, path: str, source: Path) -> str:
        """Where the built file lies; written only when it has changed, whole or not at all."""
        target = Path(self.built.path(path))
        text = _builder(path)(source)
        if not target.exists() or target.read_text(encoding="utf-8") != text:
            target.parent.mkdir(parents=True, exist_ok=True)
            with NamedTemporaryFile(
                "w", encoding="utf-8", dir=target.parent, delete=False
            ) as unfinished:
                unfinished.write(text)
            Path(unfinished.name).chmod(0o644)
            Path(unfinished.name).replace(target)
        return str(target)


def _builder(path: str) -> Any:
    if path in BUNDLES:
        return _build_bundle
    return _build_styles if path.endswith(".css") else _build_script


def _is_built(path: str) -> bool:
    return path.endswith((".css", ".js"))


def _is_part(path: str) -> bool:
    """Whether a style sheet or script is served as a part of another only."""
    return _is_built(path) and len(PurePosixPath(path).parts) > 2
