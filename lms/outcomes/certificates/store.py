"""Files that never change: each is whole on the disk before a row names it."""

import hashlib
import os
from pathlib import Path

from django.conf import settings

from lms.core.ids import uuid7


def freeze_file(folder: str, body: bytes) -> tuple[str, str]:
    """Write `body` below MEDIA_ROOT, named after its digest; returns (path, sha256).

    The same bytes again change nothing.
    """
    digest = hashlib.sha256(body).hexdigest()
    name = f"{folder}/{digest}.pdf"
    target = Path(settings.MEDIA_ROOT) / name
    target.parent.mkdir(parents=True, exist_ok=True)
    # Another name until the bytes are on the disk: nobody ever reads half a file.
    unfinished = target.with_suffix(f".{uuid7().hex}")
    with unfinished.open("xb") as file:
        file.write(body)
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(target)
    return name, digest
