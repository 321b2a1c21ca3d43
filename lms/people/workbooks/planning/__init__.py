"""What a workbook would do to the register; nothing is written here."""

from lms.people.workbooks.planning.plan import Plan, plan

__all__ = ["Plan", "plan"]
