"""What a portal offers for the merged home page."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Section:
    """A part of Hôm nay: `template` is a partial under templates/<portal>/today/."""

    title: str
    template: str
    context: dict[str, Any]
