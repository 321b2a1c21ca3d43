"""Forms of scenes and of what a case shares, drawn from and read into plain data."""
