"""Who acts. Every action takes an actor; layers above `people` read the actor's roles there."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Actor:
    """A signed-in person, a named system actor (jobs), or nobody.

    `memo` keeps what was already read about this actor in this request (roles, own classes); it is
    never shared.
    """

    user_id: int | None
    name: str
    is_system: bool = False
    request_id: str = ""
    memo: dict[str, Any] = field(default_factory=dict, compare=False, repr=False)

    @property
    def key(self) -> int:
        """For look-ups: the user's id, or 0, which is nobody's."""
        return self.user_id or 0

    @property
    def is_anonymous(self) -> bool:
        return self.user_id is None and not self.is_system

    @classmethod
    def nobody(cls) -> "Actor":
        return cls(None, "")

    @classmethod
    def system(cls, name: str) -> "Actor":
        """A job or a command; it may do what its app lets the system do, under its own name in the
        audit log.
        """
        return cls(None, name, is_system=True)
