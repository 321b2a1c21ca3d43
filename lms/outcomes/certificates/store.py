"""Freezing bytes: a file is whole on the disk before a row speaks of it."""

import hashlib
import os
from pathlib import Path

from django.conf import settings

from lms.core.ids import uuid7


def freeze(folder: str, body: bytes) -> tuple[str, str]:
    """Write `body` below MEDIA_ROOT, named after its digest: (path, sha256).

    The same bytes again change nothing.
    """
    digest = hashlib.sha256(body).hexdigest()
    name = f"{folder}/{digest}.pdf"
    target = Path(settings.MEDIA_ROOT) / name
    target.parent.mkdir(parents=True, exist_ok=True)
    making = target.with_suffix(f".{uuid7().hex}")
    with making.open("xb") as file:
        file.write(body)
        file.flush()
        os.fsync(file.fileno())
    making.replace(target)
    return name, digest
