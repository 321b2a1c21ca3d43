"""Doors without sign-in: catalogue, verification, help."""
