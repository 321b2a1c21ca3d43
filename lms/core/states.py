"""State machines: one table a machine, in the `states.py` of its app."""

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
        reachable = {self.initial}
        queue = [self.initial]
        while queue:
            following = set(self.moves[queue.pop()]) - reachable
            reachable |= following
            queue += following
        return set(map(str, self.states.values)) - reachable
