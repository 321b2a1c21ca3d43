"""The code of a meeting that changes every few seconds: six digits to type, a token for the QR
address.

Both follow from the meeting, the window of time and the server's key; nothing of them is stored.
"""

import datetime as dt
import re
from dataclasses import dataclass

from django.utils.crypto import constant_time_compare, salted_hmac

DIGITS = 6
# A code is taken in its own window and in the next one: whoever began to type may finish.
_KEPT = 1
# Of 64 characters of the signature so many stand in the address: 96 bits, and a QR code that scans
# from the last row.
_SIGNED = 24
_TOKEN = re.compile(rf"([0-9]{{1,18}})-([0-9]{{1,15}})-[0-9a-f]{{{_SIGNED}}}")


@dataclass(frozen=True)
class Ticket:
    """The contents of a genuine token."""

    meeting_id: int
    window: int


def window(at: dt.datetime, seconds: int) -> int:
    """The number of the window in which `at` lies; a window is `seconds` long."""
    return int(at.timestamp()) // seconds


def seconds_left(at: dt.datetime, seconds: int) -> int:
    """Seconds until the window of `at` ends, at least 1."""
    return seconds - int(at.timestamp()) % seconds


def digits(meeting_id: int, number: int) -> str:
    """The six digits of the meeting in window `number`."""
    return f"{int(_sign('code', meeting_id, number), 16) % 10**DIGITS:0{DIGITS}d}"


def token(meeting_id: int, number: int) -> str:
    """The token in the QR address: short, unguessable, of one meeting and one window."""
    return f"{meeting_id}-{number}-{_sign('token', meeting_id, number)[:_SIGNED]}"


def read(text: str) -> Ticket | None:
    """The meeting and window in a genuine token; None for a forged one.

    Whether the window still counts is asked of `is_fresh`.
    """
    match = _TOKEN.fullmatch(text)
    if match is None:
        return None
    ticket = Ticket(int(match[1]), int(match[2]))
    genuine = constant_time_compare(text, token(ticket.meeting_id, ticket.window))
    return ticket if genuine else None


def is_fresh(number: int, now: int) -> bool:
    """Whether a code of window `number` is taken in window `now`."""
    return now - _KEPT <= number <= now


def fits(entered: str, meeting_id: int, now: int) -> bool:
    """Whether the digits typed are those of the meeting in window `now` or the one before."""
    # no short cut at the first hit: how long it takes says nothing
    hits = [
        constant_time_compare(entered, digits(meeting_id, now - back)) for back in range(_KEPT + 1)
    ]
    return any(hits)


def typed_digits(text: str) -> str:
    """The six digits in `text`: "482 716" and "482.716" give 482716, anything else gives ""."""
    digits_only = re.sub(r"[\s.-]", "", text)
    return digits_only if re.fullmatch(rf"[0-9]{{{DIGITS}}}", digits_only) else ""


def _sign(kind: str, meeting_id: int, number: int) -> str:
    salted = salted_hmac(f"attendance.{kind}", f"{meeting_id}:{number}", algorithm="sha256")
    return salted.hexdigest()
