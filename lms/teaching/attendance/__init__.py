"""The attendance register: marks, check-ins, proposals, leave requests (điểm danh, xin phép)."""
