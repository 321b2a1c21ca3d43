"""From a list of officials to enrolments in a class (ghi danh)."""
