"""The ticket for a socket: signed, valid for a minute, bound to person, room and session.

With it the handshake needs no database.
"""

import hashlib
from dataclasses import dataclass

from django.core import signing

_SALT = "live.ticket"
# in seconds
LIFETIME = 60


@dataclass(frozen=True)
class LiveTicket:
    """Who may open a socket to which room; errors are sent in `language`."""

    user_id: int
    code: str
    number: int
    language: str


def issue_ticket(ticket: LiveTicket, session_key: str) -> str:
    """The ticket as text for the address of the socket."""
    body = [
        ticket.user_id,
        ticket.code,
        ticket.number,
        ticket.language,
        _session_digest(session_key),
    ]
    return signing.dumps(body, salt=_SALT, compress=False)


def read_ticket(text: str, session_key: str) -> LiveTicket | None:
    """The ticket; None where it has expired, is forged or belongs to another session."""
    try:
        user_id, code, number, language, digest = signing.loads(text, salt=_SALT, max_age=LIFETIME)
    except (signing.BadSignature, ValueError):
        return None
    return (
        LiveTicket(user_id, code, number, language)
        if digest == _session_digest(session_key)
        else None
    )


def _session_digest(session_key: str) -> str:
    return hashlib.sha256(session_key.encode()).hexdigest()[:32]
