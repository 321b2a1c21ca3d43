"""How fast one person, one socket and one room may send."""

import time
from collections import deque
from collections.abc import Callable

from lms.core.throttle import Throttle

Clock = Callable[[], float]
# kind of an event → its limit for one person in one room (practice)
PER_PERSON = {
    kind: Throttle(f"live.{kind}", most, 10)
    for kind, most in {
        "chat.post": 5,
        "hand.raise": 5,
        "hand.lower": 20,
        "hand.call": 20,
        "chat.delete": 20,
        "session.open": 5,
        "session.end": 5,
    }.items()
}
PER_ROOM = Throttle("live.room", 50, 1)
# each client id is counted against the limits once
SENDINGS = Throttle("live.sending", 1, 60)
# (how many frames, in how many seconds) for one socket
PER_SOCKET = (60, 10.0)


def count_event(user_id: int, meeting_id: int, kind: str) -> bool:
    """Count one event of the person in the meeting's room; False where it is one too many.

    All processes count together. What exceeds the person's limit does not count for the room.
    """
    return PER_PERSON[kind].take(f"{meeting_id}:{user_id}") and PER_ROOM.take(meeting_id)


class SlidingLimit:
    """At most `most` frames of one socket in any `seconds`.

    Counted in memory, not in the shared cache: the socket lives in one process, and its event loop
    must not wait for the cache at each frame.
    """

    def __init__(self, most: int, seconds: float, clock: Clock = time.monotonic) -> None:
        self.most, self.seconds, self.clock = most, seconds, clock
        self.times: deque[float] = deque()

    def take(self) -> bool:
        """Count one frame; False where it is one too many."""
        now = self.clock()
        while self.times and self.times[0] <= now - self.seconds:
            self.times.popleft()
        if len(self.times) >= self.most:
            return False
        self.times.append(now)
        return True
