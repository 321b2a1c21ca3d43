"""The pages of the instructor (giảng viên)."""
