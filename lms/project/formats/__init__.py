"""Formats of figures and dates."""
