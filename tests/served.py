"""Styles and scripts as browsers are served them: built of their parts, minified."""

from pathlib import Path

import brotli
from django.contrib.staticfiles import finders


def served(name: str) -> str:
    """The text behind /static/`name`."""
    path = finders.find(name)
    assert path, f"{name} is not served"
    return Path(path).read_text(encoding="utf-8")


def served_weight(*names: str) -> int:
    """What these cost on the wire together: bytes, each compressed by brotli."""
    return sum(len(brotli.compress(served(name).encode())) for name in names)
