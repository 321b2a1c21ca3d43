"""Write down what a release answers of its stored demo: `python -m tests.upgrade.expect
tests/upgrade/0.1`.

To be called once, with the code of that release, right after `make`; SQLite, or PostgreSQL behind
`tests.parts`.
"""

import hashlib
import json
import lzma
import os
import sys
import tempfile
from pathlib import Path

from tests.architecture.source import ROOT
from tests.upgrade.make import MOMENT


def migrations() -> dict[str, str]:
    """Every migration of ours → its digest."""
    return {
        path.relative_to(ROOT).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for root in ("cms", "lms")
        for path in sorted((ROOT / root).rglob("migrations/0*.py"))
    }


def main(release: Path) -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "lms.project.settings.test"
    import django

    django.setup()
    from django.test.utils import setup_test_environment

    from tests.upgrade.facts import all_facts
    from tests.upgrade.pages import ask, found_pages
    from tests.upgrade.restoring import folder_of, restored

    setup_test_environment()
    lines = [f"{digest}  {path}" for path, digest in migrations().items()]
    (release / "migrations.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
    with tempfile.TemporaryDirectory(prefix="expect") as folder, restored(release, Path(folder)):
        facts = all_facts(MOMENT.date())
        addresses = found_pages(MOMENT)
    with tempfile.TemporaryDirectory(prefix="expect") as folder, restored(release, Path(folder)):
        pages = list(ask(MOMENT, addresses))
    body = json.dumps({"facts": facts, "pages": pages}, ensure_ascii=False, sort_keys=True)
    (folder_of(release) / "expected.json.xz").write_bytes(lzma.compress(body.encode(), preset=9))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
