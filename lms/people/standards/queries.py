"""The profile of a unit, gaps, and what a person still owes his post."""

from lms.people.standards.profile import UnitProfile, unit_profile

__all__ = ["UnitProfile", "unit_profile"]
