"""Template tags of all portals."""
