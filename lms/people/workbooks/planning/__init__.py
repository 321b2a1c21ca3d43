"""What a workbook would do to the register: reads everything, writes nothing."""

from lms.people.workbooks.planning.plan import Plan, plan

__all__ = ["Plan", "plan"]
