"""Assignments: hand-in, return, marking with a rubric (bài thu hoạch, chấm bài)."""
