"""How fast one person, one socket and one room may send.

Counted in this process over all sockets of the person.
"""

import threading
import time
from collections import deque
from collections.abc import Callable

Clock = Callable[[], float]
# kind → (how many, in how many seconds) for one person in one room
PER_PERSON = {
    "chat.post": (5, 10.0),
    "hand.raise": (5, 10.0),
    "hand.lower": (20, 10.0),
    "hand.call": (20, 10.0),
    "chat.delete": (20, 10.0),
    "session.open": (5, 10.0),
    "session.end": (5, 10.0),
}
PER_ROOM = (50, 1.0)
PER_SOCKET = (60, 10.0)
_KEPT = 20_000


class Window:
    """At most `many` in any `seconds`."""

    def __init__(self, many: int, seconds: float, clock: Clock = time.monotonic) -> None:
        self.many, self.seconds, self.clock = many, seconds, clock
        self.times: deque[float] = deque()

    def take(self) -> bool:
        """Count one; False where it is one too many."""
        now = self.clock()
        while self.times and self.times[0] <= now - self.seconds:
            self.times.popleft()
        if len(self.times) >= self.many:
            return False
        self.times.append(now)
        return True


class Limits:
    """The windows of this process."""

    def __init__(self, clock: Clock = time.monotonic) -> None:
        self.clock = clock
        self.lock = threading.Lock()
        self.windows: dict[tuple[object, ...], Window] = {}

    def take(self, user_id: int, place: str, kind: str) -> bool:
        """Whether the person may send one more `kind` into the room `place` now."""
        with self.lock:
            if len(self.windows) > _KEPT:
                self.windows.clear()
            mine = self._window((user_id, place, kind), PER_PERSON[kind])
            room = self._window((place,), PER_ROOM)
            return mine.take() and room.take()

    def _window(self, key: tuple[object, ...], limit: tuple[int, float]) -> Window:
        found = self.windows.get(key)
        if found is None:
            found = self.windows[key] = Window(*limit, self.clock)
        return found


limits = Limits()
