"""Addresses, templates, migrations, what is left to do."""

import ast
import re
from io import StringIO

import pytest
from django.core.management import call_command
from django.urls import get_resolver

from tests.architecture.source import ROOT, TEMPLATES, modules, short, tracked, tree


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
    violations = []
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
            violations += [f"{short(path)}: {hit}" for hit in re.findall(what, text)]
    assert not violations


def test_nothing_is_left_to_do():
    words = re.compile(r"\b(TODO|FIXME|XXX|NotImplementedError|[Ll]orem ipsum)\b")
    unfinished = [
        short(path)
        for path in [
            *modules("lms", "cms"),
            *TEMPLATES.rglob("*.html"),
            *(ROOT / "static").rglob("*.js"),
        ]
        if words.search(path.read_text(encoding="utf-8"))
    ]
    assert not unfinished


@pytest.mark.django_db
def test_migrations_are_complete():
    call_command("makemigrations", "--check", "--dry-run", stdout=StringIO())


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
    offenders = [
        short(p)
        for p in tracked(*suffixes)
        if words.search(p.read_text(encoding="utf-8", errors="ignore"))
    ]
    assert not offenders
