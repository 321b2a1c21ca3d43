"""Sizes, addresses, templates, migrations, translations."""

import ast
import re
import shutil
import subprocess
from collections import Counter
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.urls import get_resolver

from tests.house.source import ROOT, TEMPLATES, functions, modules, short, tracked, tree


def test_files_and_functions_stay_small():
    big = []
    for path in modules("lms", "cms"):
        text = path.read_text(encoding="utf-8")
        if text.count("\n") > 400:
            big.append(f"{short(path)}: {text.count(chr(10))} lines")
        big += [
            f"{short(path)}:{f.name}: {f.end_lineno - f.lineno + 1} lines"
            for f in functions(ast.parse(text))
            if f.end_lineno - f.lineno + 1 > 50
        ]
    assert not big


def test_lines_of_templates_stay_short():
    long = [
        f"{short(path)}:{number}: {len(line)} characters"
        for path in TEMPLATES.rglob("*.html")
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if len(line) > 160
    ]
    assert not long


def test_folders_stay_small():
    count = Counter(path.parent for path in modules("lms", "cms"))
    assert [f"{short(folder)}: {n}" for folder, n in count.items() if n > 13] == []


def test_every_module_says_what_it_is_for():
    silent = [
        short(p)
        for p in modules("lms", "cms")
        if p.stat().st_size and not ast.get_docstring(tree(p))
    ]
    assert not silent


def _url_names() -> set[str]:
    names, queue = set(), [(get_resolver(), "")]
    while queue:
        resolver, prefix = queue.pop()
        for pattern in resolver.url_patterns:
            if hasattr(pattern, "url_patterns"):
                inner = f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix
                queue.append((pattern, inner))
            elif pattern.name:
                names.add(prefix + pattern.name)
    return names


def test_named_addresses_exist():
    names, missing = _url_names(), []
    for path in TEMPLATES.rglob("*.html"):
        for name in re.findall(r"{%\s*url\s+['\"]([\w:-]+)['\"]", path.read_text(encoding="utf-8")):
            if name not in names:
                missing.append(f"{short(path)}: {name}")
    for path in modules("lms", "cms"):
        for name in re.findall(
            r"\b(?:reverse|redirect)\(\s*['\"]([\w:-]+)['\"]", path.read_text(encoding="utf-8")
        ):
            if name not in names:
                missing.append(f"{short(path)}: {name}")
    assert not missing


def test_templates_hold_no_script_and_no_style():
    found = []
    for path in TEMPLATES.rglob("*.html"):
        if "emails" in path.parts or "wagtailadmin" in path.parts:
            continue
        text = path.read_text(encoding="utf-8")
        for what in (
            r"<script(?![^>]*\bsrc=)[^>]*>",
            r"<style",
            r"\sstyle=",
            r"\son\w+=\"",
            r"javascript:",
        ):
            found += [f"{short(path)}: {hit}" for hit in re.findall(what, text)]
    assert not found


def test_nothing_is_left_to_do():
    words = re.compile(r"\b(TODO|FIXME|XXX|NotImplementedError|[Ll]orem ipsum)\b")
    found = [
        short(path)
        for path in [
            *modules("lms", "cms"),
            *TEMPLATES.rglob("*.html"),
            *(ROOT / "static").rglob("*.js"),
        ]
        if words.search(path.read_text(encoding="utf-8"))
    ]
    assert not found


# What no model can say: the index of one database alone.
BY_HAND = {"lms/people/personnel/migrations/0002_search_on_postgresql.py"}


@pytest.mark.django_db
def test_migrations_are_complete_and_one_each():
    call_command("makemigrations", "--check", "--dry-run", stdout=StringIO())
    many = [
        short(folder)
        for folder in {p.parent for p in tracked(".py") if p.parent.name == "migrations"}
        if len([path for path in folder.glob("0*.py") if short(path) not in BY_HAND]) > 1
    ]
    assert not many


@pytest.mark.gettext
def test_every_text_is_translated(tmp_path):
    """Every msgid of our code and templates has its Vietnamese."""
    copy = tmp_path / "house"
    for folder in ("lms", "cms", "templates"):
        shutil.copytree(
            ROOT / folder,
            copy / folder,
            ignore=shutil.ignore_patterns("*.mo", "__pycache__", "parts"),
        )
    (copy / "locale").mkdir()
    subprocess.run(
        ["django-admin", "makemessages", "-l", "vi", "-v", "0"],
        cwd=copy, check=True, capture_output=True, env={"PATH": _path()},
    )  # fmt: skip
    ours = _catalogue(ROOT / "lms/project/locale/vi/LC_MESSAGES/django.po")
    wanted = {}
    for made in copy.rglob("django.po"):
        if "project" not in made.parts:
            wanted |= _catalogue(made)
    missing = sorted(msgid for msgid in wanted if not ours.get(msgid))
    assert not missing


def _path() -> str:
    import os
    import sys

    return f"{Path(sys.executable).parent}:{os.environ['PATH']}"


def _catalogue(path: Path) -> dict[tuple[str, str], str]:
    """(context, msgid) → msgstr, by msgcat's plain output."""
    plain = subprocess.run(
        ["msgcat", "--no-wrap", "--no-location", str(path)],
        capture_output=True,
        text=True,
        check=True,
    )
    entries = {}
    for block in plain.stdout.split("\n\n"):
        if "#, fuzzy" in block or "#~" in block:
            continue
        context = _field("msgctxt", block)
        msgid = _field("msgid", block)
        value = _field("msgstr", block) or _field(r"msgstr\[0\]", block)
        if msgid:
            entries[context, msgid] = value
    return entries


def _field(name: str, block: str) -> str:
    hit = re.search(rf'^{name} ((?:".*"\n?)+)', block, re.MULTILINE)
    return "".join(re.findall(r'"(.*)"', hit.group(1))) if hit else ""


@pytest.mark.gettext
def test_the_compiled_catalogue_is_fresh(tmp_path):
    folder = ROOT / "lms/project/locale/vi/LC_MESSAGES"
    subprocess.run(
        ["msgfmt", str(folder / "django.po"), "-o", str(tmp_path / "new.mo")], check=True
    )
    assert (tmp_path / "new.mo").read_bytes() == (folder / "django.mo").read_bytes()


def test_no_registry_and_no_machine_path_is_named():
    parts = (
        "py",
        r"pi\.org|pythonh",
        r"osted|npm",
        r"js\.|(?<![\w.}])/wo",
        r"rk/|(?<![\w.}])/ro",
        "ot/",
    )
    words = re.compile("".join(parts))
    suffixes = (
        ".py",
        ".toml",
        ".lock",
        ".md",
        ".yml",
        ".html",
        ".js",
        ".css",
        ".json",
        ".cfg",
        "Makefile",
        "Dockerfile",
        "run",
    )
    found = [
        short(p)
        for p in tracked(*suffixes)
        if words.search(p.read_text(encoding="utf-8", errors="ignore"))
    ]
    assert not found
