"""What a workbook would do to the register; nothing is written here."""

from lms.people.workbooks.planning.plan import WorkbookPlan, plan_workbook

__all__ = ["WorkbookPlan", "plan_workbook"]
