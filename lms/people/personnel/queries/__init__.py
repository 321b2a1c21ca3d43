"""Reading people, cut by subject: who is found, whose file somebody keeps, what a career was on a
day.
"""

from lms.people.personnel.finding import MOST_FOUND
from lms.people.personnel.queries.careers import (
    career_of,
    group_on,
    held_levels,
    posts_on,
    rank_on,
    scale_for,
)
from lms.people.personnel.queries.files import (
    entries_of,
    evidence_of,
    file_of,
    kept_official,
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
    main_post_of,
    people_seen,
    run_officials,
    schooled_officials,
    seen_official,
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
    "group_on",
    "held_levels",
    "kept_official",
    "kept_officials",
    "main_post_of",
    "namesakes",
    "next_code",
    "people_seen",
    "posts_on",
    "rank_on",
    "read_officials",
    "readable_among",
    "register_on",
    "run_officials",
    "scale_for",
    "schooled_officials",
    "seen_official",
    "staff_of",
    "units_kept",
    "with_posts",
]
