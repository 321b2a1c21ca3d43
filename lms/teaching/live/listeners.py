"""After a commit, the listeners of this process that keep sockets hear that a room's log grew."""

from collections.abc import Callable

from django.db import transaction

Listener = Callable[[int, int], None]
_listeners: list[Listener] = []


def add_listener(listener: Listener) -> None:
    """Call `listener(room_id, seq)` from the thread that committed; it must return at once and
    never raise.
    """
    if listener not in _listeners:
        _listeners.append(listener)


def notify_after_commit(room_id: int, seq: int) -> None:
    """Call the listeners once the transaction has committed.

    A lost call costs two seconds (clients ask again), never an event.
    """
    transaction.on_commit(lambda: _notify_listeners(room_id, seq))


def _notify_listeners(room_id: int, seq: int) -> None:
    for listener in _listeners:
        listener(room_id, seq)
