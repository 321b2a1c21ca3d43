"""Results by a rule that explains itself, and their approval (xét kết quả)."""
