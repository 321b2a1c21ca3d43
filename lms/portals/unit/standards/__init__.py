"""/don-vi/tieu-chuan/: who meets the standards of his post, who not yet, and the yearly review."""
