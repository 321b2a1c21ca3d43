"""Hands-on scenarios: pure play, checks, blocks (tình huống)."""
