"""Scenarios from Word files, and two files to start from."""
