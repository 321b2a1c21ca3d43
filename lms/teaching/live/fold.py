"""The state of a room after its events, as a pure function.

The browser (static/js) computes the same: a snapshot plus later events equals the later snapshot.
"""

from typing import Any

# So many of the newest lines are shown to those who come in; the log keeps all.
CHAT_SHOWN = 100
RoomSnapshot = dict[str, Any]
Frame = dict[str, Any]


def empty_state() -> RoomSnapshot:
    """A room in which nothing has happened."""
    return {"state": "waiting", "chat": [], "hands": []}


def apply_event(state: RoomSnapshot, event: Frame) -> RoomSnapshot:
    """The state after one event of the log (`event` as it is sent to clients)."""
    kind, data = event["type"], event["d"]
    chat, hands, phase = state["chat"], state["hands"], state["state"]
    if kind == "chat.post":
        chat = [*chat, _chat_line_of(event)][-CHAT_SHOWN:]
    elif kind == "chat.delete":
        chat = [
            {**chat_line, "text": "", "deleted": True}
            if chat_line["seq"] == data["seq"]
            else chat_line
            for chat_line in chat
        ]
    elif kind.startswith("hand."):
        hands = _hands_after(hands, event)
    elif kind == "session.open":
        phase = "open"
    elif kind == "session.end":
        phase, hands = "ended", []
    return {"state": phase, "chat": chat, "hands": hands}


def _chat_line_of(event: Frame) -> dict[str, Any]:
    """A line of the chat from its event."""
    data = event["d"]
    return {
        "seq": event["seq"],
        "by": event["by"],
        "name": event["name"],
        "at": event["at"],
        "text": data.get("text", ""),
        "deleted": bool(data.get("deleted")),
    }


def _hands_after(hands: list[dict[str, Any]], event: Frame) -> list[dict[str, Any]]:
    """The queue in the order of the server's numbers."""
    user = event["d"]["user"]
    if event["type"] == "hand.call":
        return [{**hand, "called": hand["user"] == user} for hand in hands]
    others = [hand for hand in hands if hand["user"] != user]
    if event["type"] == "hand.raise":
        raised = {"user": user, "name": event["name"], "seq": event["seq"], "called": False}
        return [*others, raised]
    return others
