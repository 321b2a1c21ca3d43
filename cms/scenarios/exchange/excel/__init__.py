"""Scenarios from and to Excel files."""
