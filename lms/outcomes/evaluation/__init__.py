"""Surveys of quality. Comes later; nothing lives here yet."""
