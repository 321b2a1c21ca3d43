"""WHAT THE SCHOOL DOES: classes, enrolment, attendance, live."""
