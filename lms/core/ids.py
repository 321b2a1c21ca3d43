"""Public ids: UUIDv7 (RFC 9562), sortable by time of making, never a secret.

Secrets come from `secret_code`.
"""

import secrets
import time
import uuid

# Crockford base 32: no I, L, O, U, so that a code read aloud or typed from paper is unambiguous.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_AS_TYPED = str.maketrans("OILoil", "011011")


def uuid7() -> uuid.UUID:
    """A UUIDv7: 48 bits of milliseconds, then 74 random bits."""
    value = (time.time_ns() // 1_000_000 & (1 << 48) - 1) << 80
    value |= secrets.randbits(80)
    value = value & ~(0xF << 76) | 0x7 << 76
    value = value & ~(0x3 << 62) | 0x2 << 62
    return uuid.UUID(int=value)


def secret_code(length: int = 16) -> str:
    """`length` random characters of 5 bits each (16 = 80 bits) and one check character (mod 31)."""
    body = "".join(secrets.choice(ALPHABET) for _ in range(length))
    return body + _check_character(body)


def normalise_code(typed: str) -> str:
    """The code as it was printed: upper case, no separators, O/I/L read as 0/1/1."""
    return "".join(typed.split()).replace("-", "").translate(_AS_TYPED).upper()


def is_code(code: str) -> bool:
    """Whether `code` (normalised) carries the right check character."""
    return (
        len(code) > 1
        and all(c in ALPHABET for c in code)
        and _check_character(code[:-1]) == code[-1]
    )


def _check_character(body: str) -> str:
    number = 0
    for character in body:
        number = number * 32 + ALPHABET.index(character)
    return ALPHABET[number % 31]
