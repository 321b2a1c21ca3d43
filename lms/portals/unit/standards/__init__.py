"""/don-vi/tieu-chuan/: who meets the standards of their posts, who not yet, the yearly review."""
