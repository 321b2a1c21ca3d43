"""The doors of the training authority (Sở Nội vụ)."""
