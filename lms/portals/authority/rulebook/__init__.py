"""/to-chuc/quy-dinh/: which rules apply, since when, by which source; setting new values."""
