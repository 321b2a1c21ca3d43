"""The doors of the instructor (giảng viên)."""
