"""What finding people and a unit's profile cost while the register grows, on a private PostgreSQL.

`python -m benchmarks.people` starts the server and runs `benchmarks.register` inside the product.
"""

import os
import subprocess
import sys
import tempfile

from tests import parts
from tests.architecture.source import ROOT


def main() -> None:
    with parts.postgres() as address, tempfile.TemporaryDirectory() as var:
        env = {
            **os.environ,
            "DATABASE_URL": address,
            "VAR_DIR": var,
            "PYTHONPATH": str(ROOT),
            "DJANGO_SETTINGS_MODULE": "lms.project.settings.test",
        }
        for words in (
            ("migrate", "-v", "0"),
            ("shell", "-v", "0", "-c", "from benchmarks.register import main; main()"),
        ):
            subprocess.run([sys.executable, "manage.py", *words], cwd=ROOT, env=env, check=True)  # noqa: S603 - our own words


if __name__ == "__main__":
    main()
