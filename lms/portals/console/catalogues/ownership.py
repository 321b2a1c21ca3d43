"""Which app a source file belongs to, and which app owns a text that several use."""

import tomllib
from collections.abc import Iterable
from pathlib import Path, PurePosixPath
from typing import Any

# Texts of templates and modules that belong to no app: settings, error pages, components.
SHARED = "lms.portals.kit"

# Folders of templates that are not called like their app.
_TEMPLATES = {
    "allauth": "lms.portals.account",
    "cms": "cms.pages",
    "cms/scenarios": "cms.scenarios",
    "cms/studio": "cms.studio",
    "mfa": "lms.portals.account",
    "usersessions": "lms.portals.account",
    "wagtailadmin": "cms.studio",
}


class Apps:
    """The apps below `root`, ranked from the lowest layer up as the import contracts order them."""

    def __init__(self, root: Path) -> None:
        contracts = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
        ranks = _read_ranks(contracts["tool"]["importlinter"]["contracts"])
        self._ranks = {
            app: rank for app, rank in ranks.items() if (root / app.replace(".", "/")).is_dir()
        }
        self._by_name = {app.rpartition(".")[2]: app for app in self._ranks}

    def app_of(self, file: str) -> str:
        """The app of a source file, by its path below the root."""
        folders = PurePosixPath(file).parent.parts
        if folders[0] == "templates":
            return self._app_of_templates(folders[1:])
        names = [".".join(folders[:depth]) for depth in range(len(folders), 0, -1)]
        return next((name for name in names if name in self._ranks), SHARED)

    def owner(self, files: Iterable[str]) -> str:
        """The lowest app that uses the text.

        Where apps of the same rank use it, which may not import one another, the lowest app of
        their layer.
        """
        users = {self.app_of(file) for file in files}
        lowest = min(self._rank(app) for app in users)
        owners = [app for app in users if self._rank(app) == lowest]
        if len(owners) == 1:
            return owners[0]
        layer = owners[0].rpartition(".")[0]
        inside = [app for app in self._ranks if app.rpartition(".")[0] == layer]
        return min(inside, key=lambda app: (self._rank(app), app))

    def _app_of_templates(self, folders: tuple[str, ...]) -> str:
        name = "/".join(folders[:2])
        for folder in (name, *folders[:1]):
            if app := _TEMPLATES.get(folder) or self._by_name.get(folder):
                return app
        return SHARED

    def _rank(self, app: str) -> tuple[int, int]:
        return self._ranks.get(app, self._ranks[SHARED])


def _read_ranks(contracts: list[dict[str, Any]]) -> dict[str, tuple[int, int]]:
    """(rank of the layer, rank inside it) by app. Files of a layer outside its apps rank lowest."""
    layered = [contract for contract in contracts if contract["type"] == "layers"]
    inside = {
        container: contract["layers"]
        for contract in layered
        for container in contract.get("containers", ())
    }
    top = next(contract["layers"] for contract in layered if "containers" not in contract)
    ranks = {}
    for outer, layer in enumerate(reversed(top)):
        # `lms.project` is no app: it joins the apps together.
        if layer not in inside:
            continue
        ranks[layer] = outer, 0
        for inner, level in enumerate(reversed(inside[layer]), 1):
            for name in level.split("|"):
                ranks[f"{layer}.{name.strip(' ()')}"] = outer, inner
    return ranks
