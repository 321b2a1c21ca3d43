"""State machines: one table a machine, held in a room's `states.py`."""

from collections.abc import Mapping
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from lms.core.errors import IllegalMove


class Machine:
    """`moves` maps each state to those it may move to.

    The first state of `states` is where things begin.
    """

    def __init__(
        self,
        states: type[models.TextChoices],
        moves: Mapping[str, tuple[str, ...]],
        field: str = "state",
    ) -> None:
        self.states = states
        self.moves = {str(state): tuple(map(str, moves.get(state, ()))) for state in states}
        self.field = field
        self.initial = str(states.values[0])

    def may(self, obj: Any, to: str) -> bool:
        """Whether `obj` may move to `to` now."""
        return str(to) in self.moves[getattr(obj, self.field)]

    def move(self, obj: Any, to: str) -> None:
        """Set the state on `obj` (not saved). IllegalMove where the table does not allow it."""
        current = getattr(obj, self.field)
        if not self.may(obj, to):
            raise IllegalMove(
                _("“%(thing)s” is %(current)s; it cannot become %(to)s now.")
                % {
                    "thing": obj,
                    "current": self.states(current).label,
                    "to": self.states(to).label,
                }
            )
        setattr(obj, self.field, str(to))

    def constraint(self, name: str) -> models.CheckConstraint:
        """A database check that no other state is ever stored."""
        return models.CheckConstraint(
            condition=models.Q(**{f"{self.field}__in": list(self.states.values)}), name=name
        )

    def unreachable(self) -> set[str]:
        """States that no chain of moves from the initial one reaches (a test wants none)."""
        seen, queue = {self.initial}, [self.initial]
        while queue:
            for nxt in self.moves[queue.pop()]:
                if nxt not in seen:
                    seen.add(nxt)
                    queue.append(nxt)
        return set(map(str, self.states.values)) - seen
