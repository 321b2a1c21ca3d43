"""What a portal contributes to the common page Hôm nay."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class TodaySection:
    """One portal's part of Hôm nay; `template` is a partial under templates/<portal>/today/."""

    title: str
    template: str
    context: dict[str, Any]
