"""What a workbook of many people costs: seconds and peak memory of trying it out, writing and
undoing it.

`python -m benchmarks.workbooks [ROWS]` on a private PostgreSQL and then on SQLite; each step is a
process of its own. The bound that we set: 10,000 rows tried out and written in 60 s and 500 MB
each.
"""

import contextlib
import os
import subprocess
import sys
import tempfile

from tests import parts
from tests.architecture.source import ROOT

STEPS = ("prepare", "try_out", "apply", "undo")


def main() -> None:
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    for place in ("PostgreSQL", "SQLite"):
        sys.stdout.write(f"{place}\n")
        sys.stdout.flush()
        with contextlib.ExitStack() as stack:
            var = stack.enter_context(tempfile.TemporaryDirectory())
            address = stack.enter_context(parts.postgres()) if place == "PostgreSQL" else ""
            env = {
                **os.environ,
                "DATABASE_URL": address,
                "VAR_DIR": var,
                "PYTHONPATH": str(ROOT),
                "DJANGO_SETTINGS_MODULE": "lms.project.settings.test",
            }
            _run("migrate", "-v", "0", env=env)
            for step in STEPS:
                say = f"from benchmarks.importing import main; main({step!r}, {rows})"
                _run("shell", "-v", "0", "-c", say, env=env)


def _run(*words: str, env: dict[str, str]) -> None:
    command = [sys.executable, "manage.py", *words]
    subprocess.run(command, cwd=ROOT, env=env, check=True)  # noqa: S603 - our own words


if __name__ == "__main__":
    main()
