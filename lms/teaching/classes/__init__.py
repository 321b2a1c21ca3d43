"""Classes, their meetings in tiết, staff and announcements (lớp, buổi học)."""
