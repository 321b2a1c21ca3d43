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
    find_namesakes,
    kept_officials,
    next_code,
    readable_among,
    readable_officials,
    register_on,
    units_kept,
)
from lms.people.personnel.queries.people import (
    find_officials,
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
    "find_namesakes",
    "find_officials",
    "has_official",
    "held_levels",
    "kept_officials",
    "main_post_of",
    "next_code",
    "people_seen",
    "posts_on",
    "readable_among",
    "readable_officials",
    "register_on",
    "scale_for",
    "schooled_officials",
    "staff_of",
    "units_kept",
    "with_posts",
]
