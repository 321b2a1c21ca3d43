"""The pages of the training authority (Sở Nội vụ)."""
