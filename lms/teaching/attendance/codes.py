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
_EARLIER_WINDOWS = 1
# Of 64 characters of the signature so many stand in the address: 96 bits, and a QR code that scans
# from the last row.
_SIGNATURE_LENGTH = 24
_TOKEN = re.compile(rf"([0-9]{{1,18}})-([0-9]{{1,15}})-[0-9a-f]{{{_SIGNATURE_LENGTH}}}")


@dataclass(frozen=True)
class CheckInToken:
    """The contents of a genuine token."""

    meeting_id: int
    window: int


def window_number(at: dt.datetime, seconds: int) -> int:
    """The number of the window in which `at` lies; a window is `seconds` long."""
    return int(at.timestamp()) // seconds


def seconds_left(at: dt.datetime, seconds: int) -> int:
    """Seconds until the window of `at` ends, at least 1."""
    return seconds - int(at.timestamp()) % seconds


def six_digits(meeting_id: int, number: int) -> str:
    """The six digits of the meeting in window `number`."""
    return f"{int(_sign_window('code', meeting_id, number), 16) % 10**DIGITS:0{DIGITS}d}"


def window_token(meeting_id: int, number: int) -> str:
    """The token in the QR address: short, unguessable, of one meeting and one window."""
    return f"{meeting_id}-{number}-{_sign_window('token', meeting_id, number)[:_SIGNATURE_LENGTH]}"


def read_token(text: str) -> CheckInToken | None:
    """The meeting and window in a genuine token; None for a forged one.

    Whether the window still counts is asked of `is_window_current`.
    """
    match = _TOKEN.fullmatch(text)
    if match is None:
        return None
    ticket = CheckInToken(int(match[1]), int(match[2]))
    genuine = constant_time_compare(text, window_token(ticket.meeting_id, ticket.window))
    return ticket if genuine else None


def is_window_current(number: int, now: int) -> bool:
    """Whether a code of window `number` is taken in window `now`."""
    return now - _EARLIER_WINDOWS <= number <= now


def are_digits_current(entered: str, meeting_id: int, now: int) -> bool:
    """Whether the digits typed are those of the meeting in window `now` or the one before."""
    # no short cut at the first hit: how long it takes says nothing
    hits = [
        constant_time_compare(entered, six_digits(meeting_id, now - back))
        for back in range(_EARLIER_WINDOWS + 1)
    ]
    return any(hits)


def digits_of(text: str) -> str:
    """The six digits in `text`: "482 716" and "482.716" give 482716, anything else gives ""."""
    digits_only = re.sub(r"[\s.-]", "", text)
    return digits_only if re.fullmatch(rf"[0-9]{{{DIGITS}}}", digits_only) else ""


def _sign_window(kind: str, meeting_id: int, number: int) -> str:
    salted = salted_hmac(f"attendance.{kind}", f"{meeting_id}:{number}", algorithm="sha256")
    return salted.hexdigest()
