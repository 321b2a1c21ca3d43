"""The learner's own data: what the register holds, who looked at it, and requests about it."""
