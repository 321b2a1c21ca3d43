"""Every rule that the product knows: its kind of value, its scopes, and its first values."""

from lms.core.errors import NotFound
from lms.people.rulebook.catalogue import learning, office, teaching
from lms.people.rulebook.catalogue.entry import Default, Entry, Scope, Subject

ENTRIES: dict[str, Entry] = {
    entry.key: entry for entry in (*teaching.ENTRIES, *learning.ENTRIES, *office.ENTRIES)
}
# Public holidays of a year (see queries.add_working_days).
HOLIDAYS = "calendar.holidays"
# Why the first values stand in the rulebook; data, in Vietnamese as the titles are.
FIRST_REASON = "Giá trị ban đầu của hệ thống"


def entry(key: str) -> Entry:
    """The entry of a key. NotFound for one that the product does not know."""
    if key not in ENTRIES:
        raise NotFound
    return ENTRIES[key]


__all__ = ["ENTRIES", "FIRST_REASON", "HOLIDAYS", "Default", "Entry", "Scope", "Subject", "entry"]
