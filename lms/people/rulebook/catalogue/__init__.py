"""Every rule that the product knows: its kind of value, its scopes, and its first values."""

from lms.core.errors import NotFound
from lms.people.rulebook.catalogue import learning, office, teaching
from lms.people.rulebook.catalogue.entry import FirstValue, RuleEntry, RuleScope, RuleSubject

ENTRIES: dict[str, RuleEntry] = {
    entry.key: entry for entry in (*teaching.ENTRIES, *learning.ENTRIES, *office.ENTRIES)
}
# Public holidays of a year (see queries.add_working_days).
HOLIDAYS = "calendar.holidays"
# Why the first values stand in the rulebook; data, in Vietnamese as the titles are.
FIRST_REASON = "Giá trị ban đầu của hệ thống"


def get_entry(key: str) -> RuleEntry:
    """The entry of a key. NotFound for one that the product does not know."""
    if key not in ENTRIES:
        raise NotFound
    return ENTRIES[key]


__all__ = [
    "ENTRIES",
    "FIRST_REASON",
    "HOLIDAYS",
    "FirstValue",
    "RuleEntry",
    "RuleScope",
    "RuleSubject",
    "get_entry",
]
