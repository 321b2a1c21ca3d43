"""The contracts really catch what they are there for: each sabotage breaks the check that should
catch it.
"""

import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.architecture.source import ROOT

BIN = Path(sys.executable).parent


@pytest.fixture(scope="module")
def copy(tmp_path_factory):
    """The source alone, in a place where it may be spoiled."""
    place = tmp_path_factory.mktemp("sabotage")
    ignore = shutil.ignore_patterns("__pycache__", "*.mo", "*.po", "*.json", "*.csv")
    for name in ("lms", "cms"):
        shutil.copytree(ROOT / name, place / name, ignore=ignore)
    for name in ("pyproject.toml", "ruff.toml"):
        shutil.copy(ROOT / name, place)
    return place


def spoil(copy: Path, file: str, line: str):
    path = copy / file
    before = path.read_text(encoding="utf-8") if path.exists() else None
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text((before or '"""Spoiled."""\n') + line + "\n", encoding="utf-8")

    def mend():
        path.write_text(before, encoding="utf-8") if before is not None else path.unlink()
        if before is None and path.name == "__init__.py":
            path.parent.rmdir()

    return mend


IMPORTS = {
    "upward": ("lms/core/clock.py", "from lms.people.accounts import models"),
    "upward in a function": (
        "lms/people/accounts/queries.py",
        "def f():\n    from lms.teaching.classes import models",
    ),
    "content knows a learner": ("cms/api.py", "from lms.teaching.enrolment import models"),
    "past the interface of content": (
        "lms/teaching/classes/queries.py",
        "from cms.courses import models",
    ),
    "model calls action": (
        "lms/teaching/classes/models.py",
        "from lms.teaching.classes import actions",
    ),
    "portal to portal": (
        "lms/portals/learner/urls.py",
        "from lms.portals.school import urls as other",
    ),
    "unlisted app": ("lms/people/gossip/__init__.py", ""),
    "Django in the engine": ("cms/scenarios/engine.py", "from django.db import models"),
}


@pytest.mark.parametrize("sabotage", IMPORTS)
def test_imports_against_the_layers_break(copy, sabotage):
    mend = spoil(copy, *IMPORTS[sabotage])
    try:
        done = subprocess.run(
            [BIN / "lint-imports", "--no-cache"], cwd=copy, capture_output=True, text=True
        )
    finally:
        mend()
    assert done.returncode != 0, done.stdout


LINT = {
    "signal": ("lms/people/accounts/queries.py", "from django.db.models.signals import post_save"),
    "signal in a portal": ("lms/portals/learner/urls.py", "from django.dispatch import receiver"),
    "HTTP in an app": ("lms/teaching/classes/queries.py", "from django.http import HttpResponse"),
    "unclean HTML": (
        "lms/portals/learner/urls.py",
        "from django.utils.safestring import mark_safe",
    ),
    "swallowed error": ("lms/core/text.py", "try:\n    x = 1\nexcept Exception:\n    pass"),
}


@pytest.mark.parametrize("sabotage", LINT)
def test_code_against_the_habits_breaks(copy, sabotage):
    mend = spoil(copy, *LINT[sabotage])
    try:
        file = LINT[sabotage][0]
        rules = "TID251,BLE001,S110"
        done = subprocess.run(
            [BIN / "ruff", "check", "--no-cache", "--select", rules, file],
            cwd=copy,
            capture_output=True,
        )
    finally:
        mend()
    assert done.returncode != 0


def test_the_untouched_source_keeps_its_contracts(copy):
    assert (
        subprocess.run(
            [BIN / "lint-imports", "--no-cache"], cwd=copy, capture_output=True
        ).returncode
        == 0
    )


def test_the_readme_lists_the_layers_as_they_are():
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"][
        "importlinter"
    ]["contracts"]
    layers = next(c["layers"] for c in contracts if c["id"] == "records-over-content")
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    table = readme.split("<!-- layers -->")[1]
    drawn = [line.split("`")[1] for line in table.splitlines() if line.startswith("| `")]
    assert drawn == [layer.replace(".", "/") + "/" for layer in layers]
    for contract in contracts:
        if contract.get("exhaustive") and contract["containers"][0].startswith("lms."):
            row = next(
                line
                for line in table.splitlines()
                if f"`{contract['containers'][0].replace('.', '/')}/`" in line
            )
            apps = [app.strip("() ") for layer in contract["layers"] for app in layer.split("|")]
            missing = [app for app in apps if app not in row]
            # Portals and core are described in words.
            assert not missing or "kit" in apps or "errors" in apps, missing
