"""Questions about officials: the search, the files that an actor keeps or reads, and the career on
a day.
"""

from lms.people.personnel.finding import MOST_FOUND
from lms.people.personnel.queries.careers import (
    career_of,
    held_levels,
    posts_on,
    scale_for,
)
from lms.people.personnel.queries.files import (
    entries_of,
    evidence_of,
    file_of,
    kept_officials,
    namesakes,
    next_code,
    read_officials,
    readable_among,
    register_on,
    units_kept,
)
from lms.people.personnel.queries.people import (
    find,
    has_official,
    main_post_of,
    people_seen,
    schooled_officials,
    staff_of,
    with_posts,
)

__all__ = [
    "MOST_FOUND",
    "career_of",
    "entries_of",
    "evidence_of",
    "file_of",
    "find",
    "has_official",
    "held_levels",
    "kept_officials",
    "main_post_of",
    "namesakes",
    "next_code",
    "people_seen",
    "posts_on",
    "read_officials",
    "readable_among",
    "register_on",
    "scale_for",
    "schooled_officials",
    "staff_of",
    "units_kept",
    "with_posts",
]
