"""From a list of officials to a seat in a class (ghi danh)."""
