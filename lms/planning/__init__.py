"""WHAT IS OWED AND PLANNED: obligations, needs, plans, selection.

Comes later; nothing lives here yet.
"""
